import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRepairer } from "../src/index.js";
import { readThrough } from "../src/text/readable.js";

const GARBLED =
  "The overseas minister stated on Monday that the federal government would not take part within the talks, in line with officers. He additionally stated that one of many largest corporations within the area had been dominated out of the deal with out any rationalization. Greater than two dozen individuals have been killed within the assault, police stated.";

/** What is not seen, one of each kind. */
const unseen = fc.constantFrom("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "&shy;", "&#8203;", "&zwnj;");
const reference = fc.constantFrom(
  ["&amp;", "&"],
  ["&#8217;", "’"],
  ["&#x2019;", "’"],
  ["&rsquo;", "’"],
  ["&nbsp;", "\u00a0"],
  ["&amp;nbsp;", "\u00a0"],
  ["&lt;", "<"],
);

describe("a text as it reads", () => {
  it.each([
    ["The EU&#8217;s war", "The EU’s war"],
    ["min\u00adis\u00adter", "minister"],
    ["state&nbsp;division", "state\u00a0division"],
    ["AT&T &foo; & &; &#; &#x; R&D;", "AT&T &foo; & &; &#; &#x; R&D;"],
    ["&copy 2020 &notit;", "&copy 2020 &notit;"],
    ["plain", "plain"],
  ])("%s → %s", (source, expected) => expect(readThrough(source).text).toBe(expected));

  it("leaves what must not be read, and knows where it stands", () => {
    const source = "a\u00adb <i>&amp;\u00ad</i> c&amp;d";
    const start = source.indexOf("<");
    const read = readThrough(source, [{ start, end: source.indexOf(" c") }]);
    expect(read.text).toBe("ab <i>&amp;\u00ad</i> c&d");
    expect(read.exclude.map((span) => read.text.slice(span.start, span.end))).toEqual(["<i>&amp;\u00ad</i>"]);
  });

  it("has its spans in the source: what is not seen at their ends stays outside, a reference is never cut", () => {
    const piece = fc.oneof(
      fc.stringMatching(/^[a-z ]{1,5}$/).map((text) => ({ source: text, reads: text })),
      reference.map(([source, reads]) => ({ source: source!, reads: reads! })),
      unseen.map((source) => ({ source, reads: "" })),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(), fc.nat(), (pieces, a, b) => {
        const source = pieces.map((one) => one.source).join("");
        const read = readThrough(source);
        const [start, end] = [a % (read.text.length + 1), b % (read.text.length + 1)].sort((x, y) => x - y) as [number, number];
        const span = read.inSource({ start, end });
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(source.length);
        expect(span.start).toBeLessThanOrEqual(span.end);
        if (start === end) return;
        const within = source.slice(span.start, span.end);
        expect(readThrough(within).text).toBe(read.text.slice(start, end));
        expect(within).not.toMatch(/^[\u00ad\u200b-\u200f\u2060\ufeff]|[\u00ad\u200b-\u200f\u2060\ufeff]$/);
      }),
    );
  });

  it("is made in time linear in the text", () => {
    const time = (text: string): number => {
      const start = performance.now();
      readThrough(text);
      return performance.now() - start;
    };
    for (const bit of ["&", "&amp;", "&#", "&#1", "&aaaaaaaa", "\u00ad", "\u00ad ", "&amp;amp"]) {
      time(bit.repeat(1000));
      expect(time(bit.repeat(200_000)), bit).toBeLessThan(2000);
    }
  });
});

describe("repairs through what is not seen", () => {
  it("are those of the plain text, wherever it stands", async () => {
    const repairer = await createRepairer();
    const plain = repairer.repair(GARBLED);
    expect(plain.edits.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(GARBLED.length - 1), unseen), { minLength: 1, maxLength: 40 }), (places) => {
        const at = new Map(places);
        const source = [...GARBLED].map((char, i) => (at.get(i) ?? "") + char).join("");
        const { text, edits, verdict } = repairer.repair(source);
        expect(readThrough(text).text).toBe(plain.text);
        expect(edits.map(({ replacement }) => replacement)).toEqual(plain.edits.map(({ replacement }) => replacement));
        expect({ ...verdict, passages: [] }).toEqual({ ...plain.verdict, passages: [] });
        for (const [i, { start, end }] of verdict.passages.entries()) {
          const there = plain.verdict.passages[i]!;
          expect(readThrough(source.slice(start, end)).text).toBe(GARBLED.slice(there.start, there.end));
        }
        for (const { start, end, observed } of edits) expect(source.slice(start, end)).toBe(observed);
      }),
      { numRuns: 10 },
    );
  });

  it("no-break spaces and their references read as spaces, and stay where nothing is changed", async () => {
    const repairer = await createRepairer();
    const plain = repairer.repair(GARBLED);
    for (const blank of ["\u00a0", "&nbsp;", "&#160;"]) {
      const { text, edits } = repairer.repair(GARBLED.replaceAll(" ", blank));
      expect(edits.map(({ replacement }) => replacement)).toEqual(plain.edits.map(({ replacement }) => replacement));
      expect(text.replaceAll(blank, " ")).toBe(plain.text);
    }
  });

  it("references stand as they did, byte for byte", async () => {
    const source = GARBLED.replace("minister", "minister&#8217;s man").replace("talks", "talks &amp; talks&nbsp;&foo; AT&T R&amp;D");
    const { text } = (await createRepairer()).repair(source);
    for (const found of ["&#8217;s man", "talks &amp; talks&nbsp;&foo; AT&T R&amp;D"]) expect(text).toContain(found);
    expect(text).toContain("The foreign minister&#8217;s man said".replace("foreign minister", /[Ff]oreign [Mm]inister/.exec(text)![0]));
  });
});
