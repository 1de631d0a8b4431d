import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { makeVocabulary, SPECIAL_FORMS } from "../src/model/vocabulary.js";
import { corpusFiles, TrainError } from "../src/train/corpus-files.js";
import { encodeCorpus, encodeLines, LINE_END_ID, readEncodedCorpus } from "../src/train/encode-corpus.js";
import { discountsFor, lowerOrderCounts } from "../src/train/kneser-ney.js";
import { countNgrams } from "../src/train/ngram-trie.js";
import { perplexity } from "../src/train/perplexity.js";
import { quantise } from "../src/train/quantise.js";
import { readKeepLists } from "../src/train/read-keep-list.js";
import { trainToyModel } from "../src/train/toy-model.js";
import { fullModel, MODEL_DEFAULTS, type ModelOptions, shrunkModel } from "../src/train/train-model.js";

const VOCABULARY_SIZE = 9;
const line = fc.array(fc.array(fc.integer({ min: 2, max: VOCABULARY_SIZE - 1 }), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 });
/** A corpus of ids: lines of sentences of words 2 to 8; 0 never occurs, so that every test has an unseen word. */
const corpus = fc
  .array(line, { minLength: 1, maxLength: 6 })
  .map((lines) => Uint16Array.from(lines.flatMap((l) => [...l.flatMap((s) => [1, ...s]), LINE_END_ID])));
const orders = fc.integer({ min: 2, max: 4 });

describe("n-gram counts", () => {
  it("are those of a naive counter, suffixes included", () => {
    fc.assert(
      fc.property(corpus, orders, (ids, order) => {
        const trie = countNgrams(ids, VOCABULARY_SIZE, order);
        const naive = naiveCounts(ids, order);
        for (let n = 1; n <= order; n++) {
          const found = ngrams(trie, n);
          expect(new Map(found.filter(([, i]) => trie.levels[n].count[i] > 0).map(([key, i]) => [key, trie.levels[n].count[i]]))).toEqual(naive[n]);
          const shorter = new Map(n > 1 ? ngrams(trie, n - 1) : []);
          if (n > 1) for (const [key, i] of found) expect(trie.levels[n].suffix[i]).toBe(shorter.get(key.split(" ").slice(1).join(" ")));
        }
      }),
    );
  });
});

describe("modified Kneser–Ney", () => {
  it("agrees with a naive model over maps", () => {
    fc.assert(
      fc.property(corpus, orders, (ids, order) => {
        const model = fullModel(countNgrams(ids, VOCABULARY_SIZE, order), { ...MODEL_DEFAULTS, order });
        const naive = naiveKneserNey(ids, order);
        for (const [t, u, v] of contexts(ids)) {
          for (let w = 0; w < VOCABULARY_SIZE; w++) if (w !== 1) expect(Math.exp(model.score(t, u, v, w))).toBeCloseTo(naive([t, u, v], w), 5);
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each(["continuations", "occurrences"] as const)("sums to 1 over all words in seen and unseen contexts, pruned or not (%s)", (lowerOrders) => {
    fc.assert(
      fc.property(corpus, orders, fc.integer({ min: 0, max: 700 }), (ids, order, room) => {
        const trie = countNgrams(ids, VOCABULARY_SIZE, order);
        const options: ModelOptions = { ...MODEL_DEFAULTS, order, lowerOrders, bytes: 16_384 + room };
        for (const model of [fullModel(trie, options), shrunkModel(trie, toyVocabulary(), options).small]) {
          for (const [t, u, v] of [...contexts(ids), [-1, -1, 0], [0, 0, 0], [3, 0, 2], [-1, 1, 0]]) {
            let sum = 0;
            for (let w = 0; w < VOCABULARY_SIZE; w++) if (w !== 1) sum += Math.exp(model.score(t, u, v, w));
            expect(sum).toBeCloseTo(1, 4);
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  it("takes the discounts from the counts of counts, and has others for small corpora", () => {
    const counts = [...new Array(100).fill(1), ...new Array(40).fill(2), ...new Array(20).fill(3), ...new Array(12).fill(4)];
    const y = 100 / 180;
    expect(discountsFor(Uint32Array.from(counts))).toEqual([1 - (2 * y * 40) / 100, 2 - (3 * y * 20) / 40, 3 - (4 * y * 12) / 20]);
    expect(discountsFor(Uint32Array.of(1, 1))).toEqual([0.5, 1, 1.5]);
  });

  it("gives the count of an n-gram that is pruned to the shorter one", () => {
    // 2 4 · 2 4 · 3 4: two contexts, three occurrences
    const trie = countNgrams(Uint16Array.of(1, 2, 4, 1, 2, 4, 1, 3, 4), VOCABULARY_SIZE, 2);
    expect(lowerOrderCounts(trie, "continuations")[1][4]).toBe(2);
    expect(lowerOrderCounts(trie, "continuations", [undefined, undefined, new Uint8Array(trie.levels[2].size)])[1][4]).toBe(3);
    expect(lowerOrderCounts(trie, "occurrences")[1][4]).toBe(3);
  });
});

describe("quantising", () => {
  it("takes the nearest of the codebook's values, which rise", () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: -20, max: 20 }), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 32 }), (list, size) => {
        const { codes, values } = quantise(Float32Array.from(list), size);
        expect(values.length).toBeLessThanOrEqual(size);
        expect([...values].sort((a, b) => a - b)).toEqual([...values]);
        list.forEach((value, i) => {
          const least = Math.min(...values.map((v) => Math.abs(v - value)));
          expect(Math.abs(values[codes[i]] - value)).toBeCloseTo(least, 5);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("loses nothing when the codebook is large enough", () => {
    const { codes, values } = quantise(Float32Array.of(-3, 2, -3, 0.5), 4);
    expect([...codes].map((code) => values[code])).toEqual([-3, 2, -3, 0.5]);
  });
});

describe("a toy model", () => {
  const lines = ["The war went on.", "The war went well.", "The division went on without the war."];

  it("foretells what it has read", () => {
    const model = trainToyModel(lines);
    const [the, war, went, division, on] = ["the", "war", "went", "division", "on"].map((form) => model.vocabulary.id(form));
    expect(model.order).toBe(3);
    expect(model.score(-1, 1, the, war)).toBeGreaterThan(model.score(-1, 1, the, division));
    expect(model.score(the, war, went, on)).toBeGreaterThan(model.score(the, war, went, the));
    expect(model.score(-1, -1, 1, the)).toBeGreaterThan(Math.log(0.5));
    expect(model.score(0, 0, 0, 0)).toBeLessThan(0);
  });

  it("stays near the model it was packed from", () => {
    const model = trainToyModel(lines, { order: 4 });
    const trie = countNgrams(encodeLines(lines, model.vocabulary), model.vocabulary.size, 4);
    const ids = encodeLines(lines, model.vocabulary);
    const exact = fullModel(trie, MODEL_DEFAULTS);
    for (const [t, u, v] of contexts(ids)) {
      for (let w = 2; w < model.vocabulary.size; w++) expect(Math.abs(model.score(t, u, v, w) - exact.score(t, u, v, w))).toBeLessThan(0.35);
    }
  });
});

describe("a corpus on disk", () => {
  const folder = mkdtempSync(join(tmpdir(), "ungarble-test-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const texts = join(folder, "texts");
  mkdirSync(texts);
  writeFileSync(join(texts, "a.txt"), "The Fed met. “We wait,” said Mr Powell of the Fed.\nIt rained.\n");
  writeFileSync(join(texts, "b.txt"), "Rates fell at the Fed.");
  writeFileSync(join(texts, "holdout.txt"), "The Fed waits.\n");
  writeFileSync(join(texts, "notes.md"), "not read");
  const options = { size: 100, minCount: 2, keep: new Set(["rates", "never"]), workers: 0 };

  it("becomes ids and a vocabulary: frequent forms, kept ones, capitals", async () => {
    const { training, holdout } = corpusFiles(texts);
    expect([training, holdout].map((files) => files.map(({ name }) => name))).toEqual([["a.txt", "b.txt"], ["holdout.txt"]]);
    const { counts } = await encodeCorpus(training, join(folder, "work"), options);
    const { ids, vocabulary } = readEncodedCorpus(join(folder, "work"));
    expect(Array.from({ length: vocabulary.size }, (_, id) => vocabulary.word(id))).toEqual(["<unk>", "<s>", ".", "fed", "the", "rates"]);
    expect(readFileSync(join(folder, "work", "vocab.txt"), "utf8")).toBe("<unk>\n<s>\n.\nfed\nthe\nrates\n");
    expect([...counts]).toEqual([12, 0, 4, 3, 3, 1]);
    expect(vocabulary.capitalRate(vocabulary.id("fed"))).toBe(255);
    expect(vocabulary.capitalRate(vocabulary.id("the"))).toBe(0);
    expect([...ids.slice(-9)]).toEqual([LINE_END_ID, 1, 5, 0, 0, 4, 3, 2, LINE_END_ID]);
  });

  it("gives the same bytes every time", async () => {
    const train = async (): Promise<Uint8Array> => {
      await encodeCorpus(corpusFiles(texts).training, join(folder, "work"), options);
      const { ids, vocabulary } = readEncodedCorpus(join(folder, "work"));
      return shrunkModel(countNgrams(ids, vocabulary.size, 3), vocabulary, { ...MODEL_DEFAULTS, bytes: 17_000 }).bytes;
    };
    expect(await train()).toEqual(await train());
  });

  it("says what is missing", () => {
    expect(() => corpusFiles(join(folder, "nowhere"))).toThrow(TrainError);
    expect(() => corpusFiles(folder)).toThrow("no .txt or .txt.xz file");
    expect(() => readEncodedCorpus(texts)).toThrow("run without --reuse first");
    expect(() => readKeepLists([join(folder, "list")])).toThrow("--keep wants a text file");
    writeFileSync(join(folder, "list"), "# heads\nstate division\nwon’t\n");
    expect([...readKeepLists([join(folder, "list")])]).toEqual(["state", "division", "won't"]);
  });
});

describe("perplexity", () => {
  it("is the geometric mean of 1 / P, with unknown words apart", () => {
    const model = { score: (_t: number, _u: number, v: number, w: number): number => Math.log(w === 0 ? 1 / 16 : v === 1 ? 1 / 2 : 1 / 8) };
    const { terms, all, known, unknownRate } = perplexity(Uint16Array.of(1, 5, 6, 0, 1, 7, LINE_END_ID), model);
    expect(terms).toBe(4);
    expect(unknownRate).toBe(0.25);
    expect(all).toBeCloseTo((2 * 8 * 16 * 2) ** (1 / 4), 9);
    expect(known).toBeCloseTo((2 * 8 * 2) ** (1 / 3), 9);
  });
});

const toyVocabulary = () => makeVocabulary([...SPECIAL_FORMS, ..."abcdefg"]);

/** The n-grams of a level as strings of ids, with their index. */
function ngrams(trie: ReturnType<typeof countNgrams>, n: number): [string, number][] {
  if (n === 1) return Array.from({ length: trie.levels[1].size }, (_, id) => [String(id), id]);
  return ngrams(trie, n - 1).flatMap(([key, i]) => {
    const { start } = trie.levels[n - 1];
    return Array.from({ length: start[i + 1] - start[i] }, (_, k): [string, number] => [`${key} ${trie.levels[n].word[start[i] + k]}`, start[i] + k]);
  });
}

/** Sentences with their `<s>`. */
function sentences(ids: Uint16Array): number[][] {
  const all: number[][] = [];
  for (const id of ids) {
    if (id === 1) all.push([]);
    if (id !== LINE_END_ID) all.at(-1)?.push(id);
  }
  return all;
}

function naiveCounts(ids: Uint16Array, order: number): Map<string, number>[] {
  const counts = Array.from({ length: order + 1 }, () => new Map<string, number>());
  for (const sentence of sentences(ids)) {
    for (let n = 1; n <= order; n++) {
      for (let i = 0; i + n <= sentence.length; i++) {
        const key = sentence.slice(i, i + n).join(" ");
        counts[n].set(key, (counts[n].get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/** Every context a word of the corpus stands in, -1 where there is none. */
function contexts(ids: Uint16Array): number[][] {
  return sentences(ids).flatMap((sentence) => sentence.slice(1).map((_, i) => [2, 1, 0].map((back) => sentence[i - back] ?? -1)));
}

/** Straight from the formula: probabilities over maps from strings. */
function naiveKneserNey(ids: Uint16Array, order: number): (context: readonly number[], w: number) => number {
  const counts = naiveCounts(ids, order);
  for (let n = order - 1; n >= 1; n--) {
    for (const key of counts[n].keys()) {
      if (key.startsWith("1 ") || key === "1") continue;
      counts[n].set(key, [...counts[n + 1].keys()].filter((longer) => longer.slice(longer.indexOf(" ") + 1) === key).length);
    }
  }
  counts[1].delete("1");
  const discounts = counts.map((level) => discountsFor(Uint32Array.from(level.values())));
  const p = (context: readonly number[], w: number): number => {
    if (context.includes(-1)) return p(context.slice(context.lastIndexOf(-1) + 1), w);
    const n = context.length + 1;
    const key = (word: number | string): string => [...context, word].join(" ");
    const children = [...counts[n]].filter(([ngram]) => ngram.slice(0, ngram.lastIndexOf(" ") + 1) === (n === 1 ? "" : `${context.join(" ")} `));
    const total = children.reduce((sum, [, count]) => sum + count, 0);
    const discount = (count: number): number => (count === 0 ? 0 : discounts[n][Math.min(count, 3) - 1]);
    const shorter = n === 1 ? 1 / (VOCABULARY_SIZE - 1) : p(context.slice(1), w);
    if (total === 0) return shorter;
    const count = counts[n].get(key(w)) ?? 0;
    return (count - discount(count) + children.reduce((sum, [, c]) => sum + discount(c), 0) * shorter) / total;
  };
  return (context, w) => p(context.slice(3 - (order - 1)), w);
}
