import { fromLog, toLog } from "../log-prob.js";
import { bloomierLayout, buildBloomierFilter } from "../model/bloomier-filter.js";
import type { LanguageModelTables, OrderTables } from "../model/language-model.js";
import { SENTENCE_START, type Vocabulary } from "../model/vocabulary.js";
import type { BackoffModel } from "./backoff-model.js";
import type { NgramTrie } from "./ngram-trie.js";
import type { Kept } from "./prune.js";
import { type Quantised, quantise } from "./quantise.js";

/** log P of `<s>`, which is never foretold. */
const NEVER = -99;
/** Codes of a byte, for the tables by word. */
const BYTE_CODES = 256;

/**
 * A pruned model → the quantised tables of a language model. Order by order, and within an order back-off weights before n-grams, each
 * is computed against the tables made so far: errors of quantising do not add up.
 *
 * @param valueBits bits of a filter's cell that hold the value; the rest is fingerprint
 */
export function packModel(model: BackoffModel, valueBits: number): LanguageModelTables {
  const { trie, probability, kept } = model;
  const unigrams = quantise(Float32Array.from(probability[1], (p, id) => (id === SENTENCE_START ? NEVER : toLog(p))), BYTE_CODES);
  let shorter: Float32Array = Float32Array.from(unigrams.codes, (code) => unigrams.values[code]); // what the tables say of the level below
  const contexts = contextsOf(trie, kept);
  const orders: OrderTables[] = [];
  let wordBackoff: Quantised = { codes: new Uint8Array(trie.levels[1].size), values: new Float32Array(1) };
  for (let n = 2; n <= trie.order; n++) {
    const { start, size } = trie.levels[n - 1];
    const { suffix, count, size: ngrams } = trie.levels[n];
    const isKept = kept[n] as Uint8Array;
    const nodes = indices(contexts[n - 1]);
    const exact = Float32Array.from(nodes, (node) => backoffOver(probability[n], shorter, isKept, suffix, start[node], start[node + 1]));
    const weight = Float32Array.from(nodes, (node) => trie.levels[n - 1].count[node]);
    const backoffs = quantise(exact, n === 2 ? BYTE_CODES : 2 ** valueBits, weight);
    const logBackoff = new Float32Array(size);
    nodes.forEach((node, i) => {
      logBackoff[node] = backoffs.values[backoffs.codes[i]];
    });
    // Scores of all n-grams by back-off; the kept ones then gain what they are above it.
    const scores = new Float32Array(ngrams);
    for (let node = 0; node < size; node++) {
      for (let i = start[node]; i < start[node + 1]; i++) scores[i] = logBackoff[node] + shorter[suffix[i]];
    }
    const stored = indices(isKept);
    const gains = quantise(
      Float32Array.from(stored, (i) => toLog(probability[n][i]) - scores[i]),
      2 ** valueBits,
      Float32Array.from(stored, (i) => count[i]),
    );
    stored.forEach((i, at) => {
      scores[i] += gains.values[gains.codes[at]];
    });
    const order: OrderTables = {
      gains: buildBloomierFilter({ ...keysOf(trie, n, stored), values: gains.codes }, valueBits),
      gainValues: gains.values,
    };
    if (n === 2) {
      wordBackoff = { codes: new Uint8Array(size), values: backoffs.values };
      const none = backoffs.values.reduce((best, value, code) => (Math.abs(value) < Math.abs(backoffs.values[best]) ? code : best), 0);
      wordBackoff.codes.fill(none);
      nodes.forEach((node, i) => {
        wordBackoff.codes[node] = backoffs.codes[i];
      });
    } else {
      order.contexts = buildBloomierFilter({ ...keysOf(trie, n - 1, nodes), values: backoffs.codes }, valueBits);
      order.backoffValues = backoffs.values;
    }
    orders.push(order);
    shorter = scores;
  }
  return {
    unigramCodes: unigrams.codes,
    unigramValues: unigrams.values,
    wordBackoffCodes: wordBackoff.codes,
    wordBackoffValues: wordBackoff.values,
    orders,
  };
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

/** log back-off weight of a context over the scores of the tables made so far. */
function backoffOver(p: Float32Array, shorter: Float32Array, kept: Uint8Array, suffix: Uint32Array, from: number, to: number): number {
  let rest = 1;
  let restShorter = 1;
  for (let i = from; i < to; i++) {
    if (!kept[i]) continue;
    rest -= p[i];
    restShorter -= fromLog(shorter[suffix[i]]);
  }
  return Math.min(5, Math.max(-12, toLog(Math.max(rest, 1e-6) / Math.max(restShorter, 1e-6))));
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
