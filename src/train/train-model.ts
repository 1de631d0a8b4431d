import { languageModelSections } from "../model/language-model.js";
import { writeModelFile } from "../model/model-file.js";
import type { Vocabulary } from "../model/vocabulary.js";
import type { BackoffModel } from "./backoff-model.js";
import { fitSize } from "./fit-size.js";
import { estimateKneserNey, type LowerOrders } from "./kneser-ney.js";
import { countNgrams } from "./ngram-trie.js";
import { packModel } from "./pack-model.js";

/** How a language model is made of ids. */
export interface ModelOptions {
  /** Longest n-gram, 2..4. */
  order: number;
  /** What the lower orders are estimated from. */
  lowerOrders: LowerOrders;
  /** Bits of a 16-bit cell that hold the value, 1..8: more are more exact, fewer find fewer n-grams that are not there. */
  valueBits: number;
  /** Most bytes of the model file, vocabulary included. */
  bytes: number;
  /** n-grams of n words that occur less often are dropped before the others are weighed; 1 where left out. */
  minCounts?: readonly number[];
}

/** What the measurements favoured at 8 MB on 105 million words of news, science and general prose. */
export const MODEL_DEFAULTS: Readonly<ModelOptions> = { order: 3, lowerOrders: "continuations", valueBits: 5, bytes: 8e6 };

/** The model before anything is lost, from ids (1 before a sentence, 65,535 at a line's end). */
export function estimateModel(ids: Uint16Array, vocabulary: Vocabulary, options: ModelOptions): BackoffModel {
  return estimateKneserNey(countNgrams(ids, vocabulary.size, options.order), options.lowerOrders);
}

/** The pruned model that fits the size, and the bytes of its file. */
export function shrinkModel(full: BackoffModel, vocabulary: Vocabulary, options: ModelOptions): { small: BackoffModel; bytes: Uint8Array } {
  const small = fitSize(full, vocabulary, options.bytes, options.minCounts);
  const { sections, info } = languageModelSections(vocabulary, packModel(small, options.valueBits));
  return { small, bytes: writeModelFile(sections, info) };
}
