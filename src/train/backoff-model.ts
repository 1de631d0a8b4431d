import { type LogProb, toLog } from "../log-prob.js";
import type { ConditionalModel } from "../model/language-model.js";
import type { NgramTrie } from "./ngram-trie.js";

/** Which n-grams a model keeps, by level: 1 = kept. Left out at levels where all are, as levels 0 and 1 always are. */
export type Kept = readonly (Uint8Array | undefined)[];

/**
 * A back-off model over the n-grams of a trie, all arrays parallel to its levels and indexed by n:
 *
 *     P(w | h) = probability[hw]                 where the n-gram hw is kept
 *              = backoff[h] · P(w | h′)          where it is not (h′: h without its first word)
 *              = P(w | h′)                       where h does not occur
 */
export class BackoffModel implements ConditionalModel {
  constructor(
    readonly trie: NgramTrie,
    /** P(last word | the words before), 0..1, of every n-gram, kept or not; `probability[1]` by word id. */
    readonly probability: readonly Float32Array[],
    /** Weight of the shorter context after this n-gram, 0..1, 1 when nothing is kept after it; up to level order − 1. */
    readonly backoff: readonly Float32Array[],
    readonly kept: Kept = [],
  ) {}

  score(t: number, u: number, v: number, w: number): LogProb {
    const { trie, probability, backoff } = this;
    let p = probability[1][w];
    const context = [v, u, t]; // nearest first
    for (let n = 2; n <= trie.order && context[n - 2] >= 0; n++) {
      let node = context[n - 2];
      for (let k = n - 3; k >= 0 && node >= 0; k--) node = trie.child(n - 2 - k, node, context[k]);
      if (node < 0) break;
      const ngram = trie.child(n - 1, node, w);
      p = ngram >= 0 ? probability[n][ngram] : backoff[n - 1][node] * p;
    }
    return toLog(p);
  }
}
