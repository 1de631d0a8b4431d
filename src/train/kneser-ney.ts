import { SENTENCE_START } from "../model/vocabulary.js";
import { BackoffModel, type Kept } from "./backoff-model.js";
import type { NgramTrie } from "./ngram-trie.js";

/**
 * What the lower orders are estimated from. `continuations`: in how many different contexts an n-gram occurs (Kneser & Ney 1995).
 * `occurrences`: how often it occurs.
 */
export type LowerOrders = "continuations" | "occurrences";

/** What is taken off n-grams counted once, twice and three times or more. */
export type Discounts = readonly [once: number, twice: number, more: number];

/**
 * Modified Kneser–Ney, interpolated (Chen & Goodman 1998): three discounts an order, estimated from the counts of counts.
 *
 *     P(w | h) = (c(hw) − D(c(hw))) / Σ c(h·) + γ(h) · P(w | h′)        γ(h) = Σ D(c(h·)) / Σ c(h·)
 *
 * ending in the uniform distribution over all words but `<s>`, which is never foretold. An n-gram that is not kept has its whole count
 * taken off: its probability goes to the shorter context, and every context still sums to 1.
 *
 * @param counts by level, see lowerOrderCounts
 */
export function estimateKneserNey(trie: NgramTrie, counts: readonly Uint32Array[], kept: Kept = []): BackoffModel {
  const discounts = counts.map((level, n) => (n ? discountsFor(level) : NO_DISCOUNTS));
  const probability: Float32Array[] = [new Float32Array(0), singleWords(counts[1], discounts[1])];
  const backoff: Float32Array[] = [new Float32Array(0)];
  for (let n = 2; n <= trie.order; n++) {
    const { size, suffix } = trie.levels[n];
    const { start, size: contexts } = trie.levels[n - 1];
    const [count, discount, isKept, shorter] = [counts[n], discounts[n], kept[n], probability[n - 1]];
    const p = new Float32Array(size);
    const weights = new Float32Array(contexts).fill(1);
    for (let context = 0; context < contexts; context++) {
      let total = 0;
      let off = 0;
      for (let i = start[context]; i < start[context + 1]; i++) {
        total += count[i];
        off += isKept && !isKept[i] ? count[i] : discountOf(count[i], discount);
      }
      if (total === 0) continue;
      weights[context] = off / total;
      for (let i = start[context]; i < start[context + 1]; i++) {
        const own = isKept && !isKept[i] ? 0 : count[i] - discountOf(count[i], discount);
        p[i] = (own + off * shorter[suffix[i]]) / total;
      }
    }
    probability.push(p);
    backoff.push(weights);
  }
  return new BackoffModel(trie, probability, backoff, kept);
}

function singleWords(counts: Uint32Array, discounts: Discounts): Float32Array {
  let total = 0;
  let off = 0;
  for (const count of counts) {
    total += count;
    off += discountOf(count, discounts);
  }
  const uniform = off / (counts.length - 1);
  const p = Float32Array.from(counts, (count) => (count - discountOf(count, discounts) + uniform) / total);
  p[SENTENCE_START] = 0;
  return p;
}

/**
 * The counts every level is estimated from. At the highest, and for n-grams that start with `<s>`, occurrences. Below, `continuations`:
 * a longer n-gram adds 1 to its suffix where it is kept and its whole count where it is not, since then the shorter one has to answer
 * for it (Siivola, Hirsimäki & Virpioja 2007, “On growing and pruning Kneser–Ney smoothed n-gram models”).
 */
export function lowerOrderCounts(trie: NgramTrie, lowerOrders: LowerOrders, kept: Kept = []): Uint32Array[] {
  const { levels, order } = trie;
  const counts = levels.map(({ count }) => count);
  for (let n = order - 1; n >= 1 && lowerOrders === "continuations"; n--) {
    const { suffix } = levels[n + 1];
    const [longer, isKept] = [counts[n + 1], kept[n + 1]];
    const sums = new Uint32Array(levels[n].size);
    for (let i = 0; i < suffix.length; i++) sums[suffix[i]] += isKept && !isKept[i] ? longer[i] : 1;
    const [from, to] = trie.sentenceStarts(n);
    sums.set(levels[n].count.subarray(from, to), from);
    counts[n] = sums;
  }
  counts[1] = counts[1].slice();
  counts[1][SENTENCE_START] = 0;
  return counts;
}

const discountOf = (count: number, [once, twice, more]: Discounts): number => (count > 2 ? more : count === 2 ? twice : count === 1 ? once : 0);

const NO_DISCOUNTS: Discounts = [0, 0, 0];

/** D(k) = k − (k + 1) Y n(k + 1) / n(k) with Y = n(1) / (n(1) + 2 n(2)); in small corpora, where that has no sense, 0.5, 1 and 1.5. */
export function discountsFor(counts: Uint32Array): Discounts {
  const n = [0, 0, 0, 0, 0];
  for (const count of counts) if (count > 0 && count < 5) n[count]++;
  const y = n[1] / (n[1] + 2 * n[2]);
  const discount = (k: number): number => {
    const d = k - ((k + 1) * y * n[k + 1]) / n[k];
    return d > 0 && d < k ? d : k / 2;
  };
  return [discount(1), discount(2), discount(3)];
}
