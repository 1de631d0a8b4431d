import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DictionaryError } from "../src/dictionary/dictionary-error.js";
import { compareHeads, formatDictionary, parseDictionary } from "../src/dictionary/parse.js";
import { STYLES } from "../src/dictionary/styles.js";
import { entry } from "./small-dictionary.js";

describe("a dictionary file", () => {
  it("reads as heads, styles and forms, likeliest first", () => {
    const [war, flux] = parseDictionary(
      "\ufeff# domain: news\r\n\r\n  war = thesaurus: warfare | battle ; paraphraser: conflict\r\nflux capacitor = flow condenser | transition capacitor",
      "a.txt",
    );
    expect(war).toEqual({
      head: "war",
      forms: new Map([
        ["thesaurus", ["warfare", "battle"]],
        ["paraphraser", ["conflict"]],
      ]),
      line: 3,
    });
    expect(flux).toEqual({ head: "flux capacitor", forms: new Map(STYLES.map((style) => [style, ["flow condenser", "transition capacitor"]])), line: 4 });
  });

  it("is read back as it was written, sorted by head", () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ head }) => head }), (entries) => {
        const read = parseDictionary(formatDictionary(entries), "a.txt");
        const sorted = [...entries].sort((a, b) => compareHeads(a.head, b.head));
        expect(read).toEqual(sorted.map(({ head, forms }, i) => ({ head, forms, line: i + 1 })));
        expect(formatDictionary(read)).toBe(formatDictionary(entries));
      }),
    );
  });

  it("has one order of heads, on every machine", () => {
    expect(["war", "US", "us", "état", "a", "Zoo", "a b"].sort(compareHeads)).toEqual(["a", "a b", "US", "us", "war", "Zoo", "état"]);
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        expect(Math.sign(compareHeads(a, b)) + Math.sign(compareHeads(b, a))).toBe(0);
        expect(compareHeads(a, b) === 0).toBe(a === b);
        if (compareHeads(a, b) <= 0 && compareHeads(b, c) <= 0) expect(compareHeads(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.each([
    ["war", "no head in “war”", "write HEAD = FORM | FORM"],
    ["= warfare", "no head in “= warfare”", "write HEAD = FORM | FORM"],
    ["war=warfare", "no head in “war=warfare”", "write HEAD = FORM | FORM"],
    ["war =", "no head in “war =”", "write HEAD = FORM | FORM"],
    ["war = warfare |", "an empty form for “war”", "remove the spare |"],
    ["war = warfare | | battle", "an empty form for “war”", "remove the spare |"],
    ["war = thesaurus:", "an empty form for “war”", "remove the spare |"],
    ["war = thesaurus: warfare ; phrase:", "an empty form for “war”", "remove the spare |"],
    ["war = warfare | war", "“war” stands as its own form", "remove it"],
    ["war = thesauri: warfare", "unknown style “thesauri”", `use one of ${STYLES.join(", ")}`],
    ["war = phrase: warfare ; phrase: battle", "two groups “phrase” for “war”", "join them"],
    ["war = warfare ; phrase: battle", "two groups “phrase” for “war”", "join them"],
  ])("with the line “%s” is refused: where, what, and the cure", (line, problem, cure) => {
    const parse = () => parseDictionary(`# domain: news\nno = nay\n${line}\n`, "mine.txt");
    expect(parse).toThrow(DictionaryError);
    expect(parse).toThrow(expect.objectContaining({ file: "mine.txt", line: 3, problem, cure, message: `mine.txt:3: ${problem}; ${cure}` }));
  });
});
