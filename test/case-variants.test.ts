import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRepairer, type Edit } from "../src/index.js";
import { GARBLED } from "./text-like.js";

const repairer = await createRepairer({ minVerdict: 0 });

const VARIANTS = {
  capitals: (text: string) => text.toUpperCase(),
  "title case": (text: string) => text.replace(/(?<![\p{L}\d'’])\p{Ll}/gu, (letter) => letter.toUpperCase()),
  "small letters": (text: string) => text.toLowerCase(),
};
const documents = fc.tuple(fc.subarray(GARBLED, { minLength: 2 }), fc.constantFrom(" ", "\n", "\n\n")).map(([sentences, joint]) => sentences.join(joint));

/** Words that titles leave small. */
const SMALL = /^(?:an?|and|as|at|but|by|for|from|in|of|on|or|the|to|with)$/;
const words = (text: string): string[] => text.match(/(?<![\p{L}\d'’])\p{L}[\p{L}'’]*/gu) ?? []; // not the s of 1980s
const FOLLOWS: Record<keyof typeof VARIANTS, (replacement: string) => boolean> = {
  capitals: (replacement) => words(replacement).every((word) => word === word.toUpperCase()),
  "title case": (replacement) => words(replacement).every((word) => SMALL.test(word) || /\p{Lu}/u.test(word)),
  "small letters": (replacement) => replacement === replacement.toLowerCase() || /(?:^| )\p{Lu}/u.test(replacement), // a name
};

const key = ({ start, end, replacement }: Edit): string => `${start}–${end} ${replacement.toLowerCase()}`;

describe.each(Object.keys(VARIANTS) as (keyof typeof VARIANTS)[])("a document in %s", (variant) => {
  it("gets edits that follow it", () => {
    fc.assert(
      fc.property(documents, (text) => {
        const { edits } = repairer.repair(VARIANTS[variant](text));
        expect(edits.length).toBeGreaterThan(0);
        for (const { replacement } of edits) expect(replacement).toSatisfy(FOLLOWS[variant]);
      }),
      { numRuns: 15 },
    );
  });

  it("is repaired as it is in other letters, but for a few places where case tells something", () => {
    let all = 0;
    let alike = 0;
    for (let first = 0; first < GARBLED.length; first++) {
      const text = [...GARBLED.slice(first), ...GARBLED.slice(0, first)].slice(0, 4).join("\n\n");
      const found = new Set(repairer.repair(VARIANTS[variant](text)).edits.map(key));
      const { edits } = repairer.repair(text);
      all += edits.length;
      alike += edits.filter((edit) => found.has(key(edit))).length;
    }
    expect(all).toBeGreaterThan(50);
    expect(alike / all).toBeGreaterThan(0.9);
  });
});
