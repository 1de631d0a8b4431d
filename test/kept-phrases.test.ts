import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CandidateFinder } from "../src/decode/candidates.js";
import { keptPhrases } from "../src/decode/kept-phrases.js";
import { compileDictionary } from "../src/dictionary/compile.js";
import { parseDictionary } from "../src/dictionary/parse.js";
import { PhraseIndex } from "../src/dictionary/phrase-index.js";
import { STYLES } from "../src/dictionary/styles.js";
import { trainToyModel } from "../src/train/toy-model.js";
import { unreadDocument } from "../src/train/unread.js";

const DICTIONARY = "the war = the battle\nwar = warfare\nwar crime = battle offence\nthe = this";
const index = new PhraseIndex(compileDictionary([{ file: "a.txt", entries: parseDictionary(DICTIONARY, "a.txt") }]));
const model = trainToyModel(["The war went on.", "A war crime is a crime of the war."]);
const finder = new CandidateFinder(index, model, STYLES.length);
const sentenceOf = (text: string) => unreadDocument(text, { index, model, finder }).sentences[0]!;
/** The heads that the reading leaves which takes the pair wherever it can, else the words as they stand. */
const left = (text: string, ...pairs: [head: string, form: string][]): string[] => {
  const { terms, lattice } = sentenceOf(text);
  const name = (head: number): string => index.tables.headSurfaces[head]!;
  const taken = lattice.arcs.filter(
    ({ pair, head, start, end }) =>
      pair >= 0 &&
      pairs.some(
        ([h, form]) =>
          name(head) === h &&
          terms
            .slice(start, end)
            .map((term) => term.form)
            .join(" ") === form,
      ),
  );
  const free = lattice.arcs.filter(({ pair, start }) => pair < 0 && !taken.some((arc) => arc.start <= start && start < arc.end));
  const reading = [...taken, ...free].sort((a, b) => a.start - b.start);
  return keptPhrases(index, { terms, lattice }, reading).map(({ head }) => name(head));
};

describe("heads of several words that a reading leaves", () => {
  it("are those that stand in the text", () => {
    expect(left("On with the war crime.")).toEqual(["the war", "war crime"]);
  });

  it("and those whose words the spinner replaced one by one", () => {
    expect(left("On with the warfare.", ["war", "warfare"])).toEqual(["the war"]);
  });

  it("but not those that were replaced as a whole", () => {
    expect(left("On with the battle.", ["the war", "the battle"])).toEqual([]);
  });

  it("nor words on two sides of a quotation mark", () => {
    expect(left('On with the "war".')).toEqual([]);
  });

  it("lie in the reading, over two arcs or more", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("the", "this", "war", "warfare", "battle", "crime", '"', ","), { minLength: 1, maxLength: 10 }), (words) => {
        const { terms, lattice, best } = sentenceOf(`On ${words.join(" ")}`);
        const reading = best.map((a) => lattice.arcs[a]!);
        for (const { head, first, last } of keptPhrases(index, { terms, lattice }, reading)) {
          expect(last).toBeGreaterThan(first);
          expect(last).toBeLessThan(reading.length);
          const originals = reading.slice(first, last + 1).flatMap(({ pair, head: own, start }) => (pair < 0 ? [terms[start]!.form] : index.headForms(own)));
          expect(originals).toEqual(index.headForms(head));
        }
      }),
    );
  });
});
