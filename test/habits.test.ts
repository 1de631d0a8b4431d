import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDictionary, extendDictionary } from "../src/dictionary/compile.js";
import { DictionaryError } from "../src/dictionary/dictionary-error.js";
import { formatHabits, type Habit, parseHabits } from "../src/dictionary/habits.js";
import { memberships } from "../src/dictionary/membership.js";
import { parseDictionary } from "../src/dictionary/parse.js";
import { PhraseIndex } from "../src/dictionary/phrase-index.js";
import { STYLES, type Style } from "../src/dictionary/styles.js";

const sources = [
  {
    file: "a.txt",
    entries: parseDictionary("war = thesaurus: warfare | battle ; phrase: struggle\ntown hall = thesaurus: city corridor\nthe = thesaurus: this", "a.txt"),
  },
];
const habit = (head: string, style: Style, replaced: number, kept: number, forms: Record<string, number> = {}): Habit => ({
  head,
  style,
  replaced,
  kept,
  forms: new Map(Object.entries(forms)),
});
const index = (habits: Habit[]): PhraseIndex => new PhraseIndex(compileDictionary(sources, habits));
const headOf = (at: PhraseIndex, name: string): number => at.tables.headSurfaces.indexOf(name);
const pairOf = (at: PhraseIndex, head: string, form: string): number => {
  for (let node = 0, term = at.termId(form); ; ) {
    node = at.child(node, term);
    for (let pair = at.tables.pairStart[node]!; pair < at.tables.pairStart[node + 1]!; pair++) if (at.tables.pairHead[pair] === headOf(at, head)) return pair;
    return -1;
  }
};
const thesaurus = STYLES.indexOf("thesaurus");
const phrase = STYLES.indexOf("phrase");

describe("habits", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8})?$/);
  const count = fc.nat(500).map((n) => n / 100);
  const anyHabit = fc.record({
    head: word,
    style: fc.constantFrom(...STYLES),
    replaced: count,
    kept: count,
    forms: fc.dictionary(word, count, { maxKeys: 4 }).map((forms) => new Map(Object.entries(forms))),
  });

  it("are read back as they were written, and written the same in whatever order they come", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyHabit, { selector: ({ head, style }) => `${head} ${style}`, maxLength: 8 }), (habits) => {
        const text = formatHabits(habits);
        const read = parseHabits(text, "habits.tsv");
        expect(formatHabits(read)).toBe(text);
        expect(formatHabits([...habits].reverse())).toBe(text);
        for (const one of habits) expect(read).toContainEqual(one);
      }),
    );
  });

  it.each([
    ["war\tthesaurus\t1", "not five tab-separated fields"],
    ["war\tspanish\t1\t0\t", "unknown style “spanish”"],
    ["war\tthesaurus\tmany\t0\t", "“many” is no count"],
    ["war\tthesaurus\t1\t0\twarfare: -1", "“-1” is no count"],
  ])("refuses %j", (line, problem) => {
    const read = () => parseHabits(`# comment\n${line}`, "habits.tsv");
    expect(read).toThrow(DictionaryError);
    expect(read).toThrow(expect.objectContaining({ file: "habits.tsv", line: 2, problem }));
  });

  it("say which heads the spinners of a style have", () => {
    const [plain, replaced, kept] = [[], [habit("war", "thesaurus", 3, 0)], [habit("war", "thesaurus", 0, 3)]].map(index);
    const of = (at: PhraseIndex, style: number): number => at.membership(headOf(at, "war"), style);
    expect(of(replaced!, thesaurus)).toBeGreaterThan(0.85);
    expect(of(kept!, thesaurus)).toBeLessThan(0.1);
    // A little of it is believed of the other styles.
    expect(of(replaced!, phrase)).toBeGreaterThan(of(plain!, phrase));
    expect(of(replaced!, phrase)).toBeLessThan(of(replaced!, thesaurus));
    expect(of(plain!, thesaurus)).toBeGreaterThan(plain!.membership(headOf(plain!, "the"), thesaurus));
  });

  it("say which forms they write, and list what only other styles had", () => {
    const plain = index([]);
    const seen = index([habit("war", "thesaurus", 4, 0, { battle: 3, struggle: 1, "never listed": 2 })]);
    const p = (at: PhraseIndex, form: string): number => at.pairProbability(pairOf(at, "war", form), thesaurus);
    expect(p(seen, "battle")).toBeGreaterThan(p(plain, "battle"));
    expect(p(seen, "battle")).toBeGreaterThan(p(seen, "warfare"));
    expect(p(plain, "struggle")).toBe(0);
    expect(p(seen, "struggle")).toBeGreaterThan(0);
    expect(seen.pairCount).toBe(plain.pairCount);
  });

  it("of heads nobody has are passed over, and stay when a dictionary is extended", () => {
    expect(compileDictionary(sources, [habit("peace", "phrase", 5, 0)])).toEqual(compileDictionary(sources));
    const base = compileDictionary(sources, [habit("war", "thesaurus", 3, 0)]);
    const extended = new PhraseIndex(extendDictionary(base, [{ file: "b.txt", entries: parseDictionary("war = fray\npeace = calm", "b.txt") }]));
    expect(extended.membership(headOf(extended, "war"), thesaurus)).toBe(new PhraseIndex(base).membership(headOf(new PhraseIndex(base), "war"), thesaurus));
    expect(extended.membership(headOf(extended, "peace"), thesaurus)).toBeGreaterThan(0);
  });
});

describe("membership", () => {
  const facts = fc.record({
    terms: fc.array(fc.constantFrom("war", "the", "town"), { minLength: 1, maxLength: 4 }),
    surface: fc.constantFrom("war", "War"),
    forms: fc.array(fc.nat(20), { minLength: STYLES.length, maxLength: STYLES.length }),
    asForm: fc.nat(50),
  });

  it("is a probability that rises with every document that replaced the head and falls with every one that kept it", () => {
    fc.assert(
      fc.property(facts, fc.nat(STYLES.length - 1), fc.nat(9), fc.nat(9), (head, s, replaced, kept) => {
        const at = (r: number, k: number): number[] => memberships(head, new Map([[STYLES[s]!, { replaced: r, kept: k }]]));
        for (const p of at(replaced, kept)) expect(p > 0 && p < 1).toBe(true);
        for (let style = 0; style < STYLES.length; style++) {
          expect(at(replaced + 1, kept)[style]!).toBeGreaterThan(at(replaced, kept)[style]!);
          expect(at(replaced, kept + 1)[style]!).toBeLessThan(at(replaced, kept)[style]!);
        }
        expect(memberships(head, undefined)).toEqual(at(0, 0));
      }),
    );
  });
});
