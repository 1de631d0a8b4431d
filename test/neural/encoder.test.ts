import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/model/crc-32.js";
import { ModelFile } from "../../src/model/model-file.js";
import { Encoder } from "../../src/neural/encoder.js";
import { readEncoder } from "../../src/neural/encoder-weights.js";

/** Made by `python train/reader/export.py --tiny test/fixtures/reader`: a random model and what PyTorch computes with it. */
const folder = fileURLToPath(new URL("../fixtures/reader/", import.meta.url));
const bytes = readFileSync(`${folder}tiny.reader`);
const expected = JSON.parse(readFileSync(`${folder}tiny.json`, "utf8"));
const weights = readEncoder(new ModelFile(bytes, "tiny.reader"));
const encoder = new Encoder(weights);
const { width } = encoder.shape;

const greatestDifference = (a: ArrayLike<number>, b: readonly number[]): number => Math.max(...b.map((value, i) => Math.abs(value - a[i])));
const beginnings = (states: Float32Array, rows: number): number[][] => Array.from({ length: rows }, (_, i) => [...states.subarray(i * width, i * width + 8)]);

describe("the encoder", () => {
  const states = beginnings(encoder.encode(expected.window).states, expected.window.length);
  const detect = encoder.encode(expected.window).detect.slice();
  const scores = encoder.score(expected.spans);

  it.each([
    ["from the weights as they are stored", "asStored", 0.005],
    ["from the weights before they were rounded to 8 bits", "asTrained", 0.15],
  ])("computes what PyTorch computes %s", (_, kind, tolerance) => {
    const { detect: logits, states: rows, scores: logs } = expected[kind];
    expect(greatestDifference(detect, logits)).toBeLessThan(tolerance);
    expect(greatestDifference(states.flat(), rows.flat())).toBeLessThan(tolerance);
    expect(
      greatestDifference(
        scores.flatMap((row) => [...row]),
        logs.flat(),
      ),
    ).toBeLessThan(tolerance);
  });

  const ids = fc.array(fc.nat({ max: weights.pieces.length - 1 }), { minLength: 1, maxLength: encoder.positions });

  it("gives the same bits whatever was read before, and in another instance", () => {
    const other = new Encoder(weights, { phrases: 64 });
    fc.assert(
      fc.property(ids, ids, fc.array(fc.string({ unit: fc.constantFrom("a", "b", "war", " "), maxLength: 8 }), { maxLength: 60 }), (before, window, texts) => {
        const candidates = texts.map((text) => ({ text, facts: [0, 0.1, 0.2, 0.3, 0.4] }));
        const spans = [{ first: 0, last: window.length - 1, observed: "war", candidates }];
        encoder.encode(before);
        const one = encoder.encode(window);
        const two = other.encode(window);
        expect(two).toEqual(one);
        expect(other.score(spans)).toEqual(encoder.score([...spans, ...spans]).slice(1));
      }),
      { numRuns: 30 },
    );
  });

  const anyText = fc.array(fc.oneof(fc.nat({ max: 0xffff }), fc.nat({ max: 0x7f })), { maxLength: 30 }).map((units) => String.fromCharCode(...units));

  it("gives log-probabilities that sum to 1 for any text", () => {
    encoder.encode(expected.window);
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 10 }), anyText, (texts, observed) => {
        const candidates = texts.map((text) => ({ text, facts: [0, 0, 0, 0, 0] }));
        const [row] = encoder.score([{ first: 1, last: 2, observed, candidates }]);
        expect(row.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 5);
      }),
      { numRuns: 50 },
    );
  });

  it("scores more spans than fit in one go", () => {
    const spans = Array.from({ length: 150 }, (_, i) => ({ ...expected.spans[i % 3] }));
    encoder.encode(expected.window);
    encoder.score(spans).forEach((row, i) => expect(row).toEqual(scores[i % 3]));
  });

  it("scores a window put back as though it had just been read", () => {
    fc.assert(
      fc.property(ids, ids, (window, other) => {
        const spans = [{ first: 0, last: window.length - 1, observed: "war", candidates: [{ text: "battle", facts: [0, 1, 0, 0, 0] }] }];
        const states = encoder.encode(window).states.slice();
        const [now] = encoder.score(spans);
        encoder.encode(other);
        encoder.restore(states);
        expect(encoder.score(spans)[0]).toEqual(now);
      }),
      { numRuns: 20 },
    );
    expect(() => encoder.restore(new Float32Array(width + 1))).toThrow(`${width + 1} numbers are no window's states`);
  });

  it("refuses windows and spans that cannot be, saying why", () => {
    expect(() => encoder.encode([])).toThrow("a window of 0 pieces; it must have 1 to 40");
    expect(() => encoder.encode(new Int32Array(41))).toThrow("a window of 41 pieces");
    expect(() => encoder.encode([1, 1000])).toThrow("piece 1 is 1000, not an id");
    encoder.encode([1, 2]);
    expect(() => encoder.score([{ first: 1, last: 2, observed: "", candidates: [] }])).toThrow("a span from piece 1 to 2 in a window of 2");
    expect(() => encoder.score([{ first: 0, last: 0, observed: "", candidates: [{ text: "", facts: [1] }] }])).toThrow("1 facts; the model was trained on 5");
  });
});

describe("an encoder's file", () => {
  it("is refused when its parts do not fit together", () => {
    const text = bytes.toString("latin1");
    const changed = (from: string, to: string): ModelFile => {
      const copy = Buffer.from(text.replace(from, to), "latin1");
      copy.writeUInt32LE(crc32(copy.subarray(24), crc32(copy.subarray(0, 20))), 20);
      return new ModelFile(copy, "bad.reader");
    };
    expect(() => readEncoder(changed('"width":64', '"width":72'))).toThrow("bad.reader: the reader's width of a head is 36, not a multiple of 8");
    expect(() => readEncoder(changed('"layers":2', '"layers":3'))).toThrow("has no section “reader.layer.2.attention.weight”");
    expect(() => readEncoder(changed("\n##fare", " ##fare"))).toThrow("pieces and has vectors for");
    expect(() => readEncoder(changed('"inner":256', '"inner":264'))).toThrow("has 16384 elements instead of 16896");
  });
});
