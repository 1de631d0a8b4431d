import { SENTENCE_START } from "../model/vocabulary.js";
import { BackoffModel } from "./backoff-model.js";
import type { NgramTrie } from "./ngram-trie.js";

/**
 * What the lower orders are estimated from. `continuations`: in how many different contexts an n-gram occurs (Kneser & Ney 1995), best
 * unpruned. `occurrences`: how often it occurs, which stands pruning better (Chelba et al. 2010).
 */
export type LowerOrders = "continuations" | "occurrences";

/** What is taken off n-grams counted once, twice and three times or more. */
export type Discounts = readonly [once: number, twice: number, more: number];

/**
 * Modified Kneser–Ney, interpolated (Chen & Goodman 1998): three discounts an order, estimated from the counts of counts.
 *
 *     P(w | h) = (c(hw) − D(c(hw))) / Σ c(h·) + γ(h) · P(w | h′)        γ(h) = Σ D(c(h·)) / Σ c(h·)
 *
 * ending in the uniform distribution over all words but `<s>`, which is never foretold.
 */
export function estimateKneserNey(trie: NgramTrie, lowerOrders: LowerOrders = "continuations"): BackoffModel {
  const probability: Float32Array[] = [new Float32Array(0)];
  const backoff: Float32Array[] = [new Float32Array(0)];
  for (let n = 1; n <= trie.order; n++) {
    const counts = countsFor(trie, n, lowerOrders);
    const discounts = discountsFor(counts);
    if (n === 1) {
      probability.push(singleWords(counts, discounts));
      continue;
    }
    const { size, suffix } = trie.levels[n];
    const { start, size: contexts } = trie.levels[n - 1];
    const p = new Float32Array(size);
    const weight = new Float32Array(contexts).fill(1);
    const shorter = probability[n - 1];
    for (let context = 0; context < contexts; context++) {
      const [from, to] = [start[context], start[context + 1]];
      if (from === to) continue;
      const { total, left } = discounted(counts, from, to, discounts);
      weight[context] = left / total;
      for (let i = from; i < to; i++) p[i] = (counts[i] - discountOf(counts[i], discounts) + left * shorter[suffix[i]]) / total;
    }
    probability.push(p);
    backoff.push(weight);
  }
  return new BackoffModel(trie, probability, backoff);
}

function singleWords(counts: Uint32Array, discounts: Discounts): Float32Array {
  const { total, left } = discounted(counts, 0, counts.length, discounts);
  const uniform = left / (counts.length - 1);
  const p = Float32Array.from(counts, (count) => (count - discountOf(count, discounts) + uniform) / total);
  p[SENTENCE_START] = 0;
  return p;
}

/** Counts by which level n is estimated: occurrences at the highest order and after `<s>`, before which nothing stands. */
function countsFor(trie: NgramTrie, n: number, lowerOrders: LowerOrders): Uint32Array {
  const { levels, order } = trie;
  const { count, size } = levels[n];
  if (n === order || lowerOrders === "occurrences") {
    const counts = count.slice();
    if (n === 1) counts[SENTENCE_START] = 0;
    return counts;
  }
  const counts = new Uint32Array(size);
  for (const suffix of levels[n + 1].suffix) counts[suffix]++;
  const [from, to] = trie.sentenceStarts(n);
  counts.set(count.subarray(from, to), from);
  if (n === 1) counts[SENTENCE_START] = 0;
  return counts;
}

/** Counts of a context's children and what the discounts take off them. */
function discounted(counts: Uint32Array, from: number, to: number, discounts: Discounts): { total: number; left: number } {
  let total = 0;
  let left = 0;
  for (let i = from; i < to; i++) {
    total += counts[i];
    left += discountOf(counts[i], discounts);
  }
  return { total, left };
}

const discountOf = (count: number, [once, twice, more]: Discounts): number => (count > 2 ? more : count === 2 ? twice : count === 1 ? once : 0);

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
