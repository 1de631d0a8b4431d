import type { Vocabulary } from "../model/vocabulary.js";
import type { BackoffModel } from "./backoff-model.js";
import { packedBytes } from "./pack-model.js";
import { entropyScores, keepAbove, pruned } from "./prune.js";

/** Thresholds lie between 10^-13 and 10^-3 nats a term. */
const LOG10_LOWEST = -13;
const LOG10_HIGHEST = -3;
const HALVINGS = 18;
/** Room left for headers and codebooks. */
const OVERHEAD_BYTES = 16_384;

/**
 * The largest pruned model whose file does not exceed a size: the threshold is found by halving.
 * @param minCounts n-grams of n words that occur less often are dropped first; 1 where left out
 */
export function fitSize(model: BackoffModel, vocabulary: Vocabulary, maxBytes: number, minCounts: readonly number[] = []): BackoffModel {
  const scores = entropyScores(model);
  let [low, high] = [LOG10_LOWEST, LOG10_HIGHEST];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    const bytes = packedBytes(vocabulary, model.trie, keepAbove(model, scores, 10 ** middle, minCounts)) + OVERHEAD_BYTES;
    if (bytes > maxBytes) low = middle;
    else high = middle;
  }
  return pruned(model, keepAbove(model, scores, 10 ** high, minCounts));
}
