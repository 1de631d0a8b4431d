import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, createRepairer } from "../src/index.js";
import { textLike } from "./text-like.js";

const repairer = await createRepairer();
const eager = await createRepairer({ minVerdict: 0, minProbability: 0.3 });
const runs = { numRuns: 25 };

const isBoundary = (text: string, at: number): boolean => !(/[\ud800-\udbff]/.test(text[at - 1] ?? "") && /[\udc00-\udfff]/.test(text[at] ?? ""));

describe("whatever text looks like", () => {
  it("edits are sorted, in range, between code points, of what stands there, and all else stays", () => {
    fc.assert(
      fc.property(textLike, (text) => {
        const { text: repaired, edits } = eager.repair(text);
        let free = 0;
        for (const { start, end, observed } of edits) {
          expect(start).toBeGreaterThanOrEqual(free);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(text.slice(start, end)).toBe(observed);
          expect(isBoundary(text, start) && isBoundary(text, end)).toBe(true);
          expect(observed).not.toMatch(/\n\s*\n|\t/);
          free = end;
        }
        expect(repaired).toBe(applyEdits(text, edits));
      }),
      runs,
    );
  });

  it("raising minProbability only takes edits away", () => {
    fc.assert(
      fc.property(textLike, fc.double({ min: 0.3, max: 1, noNaN: true }), (text, minProbability) => {
        const ends = new Set(eager.repair(text).edits.map(({ end, evidence }) => `${end} ${evidence.head}`));
        for (const { end, evidence } of eager.repair(text, { minProbability }).edits) expect(ends).toContain(`${end} ${evidence.head}`);
      }),
      runs,
    );
  });

  it("what is repaired is not repaired further", () => {
    fc.assert(
      fc.property(textLike, (text) => {
        expect(repairer.repair(repairer.repair(text).text).edits).toEqual([]);
      }),
      runs,
    );
  });

  it("the answer is the same every time", () => {
    fc.assert(
      fc.property(textLike, (text) => {
        expect(repairer.repair(text)).toEqual(repairer.repair(text));
      }),
      runs,
    );
  });
});

describe("hostile texts", () => {
  it.each([
    ["war "],
    ["six.777"],
    ["&"],
    ["{"],
    ["{a "],
    ["{that a"],
    ["}"],
    ["a_"],
    ["`"],
    ["%("],
    ["/a"],
    ["{{"],
    ["&amp;"],
    ["\u00ad"],
    ["a.ca"],
    ["@a"],
    ["\n"],
    ["\t"],
    ["(“"],
  ])("%j repeated costs no more than in proportion", (bit) => {
    const time = (text: string): number => {
      const start = performance.now();
      repairer.repair(text);
      return performance.now() - start;
    };
    const [short, long] = [bit.repeat(Math.ceil(2000 / bit.length)), bit.repeat(Math.ceil(16_000 / bit.length))];
    time(short);
    const least = Math.min(time(short), time(short));
    // Eight times the text: in proportion eight times, quadratic sixty-four; short times are noise.
    expect(time(long)).toBeLessThan(30 * Math.max(least, 20));
  });
});
