import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDictionary } from "../src/dictionary/compile.js";
import { type Garbled, FormsByHead, garble, type GarbleOptions, styleIndex } from "../src/dictionary/garble.js";
import { parseDictionary } from "../src/dictionary/parse.js";
import { PhraseIndex } from "../src/dictionary/phrase-index.js";
import { STYLES } from "../src/dictionary/styles.js";
import { seededRandom } from "../src/random.js";
import { applyEdits } from "../src/text/apply-edits.js";

const DICTIONARY = `
end = thesaurus: finish | tip ; phrase: stop
end of the war = thesaurus: finish of the warfare
last = thesaurus: final ; wordnet: terminal
one of = thesaurus: one in all ; article: among
said = thesaurus: stated | mentioned | informed ; phrase: said that ; paraphraser: expressed
State Department = thesaurus: State Division
the = thesaurus: a ; wordnet: that
two = thesaurus: 2 ; paraphraser: a couple of
war = thesaurus: warfare | battle | conflict ; phrase: fight ; paraphraser: fighting ; article: combat ; wordnet: warfare
without = thesaurus: with out
`;
const index = new PhraseIndex(compileDictionary([{ file: "small.txt", entries: parseDictionary(DICTIONARY, "small.txt") }]));
const forms = new FormsByHead(index);

const text = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        "War",
        "war",
        "WAR",
        "the",
        "end of the war",
        "said",
        "State Department",
        "two",
        "without",
        "last",
        "one of",
        "sea",
        "post-war",
        "https://war.com/end",
        "it",
        "\ud83d",
      ),
      fc.constantFrom(" ", " ", " ", ", ", ". ", "\n", " “", "-"),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.flat().join(""));
const options = fc.record({
  seed: fc.nat(),
  style: fc.nat(STYLES.length - 1),
  rate: fc.double({ min: 0, max: 1, noNaN: true }),
  sharpness: fc.double({ min: 0, max: 2, noNaN: true }),
  coverage: fc.double({ min: 0, max: 1, noNaN: true }),
});

const garbled = (clean: string, { seed, ...others }: Omit<GarbleOptions, "random"> & { seed: number }): Garbled =>
  garble(clean, forms, index, { random: seededRandom(seed), ...others });
const restored = ({ text: observed, substitutions }: Garbled): string =>
  applyEdits(
    observed,
    substitutions.map(({ start, end, original }) => ({ start, end, replacement: original })),
  );

describe("garbling", () => {
  it("is undone by putting the originals back", () => {
    fc.assert(fc.property(text, options, (clean, how) => restored(garbled(clean, how)) === clean));
  });

  it("is the same for the same seed", () => {
    fc.assert(
      fc.property(text, options, (clean, how) => {
        expect(garbled(clean, how)).toEqual(garbled(clean, how));
      }),
    );
  });

  it("leaves everything outside the substitutions as it was", () => {
    fc.assert(
      fc.property(text, options, (clean, how) => {
        const { text: observed, substitutions } = garbled(clean, how);
        let at = 0;
        let inClean = 0;
        for (const { start, end, original } of substitutions) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(clean.slice(inClean, inClean + start - at)).toBe(observed.slice(at, start));
          inClean += start - at + original.length;
          at = end;
        }
        expect(clean.slice(inClean)).toBe(observed.slice(at));
      }),
    );
  });

  it("uses one form for a head in a document, another perhaps for the capitalised head, and leaves no occurrence out", () => {
    fc.assert(
      fc.property(text, options, (clean, how) => {
        fc.pre(how.style !== styleIndex("rewriter"));
        const { substitutions } = garbled(clean, how);
        const used = new Map<string, number>();
        for (const { original, pair } of substitutions) {
          const capital = original[0] !== original[0]!.toLowerCase();
          const key = `${index.tables.pairHead[pair]} ${capital}`;
          expect(used.get(key) ?? pair).toBe(pair);
          used.set(key, pair);
        }
      }),
    );
  });

  it("draws anew for every occurrence in the style of rewriters", () => {
    const { substitutions } = garbled(Array(60).fill("said").join(" "), { seed: 1, style: styleIndex("rewriter"), rate: 0.5 });
    expect(substitutions.length).toBeGreaterThan(10);
    expect(substitutions.length).toBeLessThan(50);
  });

  it("writes only what the style has, each as the dictionary spells it", () => {
    fc.assert(
      fc.property(text, options, (clean, how) => {
        const { text: observed, substitutions } = garbled(clean, how);
        for (const { start, end, original, pair } of substitutions) {
          expect(index.pairProbability(pair, how.style)).toBeGreaterThan(0);
          expect(original.toLowerCase()).toBe(index.tables.headSurfaces[index.tables.pairHead[pair]!]!.toLowerCase());
          expect(observed.slice(start, end).toLowerCase()).toBe(forms.observed(pair));
        }
      }),
    );
  });

  it("does not touch URLs or words beside a hyphen", () => {
    const how = { seed: 1, style: styleIndex("thesaurus"), rate: 1 };
    for (const clean of ["https://war.com/end", "post-war", "war-time", "@war"]) expect(garbled(clean, how)).toEqual({ text: clean, substitutions: [] });
  });

  it("replaces longer heads before shorter ones and keeps the initial capital", () => {
    const { text: observed } = garbled("Without the end of the war, the State Department said.", {
      seed: 2,
      style: styleIndex("thesaurus"),
      rate: 1,
      sharpness: 4,
    });
    expect(observed).toMatch(/^With out the finish of the warfare, the State division (stated|mentioned|informed)\.$/);
  });

  it("changes nothing at a rate of 0, and every head it has a form for at a rate of 1", () => {
    fc.assert(fc.property(text, options, (clean, how) => garbled(clean, { ...how, rate: 0 }).text === clean));
    expect(garbled("one war, two wars", { seed: 3, style: styleIndex("thesaurus"), rate: 1 }).substitutions.map(({ original }) => original)).toEqual([
      "war",
      "two",
    ]);
  });

  it("draws again for the capitalised head", () => {
    const texts = Array.from({ length: 200 }, (_, seed) => garbled("War war War war", { seed, style: styleIndex("thesaurus"), rate: 1 }).text);
    expect(texts.every((observed) => /^(\w+) (\w+) \1 \2$/.test(observed))).toBe(true);
    expect(texts.some((observed) => observed.split(" ")[0]!.toLowerCase() !== observed.split(" ")[1])).toBe(true);
  });

  it("draws forms as often as their order says", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++) {
      const { text: observed } = garbled("war", { seed, style: styleIndex("thesaurus"), rate: 1 });
      counts.set(observed, (counts.get(observed) ?? 0) + 1);
    }
    const [first, second, third] = ["warfare", "battle", "conflict"].map((form) => counts.get(form) ?? 0);
    expect(first! + second! + third!).toBe(2000);
    expect(first! / second!).toBeGreaterThan(3.5);
    expect(first! / second!).toBeLessThan(7.5);
    expect(second).toBeGreaterThan(third!);
  });
});
