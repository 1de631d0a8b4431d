import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RankedProposal } from "../../src/decode/select.ts";
import type { ReadWord } from "../../src/reader/reader.ts";
import { LogisticRegression } from "../../src/model/logistic-regression.ts";
import { ModelError, ModelFile } from "../../src/model/model-file.ts";
import { PROPOSAL_EVIDENCE, proposalEvidence } from "../../src/verdict/proposal-evidence.ts";
import { readVerdictModel, writeVerdictModel } from "../../src/verdict/verdict-model.ts";
import { WORD_EVIDENCE, wordEvidence } from "../../src/verdict/word-evidence.ts";
import "../seed.ts";

const word = fc.constantFrom("war", "warfare", "the", "division", "42", "…");
const read = fc.array(fc.tuple(word, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 30 });
const bare = { logOdds: 0, repeats: [], exclude: [] };

function laidOut(words: readonly (readonly [string, number])[]): { text: string; words: ReadWord[] } {
  let text = "";
  const placed = words.map(([form, probability]) => {
    const start = text.length;
    text += `${form} `;
    return { start, end: start + form.length, probability };
  });
  return { text, words: placed };
}
const of = (evidence: Float32Array, name: (typeof WORD_EVIDENCE)[number]): number => evidence[WORD_EVIDENCE.indexOf(name)]!;

describe("what the words of a passage say", () => {
  it("is finite, and the same when they stand twice", () => {
    fc.assert(
      fc.property(read, (words) => {
        const once = laidOut(words);
        const twice = laidOut([...words, ...words]);
        const evidence = wordEvidence(once.text, once.words, bare);
        expect(evidence).toHaveLength(WORD_EVIDENCE.length);
        expect(evidence.every(Number.isFinite)).toBe(true);
        expect(wordEvidence(twice.text, twice.words, bare)).toEqual(evidence);
      }),
    );
  });

  it("leaves out lines that stood before and what must not be read", () => {
    fc.assert(
      fc.property(read, read, (words, others) => {
        const { text, words: all } = laidOut([...words, ...others]);
        const end = all[words.length]?.start ?? text.length;
        const some = all.slice(0, words.length);
        const evidence = wordEvidence(text, some, bare);
        expect(wordEvidence(text, all, { ...bare, repeats: [{ start: end, end: text.length }] })).toEqual(evidence);
        expect(wordEvidence(text, all, { ...bare, exclude: [{ start: end, end: text.length }] })).toEqual(evidence);
      }),
    );
  });

  it("grows with their probabilities", () => {
    const { text, words } = laidOut([
      ["war", 0.1],
      ["division", 0.2],
      ["the", 0.3],
    ]);
    const surer = words.map((one) => ({ ...one, probability: one.probability + 0.5 }));
    for (const name of ["expected", "meanLogit", "best3", "best8", "half"] as const) {
      expect(of(wordEvidence(text, surer, bare), name)).toBeGreaterThan(of(wordEvidence(text, words, bare), name));
    }
  });
});

describe("what the proposals of a passage say", () => {
  const proposals = (probabilities: readonly number[]): RankedProposal[] => probabilities.map((probability, arc) => ({ arc, probability }) as RankedProposal);

  it("is finite, and counts an original once", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (list, byWords) => {
        const evidence = proposalEvidence(byWords, 100, proposals(list), ({ arc }) => arc);
        expect(evidence).toHaveLength(PROPOSAL_EVIDENCE.length);
        expect(evidence.every(Number.isFinite)).toBe(true);
        expect(proposalEvidence(byWords, 100, proposals([...list, ...list]), ({ arc }) => arc % Math.max(1, list.length))).toEqual(evidence);
      }),
    );
  });
});

describe("the verdict's file", () => {
  const tables = (features: number) =>
    fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 3 * features + 1, maxLength: 3 * features + 1 }).map((all) => ({
      mean: Float64Array.from(all.slice(0, features)),
      deviation: Float64Array.from(all.slice(features, 2 * features), (value) => Math.abs(value) + 0.1),
      weights: Float64Array.from(all.slice(2 * features)),
    }));

  it("is read back as it was written, and refused when it is another's", () => {
    fc.assert(
      fc.property(tables(WORD_EVIDENCE.length), tables(PROPOSAL_EVIDENCE.length), (words, proposals) => {
        const model = readVerdictModel(new ModelFile(writeVerdictModel({ words, proposals })));
        expect(model).toEqual({ words: new LogisticRegression(words), proposals: new LogisticRegression(proposals) });
      }),
      { numRuns: 20 },
    );
    expect(() => readVerdictModel(new ModelFile(new Uint8Array(8), "x.verdict"))).toThrow(ModelError);
  });
});
