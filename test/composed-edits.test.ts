import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../src/text/apply-edits.js";
import { composedEdits } from "../src/text/composed-edits.js";
import "./seed.js";

const letters = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 24 });
/** Some edits of a text of so many units: sorted, never overlapping. */
const editsIn = (length: number) =>
  fc.array(fc.tuple(fc.nat(length), fc.nat(4), fc.string({ unit: fc.constantFrom("x", "y"), maxLength: 4 })), { maxLength: 6 }).map((list) => {
    const edits: { start: number; end: number; replacement: string }[] = [];
    for (const [start, size, replacement] of list.sort((a, b) => a[0] - b[0])) {
      const end = Math.min(length, start + size);
      if (end > start && start >= (edits.at(-1)?.end ?? 0)) edits.push({ start, end, replacement });
    }
    return edits;
  });

describe("composed edits", () => {
  it("make what the first and then the second make, sorted and apart", () => {
    const cases = letters.chain((text) =>
      editsIn(text.length).chain((first) => editsIn(applyEdits(text, first).length).map((second) => ({ text, first, second }))),
    );
    fc.assert(
      fc.property(cases, ({ text, first, second }) => {
        const composed = composedEdits(text, first, second);
        expect(applyEdits(text, composed)).toBe(applyEdits(applyEdits(text, first), second));
        composed.forEach(({ start, end }, i) => {
          expect(end).toBeGreaterThanOrEqual(start);
          expect(start).toBeGreaterThanOrEqual(composed[i - 1]?.end ?? 0);
        });
        expect(composed.flatMap((one) => one.first)).toEqual(first);
        expect(composed.flatMap((one) => one.second)).toEqual(second);
      }),
      { numRuns: 2000 },
    );
  });
});
