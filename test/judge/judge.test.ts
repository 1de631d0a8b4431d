import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CausalScorer, ScorerError } from "../../src/judge/causal-scorer.js";
import { Judge } from "../../src/judge/judge.js";
import { JUDGE_FEATURES } from "../../src/judge/judge-features.js";
import { readJudgeModel, writeJudgeModel } from "../../src/judge/judge-model.js";
import { placesOf, type WeighedProposal } from "../../src/judge/places.js";
import { readPlaces } from "../../src/judge/read-places.js";
import { logit } from "../../src/log-prob.js";
import { LogisticRegression } from "../../src/model/logistic-regression.js";
import { ModelFile, writeModelFile } from "../../src/model/model-file.js";

const TEXT = "The warfare in the state division must finish.";

/** A proposal for the first occurrence of some words. */
function proposal(observed: string, replacement: string, probability: number, text = TEXT): WeighedProposal {
  const start = text.indexOf(observed);
  return { start, end: start + observed.length, replacement, probability };
}

/** A model with word prices: log P of a text is the sum over its words. Keeps what it was asked. */
class PricedWords implements CausalScorer {
  readonly calls: { left: string; options: readonly string[]; right: string }[] = [];

  constructor(private readonly prices: Record<string, number>) {}

  async score(left: string, options: readonly string[], right: string) {
    this.calls.push({ left, options, right });
    const price = (text: string): number => text.split(/\W+/).reduce((sum, word) => sum - (this.prices[word] ?? 1), 0);
    return { logProbs: options.map((option) => price(left + option + right)), tokensRead: 10 };
  }
}

/** Asks for the gain's sign alone: `sure` and 1 - `sure`. */
function byGain(sure: number): LogisticRegression {
  const features = JUDGE_FEATURES.length;
  const weights = new Float64Array(features + 1);
  weights[JUDGE_FEATURES.indexOf("gain")] = logit(sure) / Math.tanh(0.5); // 3 nats of gain give `sure`
  return new LogisticRegression({ mean: new Float64Array(features), deviation: new Float64Array(features).fill(6), weights });
}

describe("reading places", () => {
  it("says what a text gains by each proposal, against the text without it", async () => {
    const proposals = [proposal("warfare", "war", 0.5), proposal("warfare", "conflict", 0.3), proposal("finish", "end", 0.4)];
    const scorer = new PricedWords({ warfare: 7, war: 2, conflict: 4, finish: 5, end: 6 });
    const { gains, tokensRead } = await readPlaces(TEXT, proposals, [], placesOf(proposals, [0, 1, 2]), scorer);
    expect([...gains]).toEqual([
      [0, 5], // 7 - 2
      [1, 3], // 7 - 4
      [2, -1], // 5 - 6
    ]);
    expect(scorer.calls).toEqual([
      { left: "The", options: [" warfare", " war", " conflict"], right: " in the state division must finish." },
      { left: "The warfare in the state division must", options: [" finish", " end"], right: "." },
    ]);
    expect(tokensRead).toBe(20);
  });

  it("reads in the text as restored so far", async () => {
    const proposals = [proposal("state division", "State Department", 0.95), proposal("finish", "end", 0.4), proposal("warfare", "war", 0.5)];
    const scorer = new PricedWords({});
    await readPlaces(TEXT, proposals, [0], placesOf(proposals, [1, 2]), scorer);
    expect(scorer.calls.map(({ left, right }) => [left, right])).toEqual([
      ["The", " in the State Department must finish."],
      ["The warfare in the State Department must", "."],
    ]);
  });

  it("keeps other edits of a place where they do not overlap the proposal", async () => {
    const proposals = [proposal("state", "State", 0.6), proposal("division", "Department", 0.6), proposal("state division", "State Department", 0.3)];
    const scorer = new PricedWords({ division: 5, Department: 2, state: 3, State: 2 });
    const { gains } = await readPlaces(TEXT, proposals, [0, 1], placesOf(proposals, [0, 1, 2]), scorer);
    expect(scorer.calls).toHaveLength(1);
    expect([...scorer.calls[0]!.options].sort()).toEqual([" State Department", " State division", " state Department", " state division"]);
    expect(gains.get(0)).toBe(1); // “State Department” against “state Department”
    expect(gains.get(1)).toBe(3); // “State Department” against “State division”
    expect(gains.get(2)).toBe(4); // “State Department” against “state division”
  });

  it("does not ask twice what it knows", async () => {
    const proposals = [proposal("warfare", "war", 0.5)];
    const scorer = new PricedWords({ warfare: 3 });
    const memory = new Map();
    const first = await readPlaces(TEXT, proposals, [], placesOf(proposals, [0]), scorer, memory);
    const second = await readPlaces(TEXT, proposals, [], placesOf(proposals, [0]), scorer, memory);
    expect(scorer.calls).toHaveLength(1);
    expect(second).toEqual({ gains: first.gains, tokensRead: 0 });
  });

  it("lets a model keep what it read: a left side begins with the one before", () => {
    const words = fc.array(fc.constantFrom("warfare", "said", "the", "finish"), { minLength: 5, maxLength: 60 });
    return fc.assert(
      fc.asyncProperty(words, async (list) => {
        const text = list.join(" ");
        const proposals = [...text.matchAll(/warfare|finish/g)].map(
          ({ index, 0: found }): WeighedProposal => ({ start: index, end: index + found.length, replacement: "war", probability: 0.5 }),
        );
        const scorer = new PricedWords({});
        const all = proposals.map((_, i) => i);
        await readPlaces(text, proposals, all, placesOf(proposals, all), scorer);
        scorer.calls.forEach(({ left }, i) => expect(left.startsWith(scorer.calls[i - 1]?.left ?? "")).toBe(true));
      }),
    );
  });
});

describe("the judge", () => {
  it("leaves alone what is sure and what is unlikely, and reads the rest", async () => {
    const proposals = [proposal("warfare", "war", 0.95), proposal("state division", "State Department", 0.5), proposal("finish", "end", 0.05)];
    const scorer = new PricedWords({ division: 4 });
    const { judgements, places, tokensRead } = await new Judge(scorer, byGain(0.9)).judge(TEXT, proposals);
    expect(judgements.map(({ gain }) => gain)).toEqual([undefined, 3, undefined]);
    expect(judgements.map(({ probability }) => probability)).toEqual([0.95, expect.closeTo(0.9), 0.05]);
    expect({ places, tokensRead }).toEqual({ places: 1, tokensRead: 10 });
  });

  it("reads nothing where all is sure", async () => {
    const scorer = new PricedWords({});
    const { tokensRead } = await new Judge(scorer, byGain(0.9)).judge(TEXT, [proposal("warfare", "war", 0.99), proposal("finish", "end", 0.01)]);
    expect(tokensRead).toBe(0);
    expect(scorer.calls).toEqual([]);
  });

  it("does not read rivals of what is sure", async () => {
    const scorer = new PricedWords({});
    await new Judge(scorer, byGain(0.9)).judge(TEXT, [proposal("state division", "State Department", 0.97), proposal("division", "department", 0.3)]);
    expect(scorer.calls).toEqual([]);
  });

  it("reads what is uncertain still again when the text around it was restored", async () => {
    const scorer = new PricedWords({ warfare: 4, finish: 4 });
    await new Judge(scorer, byGain(0.75)).judge(TEXT, [proposal("warfare", "war", 0.3), proposal("finish", "end", 0.3)]);
    expect(scorer.calls.map(({ left, right }) => [left, right])).toEqual([
      ["The", " in the state division must finish."],
      ["The warfare in the state division must", "."],
      ["The", " in the state division must end."],
      ["The war in the state division must", "."],
    ]);
  });

  it("reads the text with whole edits made, nothing twice and nothing left out, whatever overlaps", () => {
    const prose = fc.array(fc.constantFrom("war", "the", "state", "end.", "talks!\n", " "), { minLength: 4, maxLength: 80 }).map((words) => words.join(" "));
    const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    const wishes = fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 12 }), chance), { maxLength: 40 });
    const prices = fc.dictionary(fc.constantFrom("war", "THE", "the", "STATE"), fc.integer({ min: 1, max: 6 }));
    return fc.assert(
      fc.asyncProperty(prose, wishes, prices, fc.double({ min: 0.6, max: 0.95, noNaN: true }), async (text, wished, price, sure) => {
        const proposals = wished
          .map(([start, length, probability]) => ({ start: Math.min(start, text.length - 1), length, probability }))
          .map(({ start, length, probability }): WeighedProposal => {
            const end = Math.min(text.length, start + length);
            return { start, end, replacement: `<${text.slice(start, end).toUpperCase()}>`, probability };
          });
        const scorer = new PricedWords(price);
        const { judgements } = await new Judge(scorer, byGain(sure)).judge(text, proposals);
        for (const { left, options, right } of scorer.calls) {
          expect(new Set(options).size).toBe(options.length);
          for (const option of options) expect(text).toContain((left + option + right).replace(/[<>]/g, "").toLowerCase());
        }
        for (const { probability } of judgements) {
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("tells when the model gives no answer", async () => {
    const failing: CausalScorer = { score: () => Promise.reject(new ScorerError("toy", "is broken", "mend it")) };
    await expect(new Judge(failing, byGain(0.9)).judge(TEXT, [proposal("warfare", "war", 0.5)])).rejects.toThrow("toy: is broken; mend it");
  });
});

describe("the judge's model file", () => {
  const { tables } = byGain(0.9);

  it("comes back as it was written", () => {
    expect(readJudgeModel(new ModelFile(writeJudgeModel(tables), "toy.judge")).tables).toEqual(tables);
  });

  it("is refused when it is another model's", () => {
    const sections = { "judge.mean": tables.mean, "judge.deviation": tables.deviation, "judge.weights": tables.weights };
    const other = writeModelFile(sections, { judge: { features: ["prior", "gain"] } });
    expect(() => readJudgeModel(new ModelFile(other, "toy.judge"))).toThrow(/toy\.judge: was trained on other features; train it anew/);
    const none = writeModelFile(sections, {});
    expect(() => readJudgeModel(new ModelFile(none, "toy.judge"))).toThrow(/toy\.judge: has no facts on “judge”/);
  });
});
