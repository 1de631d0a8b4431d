import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalisedWords } from "../../src/neural/bert-normalizer.js";
import { WordPieceTokenizer } from "../../src/neural/word-piece.js";

/** Made by train/reader/piece_fixture.py with HuggingFace's tokenizer. */
const { vocabulary, cases } = JSON.parse(readFileSync(new URL("../fixtures/reader/pieces.json", import.meta.url), "utf8")) as {
  vocabulary: string[];
  cases: { text: string; pieces: string[]; offsets: [number, number][] }[];
};
const tokenizer = new WordPieceTokenizer(vocabulary);
const found = (text: string, by = tokenizer): { pieces: string[]; offsets: [number, number][] } => {
  const { ids, starts, ends } = by.encode(text);
  return { pieces: Array.from(ids, (id) => by.pieces[id]), offsets: Array.from(starts, (start, i) => [start, ends[i]]) };
};
const words = (text: string): string[] => Array.from(normalisedWords(text), (word) => word.text);

const anyText = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 200 }).map((codes) => String.fromCodePoint(...codes)),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom("the", "un", "s", " ", "é", "-", "\u0301"), maxLength: 200 }),
);

describe("the piece tokenizer", () => {
  it("finds the pieces that HuggingFace's finds, at the same places", () => {
    for (const { text, pieces, offsets } of cases) expect({ text, ...found(text) }).toEqual({ text, pieces, offsets });
  });

  it("gives places in order and inside the text, whose slices read as the pieces", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { pieces, offsets } = found(text);
        let before = 0;
        offsets.forEach(([start, end], i) => {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = start;
          const piece = pieces[i].replace(/^##/, "");
          // one character may come apart into several pieces; all of them then stand where it stands
          if (pieces[i] !== "[UNK]") expect(words(text.slice(start, end)).join("")).toContain(piece);
        });
      }),
    );
  });

  it("spells every word out of its pieces", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const pieces = found(text).pieces.join(" ").replaceAll(" ##", "").split(" ").filter(Boolean);
        const expected = words(text);
        expect(pieces.length).toBe(expected.length);
        pieces.forEach((piece, i) => expect(["[UNK]", expected[i]]).toContain(piece));
      }),
    );
  });

  it("splits words into the pieces that are left when others were taken out", () => {
    const few = new WordPieceTokenizer(["[UNK]", "w", "war", "##f", "##a", "##r", "##e"]);
    expect(found("Warfare", few).pieces).toEqual(["war", "##f", "##a", "##r", "##e"]);
    expect(found("wax war", few).pieces).toEqual(["[UNK]", "war"]);
  });

  it("takes special pieces in a text for text", () => {
    expect(found("[SEP]").pieces).not.toContain("[SEP]");
  });

  it("says what a vocabulary without [UNK] lacks", () => {
    expect(() => new WordPieceTokenizer(["a"])).toThrow("a vocabulary of 1 pieces has no [UNK]");
  });

  it.each([
    ["one endless word", "a"],
    ["accents without end", "\u0301"],
    ["syllables that come apart", "각"],
    ["words of a hundred letters", `${"z".repeat(99)} `],
  ])("takes time in proportion to the length: %s", (_, unit) => {
    const time = (length: number): number => {
      const text = unit.repeat(length / unit.length);
      const start = performance.now();
      tokenizer.encode(text);
      return performance.now() - start;
    };
    time(20_000);
    expect(time(400_000)).toBeLessThan(40 * time(40_000) + 200);
  });
});
