import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PASSAGE_UNITS_MAX, PASSAGE_WORDS_MAX, PASSAGE_WORDS_MIN, type Passage, passagesOf } from "../src/text/passages.js";
import type { Span } from "../src/types.js";
import "./seed.js";

const WORDS = "the war in Kyiv must end. Soon! It’s 2 sides (U.S.) agreed, firm’s don't — naïve 1,234.5 x_1 “Yes” Mr. And?".split(" ");
const sentenceText = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(" ", " ", " ", " ", "  ", "\n", "\n\n")), { maxLength: 1500 })
  .map((parts) => parts.map(([word, gap]) => word + gap).join(""));
const anyText = fc.oneof(sentenceText, fc.string({ unit: "binary", maxLength: 400 }), fc.string({ unit: "grapheme", maxLength: 400 }));
/** Text with spans of it that must not be read. */
const excluding = anyText.chain((text) =>
  fc.tuple(
    fc.constant(text),
    fc.array(fc.nat(text.length), { maxLength: 8 }).map((offsets) => {
      const sorted = offsets.sort((a, b) => a - b);
      return Array.from({ length: sorted.length >> 1 }, (_, i): Span => ({ start: sorted[2 * i]!, end: sorted[2 * i + 1]! })).filter(
        ({ start, end }) => end > start,
      );
    }),
  ),
);

const of = (text: string, exclude: readonly Span[] = []): Passage[] => [...passagesOf(text, exclude)];
const slices = (text: string): string[] => of(text).map(({ start, end }) => text.slice(start, end));
/** Paragraphs of made-up words, different in each. */
const article = (paragraphs: number, words: number, first = 0): string =>
  Array.from({ length: paragraphs }, (_, p) => `${Array.from({ length: words }, (_, w) => word(first + p, w)).join(" ")}.`).join("\n\n");
const word = (p: number, w: number): string =>
  [p % 26, Math.floor(p / 26), w % 26, (7 * w + p) % 26].map((letter) => String.fromCharCode(97 + letter)).join("");

describe("passages", () => {
  it("stand in order, do not overlap, leave no word out and are bounded", () => {
    fc.assert(
      fc.property(excluding, ([text, exclude]) => {
        let at = 0;
        const covered = new Uint8Array(text.length);
        for (const { start, end, words, exclude: inside } of of(text, exclude)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(words).toBeGreaterThan(0);
          expect(words).toBeLessThanOrEqual(PASSAGE_WORDS_MAX);
          expect(exclude.some((span) => (start > span.start && start < span.end) || (end > span.start && end < span.end))).toBe(false);
          expect(inside).toEqual(exclude.filter((span) => span.end > start && span.start < end));
          covered.fill(1, start, end);
          at = end;
        }
        for (const { start, end } of exclude) covered.fill(1, start, end);
        for (const { index, 0: word } of text.matchAll(/[\p{L}\p{N}]/gu)) if (/[a-zA-Z\d]/.test(word)) expect(covered[index]).toBe(1);
      }),
    );
  });

  it("are the same every time", () => {
    fc.assert(
      fc.property(excluding, ([text, exclude]) => {
        expect(of(text, exclude)).toEqual(of(text, exclude));
      }),
    );
  });

  it("are whole paragraphs where these are short, whole sentences of a long one", () => {
    for (const slice of slices(article(20, 60))) {
      expect(slice).toMatch(/\.$/);
      expect(slice.split(/\s+/).length).toBeGreaterThanOrEqual(PASSAGE_WORDS_MIN);
    }
    const sentences = `${"One says that it is so. ".repeat(200)}`.trim();
    for (const slice of slices(sentences)) expect(slice).toMatch(/^One .*so\.$/);
  });

  it("read on where a line is only wrapped", () => {
    const wrapped = `${"the words of a long paragraph that somebody wrapped at some\ncolumn or other, as mail programs do, go on and on and on and\n".repeat(8)}stop here.`;
    const text = `${wrapped}\n\n${wrapped.replaceAll("words", "lines")}`;
    expect(slices(text)).toEqual(text.split("\n\n"));
  });

  it("have the key of their words", () => {
    const [a] = of("The war, they said, must end.");
    const [b] = of("the  WAR they said\nmust end");
    const [c] = of("The war, they said, must not end.");
    expect(a!.key).toBe(b!.key);
    expect(a!.key).not.toBe(c!.key);
    expect(Number.isSafeInteger(a!.key)).toBe(true);
  });

  it("name the lines that stood before, in them and in others", () => {
    const line = "Sign up to our daily email.";
    const text = Array.from(
      { length: 30 },
      (_, i) =>
        `Section ${"abcdefghijklmnopqrstuvwxyzäöüß"[i]} says something of its own about the thing ${String.fromCharCode(97 + (i % 26)).repeat(1 + i)}\n${line}`,
    ).join("\n\n");
    const repeats = of(text).flatMap((passage) => passage.repeats);
    expect(repeats.map(({ start, end }) => text.slice(start, end))).toEqual(Array.from({ length: 29 }, () => line));
  });

  it("a text put twice has its passages twice", () => {
    const text = article(12, 70);
    const twice = of(`${text}\n\n${text}`);
    const keys = twice.map(({ key }) => key);
    const once = of(text).map(({ key }) => key);
    const again = keys.filter((key, i) => keys.indexOf(key) < i);
    expect(again.length).toBeGreaterThanOrEqual(once.length - 3);
    expect(twice.reduce((sum, { repeats }) => sum + repeats.length, 0)).toBe(12);
  });

  it("change near the seam only when something is put in front", () => {
    const text = article(120, 45);
    const alone = slices(text);
    const behind = slices(`${article(7, 33, 100)}\n\n${text}`);
    const same = alone.filter((slice) => behind.includes(slice));
    expect(alone.length).toBeGreaterThan(20);
    expect(same.length).toBeGreaterThan(alone.length / 2);
    expect(behind.at(-1)).toBe(alone.at(-1));
  });

  it("cost time and memory in proportion, whatever the text", () => {
    for (const text of ["x".repeat(300_000), ".".repeat(300_000), " ".repeat(300_000), "\n".repeat(300_000), "a b\n\n".repeat(60_000)]) {
      for (const { start, end } of of(text)) expect(end - start).toBeLessThanOrEqual(PASSAGE_UNITS_MAX);
    }
  });
});
