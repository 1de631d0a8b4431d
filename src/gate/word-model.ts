import type { Places } from "./places.js";

/** Kinds of features of a word in its place. */
export const FEATURES = 6;
/** Bits of a feature's key: 20 choose its bucket, 8 tell it from the others there. */
export const KEY_BITS = 28;
const TAG_BITS = 8;
/** Features a bucket holds at most. */
export const BUCKET = 4;

/**
 * The keys of a word's features, KEY_BITS each: the word as it is written; it after the word before; before the word after; between both; after
 * the word before last; before the next but one.
 */
export function featureKeys({ hash, shape }: Places, at: number, keys: Int32Array): void {
  const word = hash[at]!;
  const before = hash[at - 1]!;
  const after = hash[at + 1]!;
  keys[0] = keyOf(Math.imul(word, 0x9e3779b1) + shape[at]! * 0x7f4a7c15);
  keys[1] = keyOf(Math.imul(word, 0x85ebca77) + Math.imul(before, 0xc2b2ae3d));
  keys[2] = keyOf(Math.imul(word, 0x27d4eb2f) + Math.imul(after, 0x165667b1));
  keys[3] = keyOf(Math.imul(word, 0xd3a2646d) + Math.imul(before, 0xfd7046c5) + Math.imul(after, 0xb55a4f09));
  keys[4] = keyOf(Math.imul(word, 0x8cb92ba7) + Math.imul(hash[at - 2]!, 0xa24baed5));
  keys[5] = keyOf(Math.imul(word, 0x9fb21c65) + Math.imul(hash[at + 2]!, 0xe7037ed1));
}

function keyOf(sum: number): number {
  let h = sum;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> (32 - KEY_BITS);
}

/** Weights by feature, in buckets of four: the tag's byte and the weight's byte at the same place of two words. */
export interface WordModelTables {
  /** Bucket → four tags. */
  tags: Uint32Array;
  /** Bucket → four weights, signed bytes; 0: nobody's. */
  weights: Uint32Array;
  /** Log-odds of a byte's unit. */
  scale: number;
  /** Log-odds of a word of which no feature is known. */
  base: number;
}

/**
 * A linear model of replaced words: log-odds that a spinner put a word where it stands, from the word and its neighbours (what ELECTRA's
 * discriminator tells, Clark et al. 2020, by feature hashing, Weinberger et al. 2009).
 */
export class WordModel {
  /** Whether the word last asked for is one that the model does not know by itself. */
  unknown = false;
  private readonly keys = new Int32Array(FEATURES);

  constructor(readonly tables: WordModelTables) {}

  /** Log-odds that the word at a place was substituted. */
  logOdds(places: Places, at: number): number {
    const { keys } = this;
    const { tags, weights, scale, base } = this.tables;
    featureKeys(places, at, keys);
    let sum = 0;
    this.unknown = false;
    for (let f = 0; f < FEATURES; f++) {
      const bucket = keys[f]! >>> TAG_BITS;
      const unlike = tags[bucket]! ^ Math.imul(keys[f]! & 0xff, 0x01010101);
      if ((unlike & 0xff) === 0) sum += (weights[bucket]! << 24) >> 24;
      else if ((unlike & 0xff00) === 0) sum += (weights[bucket]! << 16) >> 24;
      else if ((unlike & 0xff0000) === 0) sum += (weights[bucket]! << 8) >> 24;
      else if ((unlike & 0xff000000) === 0) sum += weights[bucket]! >> 24;
      else if (f === 0) this.unknown = true;
    }
    return base + scale * sum;
  }
}

/** Packs weights by key into buckets; where more than four meet, the weakest are left out. */
export function packWeights(entries: Iterable<{ key: number; weight: number; worth: number }>, scale: number, base: number): WordModelTables {
  const buckets = 1 << (KEY_BITS - TAG_BITS);
  const tags = new Uint32Array(buckets);
  const weights = new Uint32Array(buckets);
  const worths = new Float32Array(buckets * BUCKET);
  for (const { key, weight, worth } of entries) {
    const quantised = Math.max(-127, Math.min(127, Math.round(weight / scale)));
    if (quantised === 0) continue;
    const bucket = key >>> TAG_BITS;
    let place = 0;
    for (let i = 1; i < BUCKET; i++) if (worths[bucket * BUCKET + i]! < worths[bucket * BUCKET + place]!) place = i;
    if (worth <= worths[bucket * BUCKET + place]!) continue;
    worths[bucket * BUCKET + place] = worth;
    const mask = ~(0xff << (8 * place));
    tags[bucket] = ((tags[bucket]! & mask) | ((key & 0xff) << (8 * place))) >>> 0;
    weights[bucket] = ((weights[bucket]! & mask) | ((quantised & 0xff) << (8 * place))) >>> 0;
  }
  return { tags, weights, scale, base };
}
