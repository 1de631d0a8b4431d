import { fromLog, type LogProb, toLog } from "../log-prob.js";
import { bloomierLayout, buildBloomierFilter } from "../model/bloomier-filter.js";
import type { LanguageModelTables, OrderTables } from "../model/language-model.js";
import { SENTENCE_START, type Vocabulary } from "../model/vocabulary.js";
import type { BackoffModel, Kept } from "./backoff-model.js";
import type { NgramTrie } from "./ngram-trie.js";

import { type Quantised, quantise } from "./quantise.js";

/** log P of `<s>`, which is never foretold. */
const NEVER = -99;
/** What is left of a context's probability is not let fall below this. */
const REST_MIN = 1e-6;
/** Bits of a context's cell that hold its back-off weight. */
const CONTEXT_VALUE_BITS = 5;
/** Codes of a byte, for the tables by word. */
const BYTE_CODES = 256;

/**
 * A pruned model → the quantised tables of a language model. Order by order, each computed against the tables made so far, and the
 * back-off weights after the gains they have to balance: errors of quantising do not add up, and probabilities sum to 1 as nearly as
 * the quantised weights allow.
 *
 * @param valueBits bits of an n-gram's cell that hold its gain; the rest is fingerprint
 */
export function packModel(model: BackoffModel, valueBits: number): LanguageModelTables {
  const { trie, probability, backoff } = model;
  const kept = trie.levels.map(({ size }, n) => model.kept[n] ?? new Uint8Array(size).fill(1));
  const contexts = contextsOf(trie, kept);
  // Weighted between words and occurrences: frequent words are few, and an error in them is met everywhere.
  const unigrams = quantise(
    Float32Array.from(probability[1], (p, id) => (id === SENTENCE_START ? NEVER : toLog(p))),
    BYTE_CODES,
    probability[1].map(Math.sqrt),
  );
  let shorter: Float32Array = Float32Array.from(unigrams.codes, (code) => unigrams.values[code]); // the tables' scores, a level below
  let wordBackoff: Quantised | undefined;
  const orders: OrderTables[] = [];
  for (let n = 2; n <= trie.order; n++) {
    const { start, count: contextCount, size } = trie.levels[n - 1];
    const { suffix, count, size: ngrams } = trie.levels[n];
    const gain = new Float32Array(ngrams);
    for (let context = 0; context < size; context++) {
      const logWeight = toLog(backoff[n - 1][context]);
      for (let i = start[context]; i < start[context + 1]; i++) {
        if (kept[n][i]) gain[i] = toLog(probability[n][i]) - logWeight - shorter[suffix[i]];
      }
    }
    const stored = indices(kept[n]);
    const gains = quantise(
      Float32Array.from(stored, (i) => gain[i]),
      2 ** valueBits,
      Float32Array.from(stored, (i) => count[i]),
    );
    stored.forEach((i, at) => {
      gain[i] = gains.values[gains.codes[at]];
    });
    const nodes = n === 2 ? Uint32Array.from({ length: size }, (_, id) => id) : indices(contexts[n - 1]);
    const backoffs = quantise(
      Float32Array.from(nodes, (node) => balance(gain, shorter, suffix, start[node], start[node + 1])),
      n === 2 ? BYTE_CODES : 2 ** CONTEXT_VALUE_BITS,
      Float32Array.from(nodes, (node) => contextCount[node]),
    );
    const order: OrderTables = {
      gains: buildBloomierFilter({ ...keysOf(trie, n, stored), values: gains.codes }, valueBits),
      gainValues: padded(gains.values, 2 ** valueBits),
    };
    if (n === 2) wordBackoff = backoffs;
    else {
      order.contexts = buildBloomierFilter({ ...keysOf(trie, n - 1, nodes), values: backoffs.codes }, CONTEXT_VALUE_BITS);
      order.backoffValues = padded(backoffs.values, 2 ** CONTEXT_VALUE_BITS);
    }
    orders.push(order);
    if (n === trie.order) break;
    for (let i = 0; i < ngrams; i++) gain[i] += shorter[suffix[i]];
    nodes.forEach((node, at) => {
      for (let i = start[node]; i < start[node + 1]; i++) gain[i] += backoffs.values[backoffs.codes[at]];
    });
    shorter = gain;
  }
  return {
    unigramCodes: unigrams.codes,
    unigramValues: unigrams.values,
    wordBackoffCodes: (wordBackoff as Quantised).codes,
    wordBackoffValues: (wordBackoff as Quantised).values,
    orders,
  };
}

/**
 * The log weight α under which a context's probabilities sum to 1 when its n-grams have these gains g over the shorter context's
 * scores q (both logs; g = 0 where nothing is stored): α · (1 − Σ q + Σ q exp g) = 1.
 */
function balance(gain: Float32Array, shorter: Float32Array, suffix: Uint32Array, from: number, to: number): LogProb {
  let sum = 1;
  for (let i = from; i < to; i++) if (gain[i] !== 0) sum += fromLog(shorter[suffix[i]]) * (fromLog(gain[i]) - 1);
  return -toLog(Math.max(sum, REST_MIN));
}

/** A chance hit of a filter may give any code: those that stand for nothing stand for log 1. */
function padded(values: Float32Array, size: number): Float32Array {
  const all = new Float32Array(size);
  all.set(values);
  return all;
}

/** Bytes that vocabulary and tables take in a model file, headers and codebooks (some kilobytes) apart. */
export function packedBytes(vocabulary: Vocabulary, trie: NgramTrie, kept: Kept): number {
  let bytes = 2 * vocabulary.size;
  for (const section of Object.values(vocabulary.sections())) bytes += section.byteLength;
  const contexts = contextsOf(trie, kept);
  for (let n = 2; n <= trie.order; n++) {
    bytes += 2 * bloomierLayout(ones(kept[n] as Uint8Array)).cellCount;
    if (n > 2) bytes += 2 * bloomierLayout(ones(contexts[n - 1])).cellCount;
  }
  return bytes;
}

/**
 * Which n-grams need a back-off weight, by level: those with a kept child, and at level n also the suffixes of such at level n + 1,
 * since a longer context is asked only when the shorter one is known.
 */
function contextsOf(trie: NgramTrie, kept: Kept): Uint8Array[] {
  const contexts = trie.levels.map(({ size }, n) => new Uint8Array(n < trie.order ? size : 0));
  for (let n = trie.order - 1; n >= 1; n--) {
    const { start, size, suffix } = trie.levels[n];
    const isKept = kept[n + 1] as Uint8Array;
    for (let node = 0; node < size; node++) {
      for (let i = start[node]; i < start[node + 1] && !contexts[n][node]; i++) contexts[n][node] = isKept[i];
      if (n > 1 && contexts[n][node]) contexts[n - 1][suffix[node]] = 1;
    }
  }
  return contexts;
}

/** Keys of the n-grams of a level, as LanguageModel.score makes them: the last two words in the low half. */
function keysOf(trie: NgramTrie, n: number, nodes: Uint32Array): { high: Uint32Array; low: Uint32Array } {
  const high = new Uint32Array(nodes.length);
  const low = new Uint32Array(nodes.length);
  const cursors = new Array<number>(n).fill(0); // by level: the node above the one looked at; nodes come in rising order
  nodes.forEach((node, at) => {
    let index = node;
    for (let level = n, back = 0; level >= 1; level--, back++) {
      const word = trie.levels[level].word[index];
      if (back < 2) low[at] |= word << (16 * back);
      else high[at] |= word << (16 * (back - 2));
      if (level === 1) break;
      const { start } = trie.levels[level - 1];
      while (start[cursors[level - 1] + 1] <= index) cursors[level - 1]++;
      index = cursors[level - 1];
    }
  });
  return { high, low };
}

function ones(flags: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < flags.length; i++) count += flags[i];
  return count;
}

function indices(flags: Uint8Array): Uint32Array {
  const found = new Uint32Array(ones(flags));
  for (let i = 0, at = 0; i < flags.length; i++) if (flags[i]) found[at++] = i;
  return found;
}
