import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GateTables, Gate, readGate, writeGate } from "../src/gate/gate.js";
import { PASSAGE_STATISTICS } from "../src/gate/passage-statistics.js";
import { NEIGHBOURHOOD, neighbourhood } from "../src/gate/neighbourhood.js";
import { Places } from "../src/gate/places.js";
import { BUCKET, FEATURES, featureKeys, packWeights, WordModel } from "../src/gate/word-model.js";
import { ModelError, ModelFile, writeModelFile } from "../src/model/model-file.js";
import { passagesOf } from "../src/text/passages.js";
import { WordScan } from "../src/text/word-scan.js";
import { forEachPassage, WordTrainer } from "../src/train/gate/word-trainer.js";
import "./seed.js";

const placesOf = (text: string): Places => {
  const scan = new WordScan(1000);
  const places = new Places(1000);
  scan.readSpan(text, { start: 0, end: text.length, exclude: [] });
  places.read(text, scan);
  return places;
};

/** Suspicious exactly when the surest word is surer than even. */
const surest = { depth: 1, base: 0, feature: Uint8Array.of(PASSAGE_STATISTICS.indexOf("surest")), threshold: Float32Array.of(0), leaf: Float32Array.of(-2, 2) };

/** What the passage itself says, whatever its neighbours do. */
const own = { depth: 1, base: 0, feature: Uint8Array.of(NEIGHBOURHOOD.indexOf("own")), threshold: Float32Array.of(0), leaf: Float32Array.of(-3, 3) };
/** A gate to which each word of one text is suspicious, wherever it stands, and all else is not. */
function gateAgainst(words: string): GateTables {
  const places = placesOf(words);
  const keys = new Int32Array(FEATURES);
  const entries: { key: number; weight: number; worth: number }[] = [];
  for (let at = 0; at < places.count; at++) {
    if (places.shape[at]! < 0) continue;
    featureKeys(places, at, keys);
    entries.push({ key: keys[0]!, weight: 4, worth: 1 });
  }
  return { words: packWeights(entries, 1 / 16, -2), passages: surest, neighbours: own };
}

describe("the gate", () => {
  it("adds up the weights of a word's features: as a table looked up key by key", () => {
    const entry = fc.record({
      key: fc.nat(0xfffffff),
      weight: fc.integer({ min: -120, max: 120 }).filter((w) => w !== 0),
      worth: fc.double({ min: 0.1, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("war", "the", "War", "ends", "NATO", "2", ".", "\n"), { minLength: 1, maxLength: 30 }),
        fc.array(entry, { maxLength: 40 }),
        (words, others) => {
          const places = placesOf(words.join(" "));
          const keys = new Int32Array(FEATURES);
          const known = new Map<number, number>();
          for (const { key, weight } of others) known.set(key, weight);
          for (let at = 2; at < places.count; at++) {
            if (places.shape[at]! < 0) continue;
            featureKeys(places, at, keys);
            for (const [f, key] of keys.entries()) if (f % 2 === 0) known.set(key, (f + 1) * 3);
          }
          const model = new WordModel(
            packWeights(
              [...known].map(([key, weight]) => ({ key, weight, worth: 1 })),
              1,
              -5,
            ),
          );
          for (let at = 2; at < places.count; at++) {
            if (places.shape[at]! < 0) continue;
            featureKeys(places, at, keys);
            const crowded = [...keys].some((key) => [...known.keys()].filter((other) => other >>> 8 === key >>> 8).length > BUCKET);
            if (!crowded) expect(model.logOdds(places, at)).toBe(-5 + [...keys].reduce((sum, key) => sum + (known.get(key) ?? 0), 0));
          }
        },
      ),
    );
  });

  it("keeps the worthiest of the features that meet in a bucket", () => {
    const crowd = Array.from({ length: 7 }, (_, i) => ({ key: (5 << 8) | (i + 1), weight: i + 1, worth: [3, 1, 7, 2, 6, 5, 4][i]! }));
    const { tags, weights } = packWeights(crowd, 1, 0);
    const kept = Array.from({ length: BUCKET }, (_, i) => [(tags[5]! >>> (8 * i)) & 0xff, (weights[5]! << (24 - 8 * i)) >> 24]);
    expect(kept.sort(([a], [b]) => a! - b!)).toEqual([
      [3, 3],
      [5, 5],
      [6, 6],
      [7, 7],
    ]);
  });

  it("finds the passage that has a suspicious word, and no other", () => {
    const gate = new Gate(gateAgainst("warfare"));
    const clean = `${"one says that it is so and goes on to say it again in other words. ".repeat(10).trim()}`;
    const text = [clean, clean.replace("goes", "warfare"), clean].join("\n\n");
    const screened = [...gate.screen(text)];
    expect(screened.map(({ suspicious }) => suspicious)).toEqual([false, true, false]);
    expect(screened.map(({ start, end }) => text.slice(start, end))).toEqual(text.split("\n\n"));
    expect([...gate.screen(text, [{ start: text.indexOf("warfare"), end: text.indexOf("warfare") + 7 }])].some(({ suspicious }) => suspicious)).toBe(false);
  });

  it("counts a line that stands again in a passage once", () => {
    const gate = new Gate(gateAgainst("zebra"));
    const words = (text: string): number => gate.statisticsOf(text, [...passagesOf(text)][0]!)![PASSAGE_STATISTICS.indexOf("words")]!;
    expect(words("a zebra is striped\nand so on.\nA zebra is striped!\nthe end")).toBe(words("a zebra is striped\nand so on.\nthe end"));
    expect(words("one two\nthree\nOne two\none TWO\n")).toBe(3);
  });

  it("never throws, whatever the text, and says the same every time", () => {
    const gate = new Gate(gateAgainst("the a of"));
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const screened = [...gate.screen(text)];
        for (const { suspicion } of screened) expect(suspicion >= 0 && suspicion <= 1).toBe(true);
        expect([...gate.screen(text)]).toEqual(screened);
      }),
    );
  });

  it("is read as it was written; a file of another kind or make is refused with the cure", () => {
    const tables = gateAgainst("warfare");
    const text = "a warfare broke out";
    const [passage] = passagesOf(text);
    expect(readGate(new ModelFile(writeGate(tables))).logOdds(text, passage!)).toBe(new Gate(tables).logOdds(text, passage!));
    expect(() => readGate(new ModelFile(writeModelFile({}, {}), "x.gate"))).toThrow(ModelError);
    expect(() => readGate(new ModelFile(writeModelFile({}, { gate: { features: 3 } }), "x.gate"))).toThrow(
      /x\.gate: its gate was trained on other features; .*train:gate/,
    );
  });
});

describe("a passage's neighbourhood", () => {
  it("is itself where it has none", () => {
    expect([...neighbourhood([{ key: 1, words: 90, logOdds: -2 }], 0)]).toEqual([-2, -2, -2, 0, -2, 90]);
  });

  it("is the near ones' mean and greatest and the far ones' mean, within bounds", () => {
    const seen = [1, -1, -3, 9, 2].map((logOdds, key) => ({ key, words: 100, logOdds }));
    expect([...neighbourhood(seen, 0)]).toEqual([1, 1 / 3, 5, 3, 0.75, 100].map(Math.fround));
  });

  it("does not grow with repetition", () => {
    const [a, b, c] = [3, -2, 1].map((logOdds, key) => ({ key, words: 100, logOdds }));
    expect(neighbourhood([a!, a!, b!, c!, b!, c!], 1)).toEqual(neighbourhood([a!, b!, c!], 0));
  });
});

describe("the word model's trainer", () => {
  const clean = ["the war went on for a year.", "the war will end soon."];
  const garbled = ["the warfare went on for a twelvemonth.", "the warfare will end soon."];

  it("visits each word once, with the truth", () => {
    const text = "The warfare, they said,\nended.";
    const seen: boolean[] = [];
    forEachPassage({ text, substitutions: [{ start: 4, end: 11 }], kind: "x", source: "x" }, (places, substituted) => {
      for (let at = 0; at < places.count; at++) if (places.shape[at]! >= 0) seen.push(substituted[at] === 1);
    });
    expect(seen).toEqual([false, true, false, false, false]);
  });

  it("learns which words were put there, and that others were not", { timeout: 60_000 }, () => {
    const trainer = new WordTrainer({ countMin: 2, step: 0.5, scale: 1 / 16 });
    const substitutions = (text: string) =>
      [...text.matchAll(/warfare|twelvemonth/g)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
    const documents = [...clean, ...garbled].flatMap((text) =>
      Array.from({ length: 20 }, () => ({ text, substitutions: substitutions(text), kind: "x", source: "x" })),
    );
    for (const document of documents) trainer.count(document);
    expect(trainer.freeze()).toBeGreaterThan(20);
    for (const document of documents) trainer.learn(document);
    const model = new WordModel(trainer.tables());
    const logOdds = (text: string): number[] => {
      const places = placesOf(text);
      return Array.from({ length: places.count }, (_, at) => at).flatMap((at) => (places.shape[at]! < 0 ? [] : [model.logOdds(places, at)]));
    };
    expect(logOdds("the warfare went on").map((value) => value > 0)).toEqual([false, true, false, false]);
    expect(logOdds("the war went on").every((value) => value < 0)).toBe(true);
  });
});
