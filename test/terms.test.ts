import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitSentences } from "../src/text/sentences.js";
import { numberForm, readTerms, wordForm } from "../src/text/terms.js";
import { tokenize } from "../src/text/tokenize.js";

const read = (text: string) => readTerms(text, tokenize(text));
const sentences = (text: string): string[] => splitSentences(read(text)).map((terms) => terms.map(({ form }) => form).join(" "));

describe("terms", () => {
  it.each([
    ["“Wall Street’s 2,500 firms”", "wall street 's <num> firms"],
    ["An hour, an MP, a war", "a hour , a mp , a war"],
    ["The U.S. at 9 A.M.", "the u.s at 9 a.m"],
    ["It’s WAR — again", "it's war – again"],
    ["state-of-the-art", "state - of - the - art"],
    ["in 2021, the 1990s and 90s", "in <year> , the 1990s and 90s"],
    ["[2] and (3)", "( 2 ) and ( 3 )"],
    ["$5bn, 10am, 007, 101st, 100, 101", "$ <num>bn , <num>am , 7 , <num> , 100 , <num>"],
    ["<b>war</b> is on https://example.com/a today", "war is on today"],
  ])("have normal forms: %s", (text, forms) => {
    expect(
      read(text)
        .map(({ form }) => form)
        .join(" "),
    ).toBe(forms);
  });

  it("are slices of the text in order, each a token", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const tokens = new Set(tokenize(text).map(({ start, end }) => `${start} ${end}`));
        let at = 0;
        for (const { start, end, form, kind } of read(text)) {
          expect(tokens.has(`${start} ${end}`)).toBe(true);
          expect(start).toBeGreaterThanOrEqual(at);
          expect(["word", "number", "symbol", "punctuation"]).toContain(kind);
          expect(form).not.toBe("");
          at = end;
        }
      }),
    );
  });

  it("have forms that do not depend on case, hosts apart, which are known by their small letters", () => {
    const forms = (text: string): string =>
      read(text)
        .map(({ form }) => form)
        .join(" ");
    const hosts = (text: string): boolean => tokenize(text).some(({ kind }) => kind === "protected");
    fc.assert(fc.property(fc.stringMatching(/^[a-z' .,0-9-]*$/), (text) => hosts(text) || forms(text.toUpperCase()) === forms(text)));
    expect(hosts("a.ca")).toBe(true);
  });

  it("know what stands before them", () => {
    const [the, war, ended, dot, sons] = read("The “war” ended. <i>Sons");
    expect([the, war, ended, dot, sons].map((term) => [term!.gap, term!.glued])).toEqual([
      [false, false],
      [true, false],
      [true, false],
      [false, true],
      [true, false],
    ]);
    expect(read("2 %")[1]!.glued).toBe(false);
    expect(read("2%")[1]!.glued).toBe(true);
  });
});

describe("word forms", () => {
  it.each([
    ["An", "a"],
    ["AN", "a"],
    ["Ann", "ann"],
    ["Won’t", "won't"],
    ["U.S.", "u.s"],
    [".", "."],
  ])("%s → %s", (word, form) => expect(wordForm(word)).toBe(form));

  it.each([
    ["0", "0"],
    ["05", "5"],
    ["100", "100"],
    ["101", "<num>"],
    ["1999", "<year>"],
    ["2029", "<year>"],
    ["1066", "<num>"],
    ["3.5", "<num>"],
    ["1,000", "<num>"],
    ["2nd", "2nd"],
    ["1980s", "1980s"],
    ["5g", "<num>g"],
  ])("%s → %s", (number, form) => expect(numberForm(number)).toBe(form));
});

describe("sentences", () => {
  it.each([
    ["The war ended. It was over! Was it? Yes.", ["the war ended .", "it was over !", "was it ?", "yes ."]],
    ["at 9 a.m. on Monday", ["at 9 a.m on monday"]],
    ["approx. three firms", ["approx . three firms"]],
    ["the talks.The war", ["the talks .", "the war"]],
    ["He said: “It ended.” Then he left.", ["he said : it ended .", "then he left ."]],
    ["Title\n\nthe war went on", ["title", "the war went on"]],
    ["a line that\ngoes on", ["a line that goes on"]],
    ["First line\nSecond line", ["first line", "second line"]],
  ])("of %j", (text, expected) => expect(sentences(text)).toEqual(expected));

  it("hold every term once, in order, and none is longer than 120", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("war", "The", ".", "?", "\n", "“", ",", "it"), { maxLength: 400 }), (words) => {
        const terms = read(words.join(" "));
        const split = splitSentences(terms);
        expect(split.flat()).toEqual(terms);
        for (const sentence of split) {
          expect(sentence.length).toBeGreaterThan(0);
          expect(sentence.length).toBeLessThanOrEqual(120);
          expect(sentence.slice(1).some(({ sentenceStart }) => sentenceStart)).toBe(false);
        }
      }),
    );
  });
});
