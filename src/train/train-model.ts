import { languageModelSections } from "../model/language-model.js";
import { writeModelFile } from "../model/model-file.js";
import type { Vocabulary } from "../model/vocabulary.js";
import type { BackoffModel } from "./backoff-model.js";
import { fitSize } from "./fit-size.js";
import { estimateKneserNey, type LowerOrders, lowerOrderCounts } from "./kneser-ney.js";
import type { NgramTrie } from "./ngram-trie.js";
import { packModel } from "./pack-model.js";

/** How a language model is made of counted n-grams. */
export interface ModelOptions {
  /** Longest n-gram, 2..4. */
  order: number;
  /** What the lower orders are estimated from. */
  lowerOrders: LowerOrders;
  /** Bits of a 16-bit cell that hold the value, 1..8: more are more exact, fewer find fewer n-grams that are not there. */
  valueBits: number;
  /** Most bytes of the model file, vocabulary included. */
  bytes: number;
  /** How often the choice of n-grams is made anew from the one before, 1..5. */
  rounds: number;
}

/** What the measurements favoured at 8 MB on 105 million words of news, science and general prose. */
export const MODEL_DEFAULTS: Readonly<ModelOptions> = { order: 3, lowerOrders: "continuations", valueBits: 4, bytes: 8e6, rounds: 2 };

/** The model with every n-gram. */
export function fullModel(trie: NgramTrie, { lowerOrders }: ModelOptions): BackoffModel {
  return estimateKneserNey(trie, lowerOrderCounts(trie, lowerOrders));
}

/** The pruned model that fits the size, and the bytes of its file. */
export function shrunkModel(trie: NgramTrie, vocabulary: Vocabulary, options: ModelOptions): { small: BackoffModel; bytes: Uint8Array } {
  const small = fitSize(trie, vocabulary, options);
  const { sections, info } = languageModelSections(vocabulary, packModel(small, options.valueBits));
  const terms = trie.levels[1].count.reduce((sum, count) => sum + count, 0);
  return { small, bytes: writeModelFile(sections, { ...info, training: { terms, ...options } }) };
}
