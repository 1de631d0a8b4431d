import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelFile } from "../../src/model/model-file.js";
import { CausalModel, readCausalModel } from "../../src/neural/causal-model.js";

/** Made by `python train/judge/export.py --tiny test/fixtures/causal`: random models and what PyTorch and HuggingFace's tokenizers make of them. */
const folder = fileURLToPath(new URL("../fixtures/causal/", import.meta.url));
const expected = JSON.parse(readFileSync(`${folder}tiny.json`, "utf8")) as {
  tokens: { text: string; ids: number[] }[];
  prefix: number[];
  continuations: number[][];
  scores: Record<string, number[][]>;
};
const read = (bits: number) => readCausalModel(new ModelFile(readFileSync(`${folder}tiny-${bits}.causal`), `tiny-${bits}.causal`));

describe.each([4, 8])("the causal model with weights of %i bits", (bits) => {
  const weights = read(bits);
  const model = new CausalModel(weights);
  const rows = (scores: Float32Array[]): number[][] => scores.map((row) => [...row]);

  it("computes what PyTorch computes", () => {
    const scores = model.score(expected.prefix, expected.continuations);
    expect(scores.map((row) => row.length)).toEqual(expected.continuations.map((row) => row.length));
    const differences = scores.flatMap((row, i) => Array.from(row, (value, k) => Math.abs(value - expected.scores[bits][i][k])));
    expect(Math.max(...differences)).toBeLessThan(0.01);
  });

  const ids = (minLength: number, maxLength: number) => fc.array(fc.nat({ max: weights.pieces.length - 1 }), { minLength, maxLength });

  it("gives the same bits whatever was asked before, alone or beside others, in a short context or a long one", () => {
    fc.assert(
      fc.property(ids(1, 30), ids(0, 10), fc.array(ids(0, 12), { maxLength: 5 }), (prefix, more, continuations) => {
        const fresh = new CausalModel(weights, { context: 56 });
        const scores = rows(model.score(prefix, continuations)); // after whatever came before
        expect(rows(fresh.score(prefix, continuations))).toEqual(scores);
        model.score([...prefix, ...more], [more]);
        expect(continuations.map((one) => [...model.score(prefix, [one])[0]])).toEqual(scores);
        const [whole] = continuations;
        if (whole?.length > 1) expect([...model.score([...prefix, whole[0]], [whole.slice(1)])[0]]).toEqual(scores[0].slice(1));
      }),
      { numRuns: 30 },
    );
  });

  it("gives probabilities of all pieces that sum to 1", () => {
    const every = weights.pieces.map((_, id) => [id]);
    const sum = model.score(expected.prefix, every).reduce((total, [value]) => total + Math.exp(value), 0);
    expect(sum).toBeCloseTo(1, 4);
  });

  it("reads more continuations than it has room for at a time", () => {
    const few = new CausalModel(weights, { context: expected.prefix.length + 8 });
    const many = Array.from({ length: 30 }, (_, i) => expected.continuations[i % 4]);
    expect(rows(few.score(expected.prefix, many))).toEqual(rows(model.score(expected.prefix, many)));
  });

  it("refuses what cannot be read, saying why", () => {
    expect(() => model.score([], [[1]])).toThrow("a prefix without pieces");
    expect(() => model.score([1], [[5000]])).toThrow("piece 5000 is not an id");
    expect(() => model.score(new Array(90).fill(1), [new Array(7).fill(1)])).toThrow("a prefix of 90 pieces and a continuation of 7; 96 are the most");
  });
});

describe("the byte-level tokenizer", () => {
  const { tokenizer } = new CausalModel(read(4));

  it("finds the pieces that HuggingFace's finds", () => {
    for (const { text, ids } of expected.tokens) expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids });
  });

  it("spells any text out of its pieces", () => {
    const characters = fc.integer({ min: 0, max: 0x10ffff }).filter((code) => code < 0xd800 || code > 0xdfff);
    const anyText = fc.array(fc.oneof(characters, fc.nat({ max: 0x2ff })), { maxLength: 60 }).map((codes) => String.fromCodePoint(...codes));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
    );
  });

  it.each(["a", "th", " ", "'", "\u0301", "ab\n"])("takes time in proportion to the length of %j without end", (unit) => {
    const time = (length: number): number => {
      const text = unit.repeat(length / unit.length);
      const start = performance.now();
      tokenizer.encode(text);
      return performance.now() - start;
    };
    time(3_000);
    expect(time(300_000)).toBeLessThan(40 * time(30_000) + 300);
  });
});
