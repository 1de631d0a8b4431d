import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflectedEntries } from "../src/dictionary/inflected-entries.js";
import { formatDictionary, parseDictionary } from "../src/dictionary/parse.js";
import { WordNet } from "../src/dictionary/wordnet.js";

/** A database of lemmas without neighbours. */
const files = (lemmas: string, part: string) => ({
  index: lemmas
    .split(" ")
    .map((lemma, i) => `${lemma} ${part} 1 0 1 0 ${100 + i}  \n`)
    .join(""),
  data: lemmas
    .split(" ")
    .map((lemma, i) => `00000${100 + i} 00 ${part} 01 ${lemma} 0 000 | x  \n`)
    .join(""),
});
const VERBS = "guarantee ensure promise make take carry stop";
const NOUNS = "guarantee promise assurance man boy stop";
const wordNet = new WordNet({ noun: files(NOUNS, "n"), verb: files(VERBS, "v"), adj: { index: "", data: "" }, adv: { index: "", data: "" } });
const always = (): boolean => true;
const inflected = (dictionary: string, admits = (_: string) => true, known = (_: string) => true): string[] =>
  formatDictionary(inflectedEntries(parseDictionary(dictionary, "a.txt"), wordNet, admits, known))
    .trim()
    .split("\n");

describe("inflections of the heads", () => {
  it("have the forms of the same part of speech, inflected alike; phrases only of verbs with a particle", () => {
    expect(inflected("guarantee = thesaurus: ensure | assurance | sure thing | make certain | promise ; phrase: ensure")).toEqual([
      "guaranteed = thesaurus: ensured | made certain | promised ; phrase: ensured",
      "guaranteeing = thesaurus: ensuring | making certain | promising ; phrase: ensuring",
      "guarantees = thesaurus: ensures | assurances | makes certain | promises ; phrase: ensures",
    ]);
  });

  it("come from any inflection, the base form's first, and never stand beside an entry", () => {
    expect(inflected("stopped = thesaurus: took\nstop = thesaurus: carry")).toEqual([
      "stopping = thesaurus: carrying | taking",
      "stops = thesaurus: carries | takes",
    ]);
    expect(inflected("men = thesaurus: boys\nman = thesaurus: boy")).toEqual([""]);
    expect(inflected("men = thesaurus: boys | boy | stops")).toEqual(["man = thesaurus: boy | stop"]);
  });

  it("are frequent words, their forms words", () => {
    expect(inflected("promise = thesaurus: guarantee | take", (head) => head === "promised")).toEqual(["promised = thesaurus: guaranteed | took | taken"]);
    expect(
      inflected(
        "promise = thesaurus: guarantee | take",
        (head) => head === "promised",
        (word) => word !== "took" && word !== "taken",
      ),
    ).toEqual(["promised = thesaurus: guaranteed"]);
  });

  it("are heads that no entry has, in a file the parser reads", () => {
    const word = fc.constantFrom(...new Set([...VERBS.split(" "), ...NOUNS.split(" "), "stopped", "men", "making", "carries", "the"]));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(word, fc.uniqueArray(word, { minLength: 1, maxLength: 4 })), { maxLength: 5, selector: ([head]) => head }),
        (lists) => {
          const entries = lists.flatMap(([head, list], i) => {
            const forms = list.filter((form) => form !== head);
            return forms.length === 0 ? [] : [{ head, forms: new Map([["phrase" as const, forms]]), line: i + 1 }];
          });
          const made = inflectedEntries(entries, wordNet, always, always);
          const heads = new Set(entries.map(({ head }) => head));
          for (const { head, forms } of made) {
            expect(heads.has(head)).toBe(false);
            for (const list of forms.values()) expect(list).not.toContain(head);
          }
          expect(parseDictionary(formatDictionary(made), "b.txt")).toEqual(made);
        },
      ),
    );
  });
});
