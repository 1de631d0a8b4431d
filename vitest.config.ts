import { defineConfig } from "vitest/config";

/** One seed for all property-based tests of a run; test/seed.ts prints it. */
const seed = process.env.FC_SEED ?? String(Date.now() % 0x7fffffff);

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/seed.ts"],
    env: { FC_SEED: seed },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
