import fc from "fast-check";
import type { DictionarySource } from "../src/dictionary/compile.js";
import type { Entry } from "../src/dictionary/parse.js";
import type { PhraseIndex } from "../src/dictionary/phrase-index.js";
import { STYLES, type Style } from "../src/dictionary/styles.js";
import { readTerms } from "../src/text/terms.js";
import { tokenize } from "../src/text/tokenize.js";
import type { Term } from "../src/types.js";

/** So few words that phrases overlap, share beginnings and are heads and forms at once. */
export const WORDS = ["war", "state", "of", "the", "don't", "2"] as const;

export const phrase = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));

const forms = (head: string) => fc.uniqueArray(phrase, { minLength: 1, maxLength: 4 }).map((list) => list.filter((form) => form !== head));

export const entry: fc.Arbitrary<Entry> = phrase.chain((head) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...STYLES), forms(head)), { minLength: 1, maxLength: 3, selector: ([style]) => style })
    .map((groups) => ({ head, forms: new Map<Style, string[]>(groups.filter(([, list]) => list.length > 0)), line: 1 }))
    .filter(({ forms: found }) => found.size > 0),
);

/** Dictionary files with names of their own; a head may stand in several. */
export const sources: fc.Arbitrary<DictionarySource[]> = fc
  .array(fc.uniqueArray(entry, { maxLength: 6, selector: ({ head }) => head }), { minLength: 1, maxLength: 3 })
  .map((files) => files.map((entries, i) => ({ file: `${i}.txt`, entries: entries.map((found, line) => ({ ...found, line: line + 1 })) })));

/** One sentence in which quotation marks stand here and there. */
export const sentence: fc.Arbitrary<Term[]> = fc
  .array(fc.tuple(fc.constantFrom(" ", " ", " ", ' "'), fc.constantFrom(...WORDS, "sea")), { maxLength: 10 })
  .map((parts) => parts.flat().join(""))
  .map((text) => readTerms(text, tokenize(text)));

/** What an index finds in a sentence, as text: `start end form <- head [style …]`. */
export function findings(index: PhraseIndex, terms: readonly Term[]): string[] {
  const { pairStart, pairHead, headSurfaces } = index.tables;
  return index
    .matches(terms)
    .flatMap(({ start, end, node }) => {
      const words = terms.slice(start, end).map(({ form }) => form);
      const found = Array.from({ length: pairStart[node + 1]! - pairStart[node]! }, (_, i) => {
        const pair = pairStart[node]! + i;
        const styles = STYLES.filter((_, style) => index.pairProbability(pair, style) > 0);
        return `${start} ${end} ${words.join(" ")} <- ${headSurfaces[pairHead[pair]!]!} [${styles.join(" ")}]`;
      });
      return index.nodeHead[node]! >= 0 ? [...found, `${start} ${end} ${words.join(" ")} is a head`] : found;
    })
    .sort();
}
