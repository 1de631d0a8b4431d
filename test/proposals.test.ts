import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CandidateFinder } from "../src/decode/candidates.js";
import { leastChange, rewrite } from "../src/decode/edits.js";
import { proposals } from "../src/decode/proposals.js";
import { compileDictionary } from "../src/dictionary/compile.js";
import { parseDictionary } from "../src/dictionary/parse.js";
import { PhraseIndex } from "../src/dictionary/phrase-index.js";
import { STYLES } from "../src/dictionary/styles.js";
import { trainToyModel } from "../src/train/toy-model.js";
import { unreadDocument } from "../src/train/unread.js";

const DICTIONARY =
  "State Department = state division | state branch\nbranch = division\ndepartment = division | branch\nsaid = stated\nwar = warfare | battle\npost-war = after war | behind war | post war\nat war-time = at warfare - time | of war time";
const index = new PhraseIndex(compileDictionary([{ file: "a.txt", entries: parseDictionary(DICTIONARY, "a.txt") }]));
const model = trainToyModel([
  "The State Department said so.",
  "The war went on.",
  "A state branch, the department said, was at war.",
  "The department of war.",
  "The post-war state, behind and after time, was at war-time.",
]);
const finder = new CandidateFinder(index, model, STYLES.length);
const read = (text: string) => unreadDocument(text, { index, model, finder });
const text = fc
  .array(fc.constantFrom("the", "state", "division", "branch", "stated", "warfare", "battle", "of", "."), { minLength: 1, maxLength: 14 })
  .map((words) => words.join(" "));

describe("proposals", () => {
  it("are each another change, as likely as all the arcs that make it", () => {
    fc.assert(
      fc.property(text, (source) => {
        const document = read(source);
        const found = proposals(index, document);
        const results = found.map(({ sentence, change }) => {
          const { start, end, replacement } = rewrite(source, document.sentences[sentence]!.terms, change);
          return (source.slice(0, start) + replacement + source.slice(end)).toLowerCase();
        });
        expect(new Set(results).size).toBe(results.length);
        for (const { sentence, arc, posterior } of found) {
          const { posterior: arcs, lattice } = document.sentences[sentence]!;
          expect(lattice.arcs[arc]!.pair).toBeGreaterThanOrEqual(0);
          expect(posterior).toBeGreaterThanOrEqual(arcs[arc]! - 1e-12);
          expect(posterior).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("write a name as a name where the same words in lower case are likelier", () => {
    const source = "the state division stated";
    const found = proposals(index, read(source));
    const words = found.map(({ change }) => change.words);
    expect(words).toContain("State Department");
    expect(words).not.toContain("department");
  });

  it("change the text as the whole head in the place of the whole form would", () => {
    const joined = fc
      .array(fc.tuple(fc.constantFrom("after", "post", "behind", "at", "of", "war", "warfare", "time"), fc.constantFrom(" ", " ", "-", " - ")), {
        minLength: 2,
        maxLength: 9,
      })
      .map((parts) => parts.flat().slice(0, -1).join(""));
    fc.assert(
      fc.property(joined, (source) => {
        for (const { terms, lattice } of read(source).sentences) {
          for (const arc of lattice.arcs.filter(({ pair }) => pair >= 0)) {
            const { start, end, words } = leastChange(index, source, terms, arc);
            const put = (from: number, to: number, what: string): string => source.slice(0, terms[from]!.start) + what + source.slice(terms[to - 1]!.end);
            expect(put(start, end, words)).toBe(put(arc.start, arc.end, index.tables.headSurfaces[arc.head]!));
          }
        }
      }),
    );
  });
});
