import { SENTENCE_START } from "../model/vocabulary.js";
import { LINE_END_ID } from "./encode-corpus.js";

/** Longest n-gram: four ids of 16 bits fill a 64-bit key. */
export const ORDER_MAX = 4;
/** Fills up n-grams that a sentence's end cuts short. */
const NOTHING = 0xffff;

/** The n-grams of one length, sorted by their words. Parallel arrays over them. */
export interface TrieLevel {
  size: number;
  /** The last word. */
  word: Uint16Array;
  /** Occurrences in the corpus. */
  count: Uint32Array;
  /** Index, one level down, of the n-gram without its first word; unused for single words. */
  suffix: Uint32Array;
  /** Children of n-gram i one level up: start[i] … start[i + 1] − 1. Empty at the highest level. */
  start: Uint32Array;
}

/**
 * Every n-gram of a corpus up to a length, with its count. `levels[n]` holds the n-grams of n words; `levels[0]` is empty. Single words
 * are indexed by their id, whether they occur or not. `<s>` occurs as first word only, and no n-gram goes past the end of a sentence.
 */
export class NgramTrie {
  constructor(
    readonly order: number,
    readonly levels: readonly TrieLevel[],
  ) {}

  /** Index, at level + 1, of the n-gram `index` of `level` continued by a word; -1 when it does not occur. */
  child(level: number, index: number, word: number): number {
    const { start } = this.levels[level];
    const words = this.levels[level + 1].word;
    let low = start[index];
    const end = start[index + 1];
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low < end && words[low] === word ? low : -1;
  }

  /** First and end index, at a level, of the n-grams that start with `<s>`. */
  sentenceStarts(level: number): [number, number] {
    let [low, high] = [SENTENCE_START, SENTENCE_START + 1];
    for (let n = 1; n < level; n++) [low, high] = [this.levels[n].start[low], this.levels[n].start[high]];
    return [low, high];
  }
}

/**
 * Counts n-grams: one 64-bit key a position, sorted natively and read as 16-bit words; neighbours that share a prefix share its nodes.
 * Memory: 8 bytes a term for the keys, then 10 a distinct n-gram.
 */
export function countNgrams(ids: Uint16Array, vocabularySize: number, order: number): NgramTrie {
  const keys = sortedKeys(ids, order);
  const sizes = countPrefixes(keys, order);
  sizes[1] = vocabularySize;
  const levels = sizes.map((size, n) => ({
    size: n === 0 ? 0 : size,
    word: new Uint16Array(n === 0 ? 0 : size),
    count: new Uint32Array(n === 0 ? 0 : size),
    suffix: new Uint32Array(n < 2 ? 0 : size),
    start: new Uint32Array(n === 0 || n === order ? 0 : size + 1),
  }));
  fillLevels(keys, levels, order);
  const trie = new NgramTrie(order, levels);
  linkSuffixes(trie);
  return trie;
}

/** Per position of a word or `<s>`, the n-gram that starts there: first word in the highest 16 bits. */
function sortedKeys(ids: Uint16Array, order: number): Uint16Array {
  let positions = 0;
  for (const id of ids) if (id !== LINE_END_ID) positions++;
  const keys = new BigUint64Array(positions);
  const parts = new Uint16Array(keys.buffer); // little endian: the first word is part 3
  let at = 0;
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === LINE_END_ID) continue;
    let ended = false;
    for (let k = 0; k < ORDER_MAX; k++) {
      const id = k < order ? ids[i + k] : undefined;
      if (id === undefined || id === LINE_END_ID || (k > 0 && id === SENTENCE_START)) ended = true;
      parts[at + 3 - k] = ended ? NOTHING : (id as number);
    }
    at += 4;
  }
  keys.sort();
  return parts;
}

/** Length of the prefix a key shares with the one before it. */
function sharedWords(keys: Uint16Array, at: number): number {
  if (at === 0) return 0;
  let shared = 0;
  while (shared < ORDER_MAX && keys[at + 3 - shared] === keys[at - 1 - shared]) shared++;
  return shared;
}

function countPrefixes(keys: Uint16Array, order: number): number[] {
  const sizes = new Array<number>(order + 1).fill(0);
  for (let at = 0; at < keys.length; at += 4) {
    for (let n = sharedWords(keys, at); n < order && keys[at + 3 - n] !== NOTHING; n++) sizes[n + 1]++;
  }
  return sizes;
}

function fillLevels(keys: Uint16Array, levels: readonly TrieLevel[], order: number): void {
  const next = new Array<number>(order + 2).fill(0); // nodes made so far, by level; at level 1 the ids passed so far
  for (let at = 0; at < keys.length; at += 4) {
    const shared = sharedWords(keys, at);
    for (let n = 1; n <= order; n++) {
      const word = keys[at + 4 - n];
      if (word === NOTHING) break;
      const level = levels[n];
      if (n > shared) {
        if (n === 1) while (next[1] <= word) levels[1].start[next[1]++] = next[2];
        else if (n < order) level.start[next[n]++] = next[n + 1];
        else next[n]++;
        level.word[next[n] - 1] = word;
      }
      level.count[next[n] - 1]++;
    }
  }
  while (next[1] < levels[1].size) levels[1].start[next[1]++] = next[2];
  for (let n = 1; n < order; n++) levels[n].start[levels[n].size] = levels[n + 1].size;
  for (let id = 0; id < levels[1].size; id++) levels[1].word[id] = id;
}

/** The n-gram without its first word is a child of its context's suffix; both lists of children are sorted. */
function linkSuffixes(trie: NgramTrie): void {
  const { levels, order } = trie;
  if (order > 1) levels[2].suffix.set(levels[2].word);
  for (let n = 3; n <= order; n++) {
    const { word, suffix } = levels[n];
    const contexts = levels[n - 1];
    for (let context = 0; context < contexts.size; context++) {
      const shorter = contexts.suffix[context];
      for (let i = contexts.start[context]; i < contexts.start[context + 1]; i++) suffix[i] = trie.child(n - 2, shorter, word[i]);
    }
  }
}
