import { setMaxListeners } from "node:events";
import fc from "fast-check";
import { type RunnerTestCase, TestRunner } from "vitest";

/**
 * Runs each property-based test with many seeds in a row, from FC_SEED on, and tells how many of them it fails for; tests without a property
 * run once. For `npm run test:seeds`: one seed of CI finds a fault that one seed in a hundred shows only in a hundred runs.
 */
export default class EverySeedRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    setMaxListeners(0, test.context.signal); // each call of a test's function adds one
    const first = Number(process.env.FC_SEED);
    const seeds = Number(process.env.SEEDS);
    const failed: number[] = [];
    let error: unknown;
    let properties = false;
    const noticed = (): void => {
      properties = true;
    };
    for (let seed = first; seed < first + seeds; seed++) {
      fc.configureGlobal({ seed, beforeEach: noticed });
      try {
        await TestRunner.getTestFn(test)();
      } catch (thrown) {
        error ??= thrown;
        failed.push(seed);
      }
      if (!properties) break;
    }
    if (failed.length === 0) return;
    if (error instanceof Error && properties) error.message = `fails for ${failed.length} of ${seeds} seeds: ${failed.join(", ")}\n${error.message}`;
    throw error;
  }
}
