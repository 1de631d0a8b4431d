import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenize } from "../src/text/tokenize.js";
import type { Span } from "../src/types.js";

const anyText = fc.string({ unit: "binary", maxLength: 80 });
/** Pieces on which tokenizers stumble, in any order. */
const awkward = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "war",
        "U.S.",
        "’s",
        "'",
        "-",
        " ",
        "\n",
        "<b",
        ">",
        "<",
        "@",
        ".",
        "a.b",
        "www.",
        "http://",
        "data:a/",
        "é",
        "\u0301",
        "\ud83d",
        "\ude00",
        "3",
        ",",
      ),
      anyText,
    ),
  )
  .map((pieces) => pieces.join(""));

describe("tokenize", () => {
  it("gives the text back when its slices are joined, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, awkward), (text) => {
        const slices = tokenize(text).map(({ start, end }) => text.slice(start, end));
        expect(slices.join("")).toBe(text);
      }),
    );
  });

  it("gives tokens that follow one another without gaps, none empty, with excluded spans too", () => {
    fc.assert(
      fc.property(awkward, fc.array(fc.tuple(fc.nat(60), fc.nat(10))), (text, spans) => {
        const exclude = spans
          .map(([start, length]): Span => ({ start: Math.min(start, text.length), end: Math.min(start + length, text.length) }))
          .sort((a, b) => a.start - b.start);
        const tokens = tokenize(text, exclude);
        expect(tokens.map(({ start }) => start)).toEqual([0, ...tokens.map(({ end }) => end)].slice(0, tokens.length));
        expect(tokens.at(-1)?.end ?? 0).toBe(text.length);
        for (const { start, end, kind } of tokens) {
          expect(end).toBeGreaterThan(start);
          if (exclude.some((span) => span.start < end && span.end > start)) expect(kind).toBe("protected");
        }
      }),
    );
  });

  it.each([
    ["The firm’s 2 sides (U.S.) agreed.", "The firm ’s 2 sides ( U.S. ) agreed ."],
    ["Washington's end; James' book", "Washington 's end ; James ' book"],
    ["don't they'll it's won’t he’s let's", "don't they'll it's won’t he’s let's"],
    ["everyone's O'Neil's rock'n'roll", "everyone's O'Neil 's rock'n'roll"],
    ["at 9 a.m. e.g. the U.S.A. won", "at 9 a.m. e.g. the U.S.A. won"],
    ["the U.S.’s role", "the U.S. ’s role"],
    ["A. Smith met Mr. Jones.", "A . Smith met Mr . Jones ."],
    ["$2.5bn, 1,000,000 or 3.14%", "$ 2.5bn , 1,000,000 or 3.14 %"],
    ["the 1990s, a 5g 21st", "the 1990s , a 5g 21st"],
    ["state-of-the-art — done… “so”", "state - of - the - art — done … “ so ”"],
    ["cafe\u0301 naïve Straße 漢字", "cafe\u0301 naïve Straße 漢字"],
    ["war 😀 \ud83d end", "war 😀 \ud83d end"],
  ])("reads %s", (text, tokens) => {
    const slices = tokenize(text)
      .filter(({ kind }) => kind !== "space")
      .map(({ start, end }) => text.slice(start, end));
    expect(slices).toEqual(tokens.split(" "));
  });

  it.each([
    ["warfare 12 % , “ 😀", "word space number space symbol space punctuation space quote space other"],
    ["€5/day", "symbol number punctuation word"],
  ])("knows the kinds in %s", (text, kinds) => {
    expect(tokenize(text).map(({ kind }) => kind)).toEqual(kinds.split(" "));
  });
});

describe("protected spans", () => {
  it.each([
    "https://example.com/state-division?war=warfare&a=b#c",
    "http://localhost:8080/with%20out",
    "www.example.org/final/week",
    "example.co.uk",
    "example.com/final/week.html",
    "report.pdf",
    `example.com/${"warfare/".repeat(100)}`,
    `https://example.com/?${"q=warfare&".repeat(100)}x`,
    "war.fare+news@state-division.gov.uk",
    "@warfare_news",
    "#FinalWeek",
    "<b>",
    "</strong>",
    '<a href="warfare.html" title="state division stated">',
    "<img src=x alt='final week'/>",
    "<!-- the warfare -->",
    "<!DOCTYPE html>",
    "data:image/png;base64,iVBORw0KGgoAAAAwarfare==",
    "data:text/plain,warfare",
  ])("keeps %s one token, at the ends and within", (span) => {
    for (const [before, after] of [
      ["", ""],
      ["warfare (", ") stated"],
      ["the ", " stated."],
      ["“", "” stated"],
      ["a\n", "\nb"],
    ] as const) {
      const tokens = tokenize(before + span + after).filter(({ kind }) => kind === "protected");
      const shown = tokens.map(({ start, end }) => (before + span + after).slice(start, end));
      // What could end a sentence is left to it, also when the URL ends with it.
      expect(
        shown.filter((slice) => span.startsWith(slice) && /^[)”/]*$/.test(span.slice(slice.length))),
        before + after,
      ).toHaveLength(1);
      expect(tokens).toHaveLength(1);
    }
  });

  it.each([
    ["see www.example.com/b, or", "www.example.com/b"],
    ["see https://example.com/a. The war", "https://example.com/a"],
    ["(https://example.com/a/b).", "https://example.com/a/b"],
    ["on example.com/a, and", "example.com/a"],
    ["mail me@example.com.", "me@example.com"],
  ])("leaves the sentence its punctuation: %s", (text, span) => {
    const { start, end } = tokenize(text).find(({ kind }) => kind === "protected")!;
    expect(text.slice(start, end)).toBe(span);
  });

  it.each(["a < b > c", "talks.The war", "3 @ 5", "it cost #1", "e.g. this", "the data: a list", "end.of"])("reads %s as prose", (text) => {
    expect(tokenize(text).filter(({ kind }) => kind === "protected")).toEqual([]);
  });
});

describe("a megabyte", () => {
  const pieces = "x a. 1, a' <a <!-- @ a@b. a.com/ www. http:// data:a/ - é \u0301 \ud83d #a “".split(" ");
  it.each([...pieces, " ", "a.b@c.d "])("of %j takes linear time", (piece) => {
    const text = piece.repeat(2 ** 20 / piece.length);
    const started = performance.now();
    const tokens = tokenize(text);
    // Quadratic time would be hours; the bound leaves room for a slow, busy machine.
    expect(performance.now() - started).toBeLessThan(8000);
    expect(tokens.at(-1)?.end).toBe(text.length);
  });
});
