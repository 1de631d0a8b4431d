import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDictionary } from "../src/dictionary/compile.js";
import { parseDictionary } from "../src/dictionary/parse.js";
import { PhraseIndex } from "../src/dictionary/phrase-index.js";
import { STYLES } from "../src/dictionary/styles.js";
import { NEAR } from "../src/model/context-model.js";
import { ContextModel } from "../src/model/context-model.js";
import { seededRandom } from "../src/random.js";
import { trainContextModel } from "../src/train/context-model.js";
import { IdGarbler } from "../src/train/id-garbler.js";

const DICTIONARY = `
war = warfare | battle
the war = the warfare | the conflict
state department = state division
money = cash | currency
before = earlier than
`;
const index = new PhraseIndex(compileDictionary([{ file: "a.txt", entries: parseDictionary(DICTIONARY, "a.txt") }]));
const words = [
  "<unk>",
  "<s>",
  ..."the war warfare battle conflict state department division money cash currency before earlier than bank army loan gun".split(" "),
];
const list = { size: words.length, id: (form: string) => Math.max(0, words.indexOf(form)) };
const text = fc.array(fc.integer({ min: 2, max: words.length - 1 }), { maxLength: 40 });

describe("garbling ids", () => {
  const garbler = new IdGarbler(list, index);

  it("keeps the original of every segment, and every segment's place", () => {
    fc.assert(
      fc.property(text, fc.nat(STYLES.length - 1), fc.nat(), (clean, style, seed) => {
        const starts = clean.map((_, i) => (i % 7 === 0 ? 1 : 0));
        const { observed, segments, segmentAt, starts: observedStarts } = garbler.garble(clean, starts, clean.length, style, seededRandom(seed));
        expect(segments.flatMap(({ original }) => original)).toEqual(clean);
        segments.forEach(({ from, to, pair, original }, s) => {
          const written = observed.slice(from, to);
          if (pair < 0) expect(written).toEqual(original);
          else expect(original).toEqual(garbler.wordsOf(index.tables.pairHead[pair]!));
          for (let at = from; at < to; at++) expect(segmentAt[at]).toBe(s);
          expect(from).toBe(s === 0 ? 0 : segments[s - 1]!.to);
        });
        // No head runs across a sentence's start, so every start is still one.
        expect(observedStarts.reduce((a, b) => a + b, 0)).toBe(starts.reduce((a: number, b) => a + b, 0));
      }),
    );
  });

  it("writes one form a head and text", () => {
    fc.assert(
      fc.property(text, fc.nat(), (clean, seed) => {
        const { segments } = garbler.garble(
          clean,
          clean.map(() => 0),
          clean.length,
          0,
          seededRandom(seed),
        );
        const pairs = new Map<number, Set<number>>();
        for (const { pair } of segments) {
          if (pair < 0) continue;
          const head = index.tables.pairHead[pair]!;
          pairs.set(head, (pairs.get(head) ?? new Set()).add(pair));
        }
        for (const drawn of pairs.values()) expect(drawn.size).toBe(1);
      }),
    );
  });
});

describe("training a context model", () => {
  // “cash” is written for money near banks and stands by itself near guns; the language model knows nothing.
  const corpus = ((): Uint16Array => {
    const random = seededRandom(3);
    const ids: number[] = [];
    const id = (word: string): number => words.indexOf(word);
    for (let i = 0; i < 40_000; i++) {
      const bank = random() < 0.5;
      const filler = (): number => id(bank ? ["bank", "loan"][Math.floor(2 * random())]! : ["gun", "army"][Math.floor(2 * random())]!);
      ids.push(1, filler(), filler(), id(bank ? "money" : "war"), filler(), filler(), 65535);
    }
    return Uint16Array.from(ids);
  })();
  const flat = { score: () => Math.log(1 / words.length) };
  const tables = trainContextModel(corpus, list, flat, index, { dimensions: 8, contextWords: words.length, learningRate: 0.1 });

  it("learns which reading fits the surroundings", () => {
    const model = new ContextModel(tables);
    const around = (word: string): Float32Array => model.read(new Array<number>(2 * NEAR).fill(words.indexOf(word))).vector(NEAR, NEAR);
    const over = (one: string, other: string, near: string): number =>
      model.score(words.indexOf(one), around(near)) - model.score(words.indexOf(other), around(near));
    expect(over("money", "cash", "bank")).toBeGreaterThan(1);
    expect(over("war", "battle", "gun")).toBeGreaterThan(1);
  });

  it("is deterministic", () => {
    const again = trainContextModel(corpus.subarray(0, 44_000), list, flat, index, { dimensions: 4, contextWords: words.length });
    expect(trainContextModel(corpus.subarray(0, 44_000), list, flat, index, { dimensions: 4, contextWords: words.length })).toEqual(again);
  });
});
