import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDictionary, type DictionarySource } from "../src/dictionary/compile.js";
import { PhraseIndex } from "../src/dictionary/phrase-index.js";
import { SHARED_ENTRIES, STYLES, type Style } from "../src/dictionary/styles.js";
import type { Term } from "../src/types.js";
import { findings, sentence, sources } from "./small-dictionary.js";

/** Every stretch of the sentence compared with every phrase of the dictionary. The words of small-dictionary.ts are their own normal forms. */
function naiveFindings(files: readonly DictionarySource[], terms: readonly Term[]): string[] {
  const found = new Set<string>();
  const entries = files.flatMap(({ entries: list }) => list);
  for (let start = 0; start < terms.length; start++) {
    for (let end = start + 1; end <= terms.length; end++) {
      if (terms.slice(start + 1, end).some(({ gap }) => gap)) continue;
      const words = terms
        .slice(start, end)
        .map(({ form }) => form)
        .join(" ");
      for (const { head } of entries) {
        if (head === words) found.add(`${start} ${end} ${words} is a head`);
        const has = (style?: Style) => style !== undefined && entries.some((entry) => entry.head === head && entry.forms.get(style)?.includes(words));
        const styles = STYLES.filter((style) => has(style) || has(SHARED_ENTRIES[style]));
        if (styles.length > 0) found.add(`${start} ${end} ${words} <- ${head} [${styles.join(" ")}]`);
      }
    }
  }
  return [...found].sort();
}

describe("phrase index", () => {
  it("finds what a naive matcher finds", () => {
    fc.assert(
      fc.property(sources, sentence, (files, terms) => {
        expect(findings(new PhraseIndex(compileDictionary(files)), terms)).toEqual(naiveFindings(files, terms));
      }),
      { numRuns: 300 },
    );
  });

  it("finds phrases by start, then by length", () => {
    fc.assert(
      fc.property(sources, sentence, (files, terms) => {
        const matches = new PhraseIndex(compileDictionary(files)).matches(terms);
        const keys = matches.map(({ start, end }) => start * 100 + end);
        expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
      }),
    );
  });

  it("knows of every head its words, its node, and the number of its forms", () => {
    fc.assert(
      fc.property(sources, (files) => {
        const index = new PhraseIndex(compileDictionary(files));
        let pairs = 0;
        for (let head = 0; head < index.headCount; head++) {
          const surface = index.tables.headSurfaces[head]!;
          expect(index.headForms(head).join(" ")).toBe(surface);
          expect(index.headLength(head)).toBe(surface.split(" ").length);
          expect(index.nodeHead[index.headNode[head]!]).toBe(head);
          const all = new Set(
            files.flatMap(({ entries }) => entries.filter((entry) => entry.head === surface).flatMap(({ forms }) => [...forms.values()].flat())),
          );
          expect(index.formCount(head)).toBe(all.size);
          pairs += all.size;
        }
        expect(index.pairCount).toBe(pairs);
      }),
    );
  });

  it("knows no word that is not in the dictionary, and no child that is not there", () => {
    const index = new PhraseIndex(compileDictionary([{ file: "a.txt", entries: [{ head: "war", forms: new Map([["phrase", ["state of war"]]]), line: 1 }] }]));
    expect(index.termId("sea")).toBe(-1);
    expect(index.child(index.child(0, index.termId("state")), index.termId("war"))).toBe(-1);
    expect(index.isFunctionHead(0)).toBe(false);
  });
});
