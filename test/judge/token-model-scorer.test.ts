import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TokenModel, tokenModelScorer } from "../../src/judge/token-model-scorer.js";

const WORDS = ["the", "war", "warfare", "said", "end"];

/** Tokens are words; log P depends on the token and all before it. Keeps what it was given. */
class ToyModel implements TokenModel {
  readonly start = 0;
  readonly tokenizer = { encode: (text: string) => (text.match(/\S+/g) ?? []).map((word) => 1 + WORDS.indexOf(word)) };
  readonly calls: { prefix: readonly number[]; continuations: readonly (readonly number[])[] }[] = [];

  constructor(readonly context: number) {}

  score(prefix: readonly number[], continuations: readonly (readonly number[])[]): Float32Array[] {
    expect(prefix.length).toBeGreaterThan(0);
    expect(continuations.reduce((sum, { length }) => sum + length, prefix.length)).toBeLessThanOrEqual(this.context);
    this.calls.push({ prefix, continuations });
    return continuations.map((own) => Float32Array.from(own, (_, i) => ToyModel.logProb([...prefix, ...own.slice(0, i + 1)])));
  }

  static logProb(tokens: readonly number[]): number {
    return -1 - (tokens.reduce((sum, token, i) => sum + (i + 1) * token, 0) % 7);
  }
}

const words = (most: number) => fc.array(fc.constantFrom(...WORDS), { maxLength: most }).map((list) => list.map((word) => ` ${word}`).join(""));
const options = fc.array(words(4), { minLength: 1, maxLength: 5 });

describe("a token model as a scorer", () => {
  it("gives the sums of the chain rule, but for what all options share", () =>
    fc.assert(
      fc.asyncProperty(words(12), options, words(4), async (left, some, right) => {
        const model = new ToyModel(400);
        const { logProbs } = await tokenModelScorer(model).score(left, some, right);
        const whole = some.map((option) => {
          const tokens = [model.start, ...model.tokenizer.encode(left + option + right)];
          return tokens.slice(1).reduce((sum, _, i) => sum + ToyModel.logProb(tokens.slice(0, i + 2)), 0);
        });
        some.forEach((_, i) => expect(logProbs[i]! - logProbs[0]!).toBeCloseTo(whole[i]! - whole[0]!));
      }),
    ));

  it("reads what options share once, and what the call before read not again", async () => {
    const model = new ToyModel(400);
    const scorer = tokenModelScorer(model);
    expect((await scorer.score("the", [" war", " warfare"], " end")).tokensRead).toBe(2 + 2 * 2); // start, the; war end, warfare end
    expect((await scorer.score("the war said", [" the", " war"], "")).tokensRead).toBe(2 + 2); // war said; the, war
    expect(model.calls.at(-1)).toEqual({ prefix: [0, 1, 2, 4], continuations: [[1], [2]] });
  });

  it("stays within the context, however long the text and however many options", () =>
    fc.assert(
      fc.asyncProperty(words(60), fc.array(words(20), { minLength: 1, maxLength: 9 }), words(10), async (left, some, right) => {
        const { logProbs } = await tokenModelScorer(new ToyModel(24)).score(left, some, right);
        expect(logProbs).toHaveLength(some.length);
        for (const logProb of logProbs) expect(logProb).toBeLessThanOrEqual(0);
      }),
    ));
});
