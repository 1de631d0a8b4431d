import { growth } from "../counted-work.js"; // first: see there
import { applyPatch } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../src/cli/unified-diff.js";
import { applyEdits } from "../../src/repairer.js";

/** Few letters and many line ends: edits touch, join and empty lines. */
const text = fc.array(fc.constantFrom("a", "b", "\n", "\n", "\r\n", "c d"), { maxLength: 40 }).map((parts) => parts.join(""));

const edited = text.chain((before) =>
  fc.uniqueArray(fc.nat(before.length), { maxLength: 12 }).chain((cuts) => {
    const sorted = [...cuts].sort((a, b) => a - b);
    const spans = Array.from({ length: sorted.length >> 1 }, (_, i) => ({ start: sorted[2 * i]!, end: sorted[2 * i + 1]! }));
    return fc
      .array(fc.constantFrom("x", "x y", "", "x\n", "\n"), { minLength: spans.length, maxLength: spans.length })
      .map((words) => ({ before, edits: spans.map((span, i) => ({ ...span, replacement: words[i]! })) }));
  }),
);

describe("a unified diff", () => {
  it("applied to the text gives the text with its edits made", () => {
    fc.assert(
      fc.property(edited, ({ before, edits }) => {
        const patch = unifiedDiff("a.txt", before, edits);
        if (edits.length === 0) expect(patch).toBe("");
        else expect(applyPatch(before, patch, { autoConvertLineEndings: false })).toBe(applyEdits(before, edits));
      }),
      { numRuns: 500 },
    );
  });

  it("shows three lines on either side, and joins what is near", () => {
    const before = Array.from({ length: 30 }, (_, i) => `line ${i + 1}\n`).join("");
    const at = (line: number) => ({ start: before.indexOf(`line ${line}\n`), end: before.indexOf(`line ${line}\n`) + 4, replacement: "row" });
    expect(unifiedDiff("a.txt", before, [at(5), at(12), at(25)]).match(/^@@.*$/gm)).toEqual(["@@ -2,14 +2,14 @@", "@@ -22,7 +22,7 @@"]);
    expect(unifiedDiff("a.txt", before, [at(5), at(13)]).match(/^@@.*$/gm)).toEqual(["@@ -2,7 +2,7 @@", "@@ -10,7 +10,7 @@"]);
  });

  it("takes work in proportion to the lines, however many change", async () => {
    const diff = (text: string): string => {
      const lines = text.length / 24;
      const edits = Array.from({ length: lines }, (_, i) => ({ start: 24 * i + 4, end: 24 * i + 11, replacement: "war" }));
      return unifiedDiff("a.txt", text, edits);
    };
    expect(await growth(diff, (lines) => "the warfare must finish\n".repeat(lines), 5_000)).toBeLessThan(2.1);
  });
});
