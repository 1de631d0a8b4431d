import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findingsIn } from "../src/decode/findings.js";
import { outside } from "../src/text/outside.js";
import "./seed.js";

describe("findings", () => {
  const words = fc.array(
    fc.tuple(fc.constantFrom("fish", "fry", "crimson", "42", ",", "tape"), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(" ", "\n", " ")),
    {
      maxLength: 20,
    },
  );

  it("are the likely words, neighbours on a line together", () => {
    fc.assert(
      fc.property(words, (list) => {
        let text = "";
        const placed = list.map(([form, probability, gap]) => {
          const start = text.length;
          text += form + gap;
          return { start, end: start + form.length, probability };
        });
        const found = findingsIn(text, placed);
        const likely = placed.filter(({ start, end, probability }) => probability >= 0.5 && /[a-z]/.test(text.slice(start, end)));
        for (const word of likely) expect(found.filter(({ start, end }) => start <= word.start && word.end <= end)).toHaveLength(1);
        for (const [i, { start, end, observed, probability }] of found.entries()) {
          expect(text.slice(start, end)).toBe(observed);
          expect(observed).not.toContain("\n");
          expect(probability).toBe(Math.max(...likely.filter((word) => word.start >= start && word.end <= end).map((word) => word.probability)));
          if (i > 0) expect(start).toBeGreaterThan(found[i - 1]!.end);
        }
      }),
    );
  });
});

describe("outside", () => {
  it("agrees with looking at every pair", () => {
    const span = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 6 })).map(([start, length]) => ({ start, end: start + length }));
    const sorted = fc.array(span, { maxLength: 12 }).map((list) => list.sort((a, b) => a.start - b.start));
    const apart = sorted.map((list) => list.filter(({ start }, i) => list.slice(0, i).every(({ end }) => end <= start)));
    fc.assert(
      fc.property(apart, apart, (spans, closed) => {
        const naive = spans.filter(({ start, end }) => !closed.some((other) => other.start < end && start < other.end));
        expect(outside(spans, closed)).toEqual(naive);
      }),
    );
  });
});
