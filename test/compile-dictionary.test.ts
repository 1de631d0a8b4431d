import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDictionary, extendDictionary } from "../src/dictionary/compile.js";
import { DictionaryError } from "../src/dictionary/dictionary-error.js";
import { parseDictionary } from "../src/dictionary/parse.js";
import { PhraseIndex } from "../src/dictionary/phrase-index.js";
import { STYLES } from "../src/dictionary/styles.js";
import { formWeights, quantiseWeight, WEIGHT_PROBABILITY } from "../src/dictionary/weights.js";
import { findings, sentence, sources } from "./small-dictionary.js";

const compiled = (text: string, file = "a.txt") => compileDictionary([{ file, entries: parseDictionary(text, file) }]);

describe("a compiled dictionary", () => {
  it("is the same in whatever order the files come", () => {
    fc.assert(
      fc.property(
        sources.chain((files) => fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length }))),
        ([files, shuffled]) => {
          expect(compileDictionary(shuffled)).toEqual(compileDictionary(files));
        },
      ),
    );
  });

  it("has its heads sorted, each once", () => {
    fc.assert(
      fc.property(sources, (files) => {
        const { headSurfaces } = compileDictionary(files);
        expect(headSurfaces).toEqual([...new Set(files.flatMap(({ entries }) => entries.map(({ head }) => head)))].sort());
      }),
    );
  });

  it("finds, when extended, what one compiled of all the files finds", () => {
    fc.assert(
      fc.property(sources, sources, sentence, (some, more, terms) => {
        const others = more.map(({ file, entries }) => ({ file: `more/${file}`, entries }));
        const extended = new PhraseIndex(extendDictionary(compileDictionary(some), others));
        const whole = new PhraseIndex(compileDictionary([...some, ...others]));
        expect(findings(extended, terms)).toEqual(findings(whole, terms));
        expect([extended.headCount, extended.pairCount]).toEqual([whole.headCount, whole.pairCount]);
      }),
    );
  });

  it("stays as it is when nothing is added", () => {
    fc.assert(
      fc.property(sources, sentence, (files, terms) => {
        const tables = compileDictionary(files);
        expect(findings(new PhraseIndex(extendDictionary(tables, [])), terms)).toEqual(findings(new PhraseIndex(tables), terms));
        expect(extendDictionary(tables, []).headSurfaces).toEqual(tables.headSurfaces);
      }),
    );
  });

  it("joins the forms of a head that stands in several files", () => {
    const index = new PhraseIndex(
      compileDictionary([
        { file: "b.txt", entries: parseDictionary("war = phrase: battle", "b.txt") },
        { file: "a.txt", entries: parseDictionary("War = phrase: warfare", "a.txt") },
      ]),
    );
    expect([index.headCount, index.pairCount, index.tables.headSurfaces[0]]).toEqual([1, 2, "War"]);
  });

  it("ranks the forms of several files by the best place they have in a list", () => {
    const index = new PhraseIndex(
      compileDictionary([
        { file: "a.txt", entries: parseDictionary("war = phrase: battle | fight | strife", "a.txt") },
        { file: "b.txt", entries: parseDictionary("war = phrase: warfare | strife", "b.txt") },
      ]),
    );
    const at = (form: string): number => index.pairProbability(index.tables.pairStart[index.nodeOfTerm(form)]!, STYLES.indexOf("phrase"));
    const ranks = ["battle", "warfare", "fight", "strife"].map(at);
    expect(ranks).toEqual(formWeights("phrase", [0, 0, 0, 0]).map((weight) => WEIGHT_PROBABILITY[quantiseWeight(weight)]));
  });

  it("leaves out forms that read as their head", () => {
    const index = new PhraseIndex(compiled("a end = an end | the end\nwon't = won’t"));
    expect([index.headCount, index.pairCount]).toEqual([2, 1]);
  });

  it("weighs forms by their order, style by style", () => {
    const index = new PhraseIndex(compiled("war = thesaurus: warfare | battle | conflict ; phrase: battle"));
    const { pairHead, headSurfaces } = index.tables;
    expect([...pairHead].map((head) => headSurfaces[head])).toEqual(["war", "war", "war"]);
    const thesaurus = [0, 1, 2].map((pair) => index.pairProbability(pair, STYLES.indexOf("thesaurus")));
    const phrase = [0, 1, 2].map((pair) => index.pairProbability(pair, STYLES.indexOf("phrase")));
    expect(thesaurus).toEqual(formWeights("thesaurus", [0, 0, 0]).map((weight) => WEIGHT_PROBABILITY[quantiseWeight(weight)]));
    expect(phrase).toEqual([0, expect.closeTo(1, 9), 0]);
  });

  it.each([
    ["war = “warfare”", "““” in ““warfare”” is never matched in text"],
    ["war = fare 😀", "“😀” in “fare 😀” is never matched in text"],
    ["war = see www.example.com", "“www.example.com” in “see www.example.com” is never matched in text"],
    ["@war = fare", "“@war” in “@war” is never matched in text"],
  ])("refuses %s, which no text can hold", (line, problem) => {
    const compile = () => compiled(`# a comment\n${line}`, "mine.txt");
    expect(compile).toThrow(DictionaryError);
    expect(compile).toThrow(expect.objectContaining({ file: "mine.txt", line: 2, problem, cure: "write it without quotation marks, URLs or symbols" }));
  });
});

describe("weights by rank", () => {
  const style = fc.constantFrom(...STYLES);

  it("fall and sum to one", () => {
    fc.assert(
      fc.property(style, fc.integer({ min: 1, max: 60 }), (of, count) => {
        const weights = formWeights(of, new Array<number>(count).fill(0));
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect([...weights].sort((a, b) => b - a)).toEqual(weights);
        expect(formWeights(of, [])).toEqual([]);
      }),
    );
  });

  it("sum to one with what was seen, and a form that was seen gains", () => {
    fc.assert(
      fc.property(style, fc.array(fc.nat(20), { minLength: 2, maxLength: 12 }), fc.nat(), (of, seen, at) => {
        const weights = formWeights(of, seen);
        const more = formWeights(
          of,
          seen.map((n, i) => (i === at % seen.length ? n + 1 : n)),
        );
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(more[at % seen.length]!).toBeGreaterThan(weights[at % seen.length]!);
      }),
    );
  });

  it("keep their size as a byte, to a thirty-second of a nat", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), (p) => {
        expect(Math.abs(Math.log(WEIGHT_PROBABILITY[quantiseWeight(p)]! / p))).toBeLessThanOrEqual(1 / 32 + 1e-9);
      }),
    );
    expect(WEIGHT_PROBABILITY[255]).toBe(0);
  });
});
