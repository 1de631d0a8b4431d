import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ScorerError } from "../../src/judge/causal-scorer.js";
import { installedScorer, modelScorer } from "../../src/judge/installed-scorer.js";
import { ModelError, ModelFile } from "../../src/model/model-file.js";
import { CausalModel, readCausalModel } from "../../src/neural/causal-model.js";

const TINY = fileURLToPath(new URL("../fixtures/causal/tiny-4.causal", import.meta.url));
/** The model of packages/ungarble-deep, if it was built (`npm run build:deep`) or is named. */
const FULL = process.env.UNGARBLE_TEST_MODEL ?? fileURLToPath(new URL("../../packages/ungarble-deep/model/smollm2-135m.lm", import.meta.url));
if (!existsSync(FULL)) console.warn("The tests of ungarble-deep's model are SKIPPED: run `npm run build:deep`, or name the file with UNGARBLE_TEST_MODEL.");

describe("a model of our own runtime as a scorer", () => {
  const model = new CausalModel(readCausalModel(new ModelFile(readFileSync(TINY))));
  const words = fc.array(fc.constantFrom(" the", " war", " is", " over", "\n"), { maxLength: 8 }).map((list) => list.join(""));

  it("sums what the model says of each token, whatever was read before", async () => {
    const scorer = await modelScorer(TINY);
    await fc.assert(
      fc.asyncProperty(words, fc.array(words, { minLength: 1, maxLength: 4 }), words, async (left, options, right) => {
        const { logProbs, tokensRead } = await scorer.score(left, options, right);
        const whole = options.map((option) => {
          const tokens = model.tokenizer.encode(left + option + right);
          return tokens.length === 0 ? 0 : model.score([model.start], [tokens])[0]!.reduce((sum, logProb) => sum + logProb, 0);
        });
        options.forEach((_, i) => expect(logProbs[i]! - logProbs[0]!).toBeCloseTo(whole[i]! - whole[0]!, 3));
        expect(tokensRead).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });

  it("is read from a path, a URL and bytes alike", async () => {
    const scores = await Promise.all(
      [TINY, pathToFileURL(TINY), readFileSync(TINY)].map(async (file) => (await modelScorer(file)).score("the", [" war", " is"], "")),
    );
    expect(scores[1]).toEqual(scores[0]);
    expect(scores[2]).toEqual(scores[0]);
  });

  it("that is not there or is no model is an error with the cure", async () => {
    await expect(modelScorer("missing.lm")).rejects.toThrow(/^missing\.lm: cannot be read .+; name the model file of the package ungarble-deep/);
    await expect(modelScorer("missing.lm")).rejects.toThrow(ScorerError);
    await expect(modelScorer(new TextEncoder().encode("no model at all, but long enough"))).rejects.toThrow(ModelError);
  });
});

describe("the installed model", () => {
  it("is found in a package that tells where it lies", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ungarble-deep-"));
    try {
      mkdirSync(join(folder, "model"));
      writeFileSync(join(folder, "model/smollm2-135m.lm"), readFileSync(TINY));
      const index = fileURLToPath(new URL("../../packages/ungarble-deep/index.js", import.meta.url));
      writeFileSync(join(folder, "index.mjs"), readFileSync(index));
      const scorer = await installedScorer(() => import(/* @vite-ignore */ pathToFileURL(join(folder, "index.mjs")).href));
      expect((await scorer.score("the", [" war", " is"], "")).logProbs).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("that is missing is an error with the cure", async () => {
    const missing = (): Promise<unknown> => Promise.reject(new Error("Cannot find package 'ungarble-deep'"));
    await expect(installedScorer(missing)).rejects.toThrow(
      "ungarble-deep: deep mode's language model is not installed (Cannot find package 'ungarble-deep'); run `npm install ungarble-deep`, or name a model",
    );
  });

  it.skipIf(!existsSync(FULL))("knows what people write", { timeout: 120_000 }, async () => {
    const scorer = await modelScorer(FULL);
    const gain = async (left: string, options: [string, string], right: string): Promise<number> => {
      const { logProbs } = await scorer.score(left, options, right);
      return logProbs[1]! - logProbs[0]!;
    };
    const left = "The US State Department said on Tuesday that the two sides would end";
    expect(await gain(left, [" the warfare", " the war"], " in Ukraine.")).toBeGreaterThan(2);
    expect(await gain(`${left} the war`, [" with out", " without"], " consulting Ukraine.")).toBeGreaterThan(2);
    expect(await gain("He was taken to", [" hospital", " medical clinic"], " in London.")).toBeLessThan(0);
  });
});
