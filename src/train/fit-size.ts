import type { Vocabulary } from "../model/vocabulary.js";
import type { BackoffModel, Kept } from "./backoff-model.js";
import { estimateKneserNey, type LowerOrders, lowerOrderCounts } from "./kneser-ney.js";
import type { NgramTrie } from "./ngram-trie.js";
import { packedBytes } from "./pack-model.js";
import { entropyScores, keepAbove } from "./prune.js";

/** Thresholds lie between 10^-12 and 10^-4 nats a term, and are found to 1 part in 1,000. */
const LOG10_LOWEST = -12;
const LOG10_HIGHEST = -4;
const HALVINGS = 14;
/** Room left for headers and codebooks. */
const OVERHEAD_BYTES = 16_384;

/**
 * The largest pruned model whose file does not exceed a size. What an n-gram is worth depends on the shorter ones that would stand in
 * for it, and their counts depend on which are pruned: so scores and choice are made `rounds` times, each from the choice before.
 */
export function fitSize(trie: NgramTrie, vocabulary: Vocabulary, options: { lowerOrders: LowerOrders; bytes: number; rounds: number }): BackoffModel {
  let kept: Kept = [];
  for (let round = 0; round < options.rounds; round++) {
    const model = estimateKneserNey(trie, lowerOrderCounts(trie, options.lowerOrders, kept));
    kept = largestWithin(options.bytes, vocabulary, model);
  }
  return estimateKneserNey(trie, lowerOrderCounts(trie, options.lowerOrders, kept), kept);
}

function largestWithin(maxBytes: number, vocabulary: Vocabulary, model: BackoffModel): Kept {
  const scores = entropyScores(model);
  let [low, high] = [LOG10_LOWEST, LOG10_HIGHEST];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    const bytes = packedBytes(vocabulary, model.trie, keepAbove(model, scores, 10 ** middle)) + OVERHEAD_BYTES;
    if (bytes > maxBytes) low = middle;
    else high = middle;
  }
  return keepAbove(model, scores, 10 ** high);
}
