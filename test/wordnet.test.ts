import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileDictionary } from "../src/dictionary/compile.js";
import { openEntries } from "../src/dictionary/open-entries.js";
import { formatDictionary, parseDictionary } from "../src/dictionary/parse.js";
import { analyses, inflect, parseData, parseIndex, WordNet } from "../src/dictionary/wordnet.js";

const LICENCE = "  1 This software and database is being provided to you, the LICENSEE, by  \n";
const NONE = { index: LICENCE, data: LICENCE };

/** A database of a few synsets, in the files' format. */
const wordNet = new WordNet({
  noun: {
    index: `${LICENCE}year n 2 1 @ 2 2 100 200  \ntwelvemonth n 1 1 @ 1 0 100  \nboot n 1 1 @ 1 0 300  \nsaid n 1 0 1 0 400  \n`,
    data:
      `${LICENCE}00000100 28 n 02 year 0 twelvemonth 0 001 @ 00000900 n 0000 | a period of time  \n` +
      "00000200 28 n 03 year 0 Year_of_Grace 0 calendar_year 0 000 | by the calendar  \n00000300 06 n 01 boot 0 000 | footwear  \n00000400 06 n 01 Said 0 000 | a port  \n",
  },
  verb: {
    index: `${LICENCE}say v 1 0 1 1 500  \ntake_out v 1 0 1 1 600  \nremove v 1 0 1 1 600  \nstop v 1 0 1 1 700  \nhalt v 1 0 1 1 700  \n`,
    data: `${LICENCE}00000500 32 v 02 say 0 aver 1 000 | express  \n00000600 30 v 02 remove 0 take_out 0 000 | take away  \n00000700 38 v 02 stop 0 halt 0 000 | come to a halt  \n`,
  },
  adj: { index: LICENCE, data: `${LICENCE}00000800 00 a 02 alive(p) 0 live 0a 000 | living  \n` },
  adv: NONE,
});

describe("WordNet's files", () => {
  it("give a lemma's synsets, likeliest first", () => {
    expect(parseIndex("year n 4 5 @ ~ #p %p + 4 4 15228587 15229093 15226340 08255581  \n").get("year")).toEqual([15228587, 15229093, 15226340, 8255581]);
  });

  it("give a synset's lemmas, blanks for underscores, without the adjectives' marks", () => {
    expect(parseData("00000800 00 a 0a alive(p) 0 in_life 0 c 0 d 0 e 0 f 0 g 0 h 0 i 0 j 0 000 | living\n").get(800)).toEqual(
      "alive,in life,c,d,e,f,g,h,i,j".split(","),
    );
  });

  it("give the neighbours of every sense", () => {
    expect(wordNet.senses("year", "noun")).toEqual([["twelvemonth"], ["Year of Grace", "calendar year"]]);
    expect(wordNet.senses("nothing", "noun")).toEqual([]);
  });
});

describe("inflection", () => {
  it.each([
    ["twelvemonth", "plural", "twelvemonths"],
    ["calendar year", "plural", "calendar years"],
    ["city", "plural", "cities"],
    ["church", "plural", "churches"],
    ["photo", "plural", "photos"],
    ["child", "plural", "children"],
    ["carry", "third person", "carries"],
    ["take out", "third person", "takes out"],
    ["take out", "past", "took out"],
    ["take out", "participle", "taken out"],
    ["stop", "past", "stopped"],
    ["aver", "past", "averred"],
    ["visit", "past", "visited"],
    ["bake", "gerund", "baking"],
    ["agree", "gerund", "agreeing"],
    ["tie", "gerund", "tying"],
    ["big", "comparative", "bigger"],
    ["happy", "superlative", "happiest"],
    ["good", "superlative", "best"],
  ] as const)("%s, %s: %s", (lemma, inflection, form) => {
    expect(inflect(lemma, inflection)).toBe(form);
  });

  it("is undone only where it leads to a lemma", () => {
    expect(analyses("years", wordNet)).toEqual([{ lemma: "year", part: "noun", inflection: "plural" }]);
    expect(analyses("stopped", wordNet)).toEqual([{ lemma: "stop", part: "verb", inflection: "past" }]);
    expect(analyses("said", wordNet)).toContainEqual({ lemma: "say", part: "verb", inflection: "past" });
    expect(analyses("zyx", wordNet)).toEqual([]);
  });
});

describe("the open dictionary", () => {
  const forms = (head: string, admits = (_: string) => true) => openEntries([head], wordNet, admits)[0]?.forms.get("wordnet");

  it("has forms inflected as the head is, each before the base form; no names, no head", () => {
    expect(forms("year")).toEqual(["twelvemonth", "calendar year"]);
    expect(forms("years")).toEqual(["twelvemonths", "twelvemonth", "calendar years", "calendar year"]);
    expect(forms("removed")).toEqual(["took out", "take out"]);
    expect(forms("boot")).toBeUndefined();
  });

  it("has only forms that are admitted", () => {
    expect(forms("years", (form) => form.startsWith("twelve"))).toEqual(["twelvemonths", "twelvemonth"]);
    expect(forms("the")).toBeUndefined();
  });

  it("is written as the parser reads it", () => {
    const entries = openEntries(["stopped", "years"], wordNet, () => true);
    expect(parseDictionary(formatDictionary(entries), "open.txt")).toEqual(entries);
  });

  const file = "dictionaries/wordnet/synonyms.txt";
  const bundled = parseDictionary(readFileSync(new URL(`../${file}`, import.meta.url), "utf8"), file);

  it("is bundled: thousands of heads, under the style wordnet alone, and compiles", () => {
    expect(bundled.length).toBeGreaterThan(3000);
    expect(new Set(bundled.flatMap((entry) => [...entry.forms.keys()]))).toEqual(new Set(["wordnet"]));
    expect(Math.max(...bundled.map((entry) => entry.forms.get("wordnet")!.length))).toBeLessThanOrEqual(8);
    expect(compileDictionary([{ file, entries: bundled }]).pairHead.length).toBeGreaterThan(10_000);
  });

  it("comes with WordNet's licence", () => {
    expect(readFileSync(new URL("../dictionaries/wordnet/LICENSE-WordNet", import.meta.url), "utf8")).toContain(
      "WordNet 3.1 Copyright 2011 by Princeton University",
    );
  });

  it.each([
    ["years", "twelvemonths"],
    ["headache", "cephalalgia"],
    ["car", "motorcar"],
  ])("knows %s as %s", (head, form) => {
    expect(bundled.find((entry) => entry.head === head)?.forms.get("wordnet")).toContain(form);
  });
});
