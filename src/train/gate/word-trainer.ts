import { FEATURES, featureKeys, KEY_BITS, packWeights, type WordModelTables } from "../../gate/word-model.js";
import { Places } from "../../gate/places.js";
import { PASSAGE_UNITS_MAX, passagesOf } from "../../text/passages.js";
import { WordScan } from "../../text/word-scan.js";
import type { LabelledText } from "./documents.js";

export interface WordTrainerOptions {
  /** Times a feature must stand in the training text to have a weight. */
  countMin: number;
  /** Step of AdaGrad (Duchi et al. 2011). */
  step: number;
  /** Log-odds of one unit of a stored weight. */
  scale: number;
}

/** Learns a WordModel: `count` all documents, `freeze`, `learn` from all documents, `tables`. */
export class WordTrainer {
  private readonly counts = new Uint8Array(2 ** KEY_BITS);
  private readonly present = new Uint32Array(2 ** (KEY_BITS - 5));
  /** Features below each word of `present`. */
  private readonly rank = new Uint32Array(2 ** (KEY_BITS - 5) + 1);
  private weights = new Float32Array(0);
  private squares = new Float32Array(0);
  /** Log-odds of a word of which no feature is known: an absent feature says nothing. */
  private base = 0;
  private baseSquares = 1;
  private readonly keys = new Int32Array(FEATURES);
  private readonly ids = new Int32Array(FEATURES);
  /** Words learnt from, and the sum of their log loss before they were (progressive validation). */
  words = 0;
  loss = 0;

  constructor(private readonly options: WordTrainerOptions) {}

  count(document: LabelledText): void {
    forEachPassage(document, (places) => {
      for (let at = 0; at < places.count; at++) {
        if (places.shape[at]! < 0) continue;
        featureKeys(places, at, this.keys);
        for (const key of this.keys) if (this.counts[key]! < 255) this.counts[key]!++;
      }
    });
  }

  freeze(): number {
    for (let key = 0; key < this.counts.length; key++) if (this.counts[key]! >= this.options.countMin) this.present[key >>> 5]! |= 1 << (key & 31);
    for (let w = 0; w < this.present.length; w++) this.rank[w + 1] = this.rank[w]! + ones(this.present[w]!);
    const features = this.rank.at(-1)!;
    this.weights = new Float32Array(features);
    this.squares = new Float32Array(features).fill(1);
    return features;
  }

  learn(document: LabelledText): void {
    forEachPassage(document, (places, substituted) => {
      for (let at = 0; at < places.count; at++) if (places.shape[at]! >= 0) this.learnWord(places, at, substituted[at]!);
    });
  }

  private learnWord(places: Places, at: number, truth: number): void {
    const { weights, squares, ids, keys } = this;
    const { step } = this.options;
    featureKeys(places, at, keys);
    let sum = this.base;
    for (let f = 0; f < FEATURES; f++) {
      const id = this.idOf(keys[f]!);
      ids[f] = id;
      if (id >= 0) sum += weights[id]!;
    }
    const p = 1 / (1 + Math.exp(-sum));
    this.words++;
    this.loss -= Math.log(Math.max(1e-9, truth ? p : 1 - p));
    const error = p - truth;
    const square = error * error;
    for (let f = 0; f < FEATURES; f++) {
      const id = ids[f]!;
      if (id < 0) continue;
      squares[id]! += square;
      weights[id]! -= (step * error) / Math.sqrt(squares[id]!);
    }
    this.baseSquares += square;
    this.base -= (step * error) / Math.sqrt(this.baseSquares);
  }

  tables(): WordModelTables {
    return packWeights(this.entries(), this.options.scale, this.base);
  }

  /** Every feature with its weight, worth what it changes in all the places where it stands. */
  private *entries(): Generator<{ key: number; weight: number; worth: number }> {
    for (let key = 0; key < this.counts.length; key++) {
      const id = this.idOf(key);
      if (id < 0) continue;
      const weight = this.weights[id]!;
      yield { key, weight, worth: Math.abs(weight) * Math.sqrt(this.counts[key]!) };
    }
  }

  private idOf(key: number): number {
    const word = this.present[key >>> 5]!;
    const bit = 1 << (key & 31);
    return (word & bit) === 0 ? -1 : this.rank[key >>> 5]! + ones(word & (bit - 1));
  }
}

function ones(bits: number): number {
  let b = bits - ((bits >>> 1) & 0x55555555);
  b = (b & 0x33333333) + ((b >>> 2) & 0x33333333);
  return Math.imul((b + (b >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const scan = new WordScan(PASSAGE_UNITS_MAX);
const places = new Places(PASSAGE_UNITS_MAX);

/** The passages of a document, their words in their places as the gate sees them; `substituted` tells of each place whether a spinner wrote it. */
export function forEachPassage({ text, substitutions }: LabelledText, visit: (places: Places, substituted: Uint8Array) => void): void {
  let next = 0;
  for (const passage of passagesOf(text)) {
    scan.readSpan(text, passage);
    places.read(text, scan);
    const substituted = new Uint8Array(places.count);
    for (let at = 0; at < places.count; at++) {
      if (places.shape[at]! < 0) continue;
      const term = places.term[at]!;
      while (next < substitutions.length && substitutions[next]!.end <= scan.start[term]!) next++;
      substituted[at] = Number(next < substitutions.length && substitutions[next]!.start < scan.end[term]!);
    }
    visit(places, substituted);
  }
}
