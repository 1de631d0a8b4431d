import type { LogProb } from "../log-prob.js";
import { BloomierFilter, type BloomierShape, isShapeOf } from "./bloomier-filter.js";
import { ModelError, type ModelFile, type SectionArray } from "./model-file.js";
import { readVocabulary, type Vocabulary } from "./vocabulary.js";

/** Anything that says how probable a word is after up to three others. */
export interface ConditionalModel {
  /**
   * log P(w | t u v), natural log. `-1` stands for a context word that is not there: at the start of a sentence v is `<s>` (id 1)
   * and t, u are -1. Models of lower order pass over t, or t and u.
   */
  score(t: number, u: number, v: number, w: number): LogProb;
}

/** The tables of a language model, as they lie in a model file. */
export interface LanguageModelTables {
  /** By word id: index into `unigramValues` of log P(w). */
  unigramCodes: Uint8Array;
  unigramValues: Float32Array;
  /** By word id: index into `wordBackoffValues` of the log weight that P(w) gets after this word. */
  wordBackoffCodes: Uint8Array;
  wordBackoffValues: Float32Array;
  /** From bigrams upwards. */
  orders: OrderTables[];
}

/** One order of n-grams: how much likelier than by back-off its last word is, and the weights of its contexts. */
export interface OrderTables {
  /** n-gram → index into `gainValues`: log P(w | context) − (log back-off weight + log P(w | shorter context)). */
  gains: BloomierFilter;
  gainValues: Float32Array;
  /** Context → index into `backoffValues`: its log back-off weight. Not for bigrams, whose contexts are words. */
  contexts?: BloomierFilter;
  backoffValues?: Float32Array;
}

/**
 * A back-off n-gram model in quantised tables: log P(w | t u v) in a few array reads.
 *
 * An n-gram stores its gain over what the shorter context says, so that the chance hit of a filter shifts a score instead of replacing
 * it. Trigrams are looked up only where both context and suffix are known (on the, the mat), and so on upwards: a chance hit takes two.
 *
 *     log P(mat | on the) = log P(mat) + back-off(the) + gain(the mat) + back-off(on the) + gain(on the mat)
 */
export class LanguageModel implements ConditionalModel {
  /** Longest n-gram, 2..4. */
  readonly order: number;
  private readonly unigram: Float32Array;
  private readonly wordBackoff: Float32Array;

  constructor(
    readonly vocabulary: Vocabulary,
    readonly tables: LanguageModelTables,
  ) {
    this.order = tables.orders.length + 1;
    this.unigram = decoded(tables.unigramCodes, tables.unigramValues);
    this.wordBackoff = decoded(tables.wordBackoffCodes, tables.wordBackoffValues);
  }

  score(t: number, u: number, v: number, w: number): LogProb {
    let score = this.unigram[w];
    if (v < 0) return score;
    const { orders } = this.tables;
    const low = (v << 16) | w;
    const bigram = orders[0];
    score += this.wordBackoff[v];
    const gain2 = bigram.gains.get(0, low);
    if (gain2 >= 0) score += bigram.gainValues[gain2];
    if (u < 0 || this.order < 3) return Math.min(score, 0);
    const context = (u << 16) | v;
    const trigram = orders[1] as Required<OrderTables>;
    const backoff3 = trigram.contexts.get(0, context);
    if (backoff3 < 0) return Math.min(score, 0);
    score += trigram.backoffValues[backoff3];
    const gain3 = gain2 >= 0 ? trigram.gains.get(u, low) : -1;
    if (gain3 >= 0) score += trigram.gainValues[gain3];
    if (t < 0 || this.order < 4) return Math.min(score, 0);
    const fourgram = orders[2] as Required<OrderTables>;
    const backoff4 = fourgram.contexts.get(t, context);
    if (backoff4 < 0) return Math.min(score, 0);
    score += fourgram.backoffValues[backoff4];
    const gain4 = gain3 >= 0 ? fourgram.gains.get((t << 16) | u, low) : -1;
    if (gain4 >= 0) score += fourgram.gainValues[gain4];
    return Math.min(score, 0);
  }
}

/** Codes → the values they stand for. A loop: `from` with a function takes ten times as long, and this is start-up. */
function decoded(codes: Uint8Array, values: Float32Array): Float32Array {
  const out = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) out[i] = values[codes[i]!]!;
  return out;
}

/** The language model of a model file. @throws ModelError when it holds none, or one whose parts do not fit together. */
export function readLanguageModel(file: ModelFile): LanguageModel {
  const { orders } = file.facts<LanguageModelFacts>("lm");
  const vocabulary = readVocabulary(file);
  const damaged = (what: string): ModelError => new ModelError(file.where, what, "download or build the file again");
  const filter = (name: string, shape: BloomierShape): BloomierFilter => {
    const cells = file.section(name, "u16");
    if (!isShapeOf(shape, cells.length)) throw damaged(`“${name}” does not have the shape that is stated`);
    return new BloomierFilter(cells, shape);
  };
  const byWord = (name: string): Uint8Array => {
    const codes = file.section(name, "u8");
    if (codes.length !== vocabulary.size) throw damaged(`“${name}” has ${codes.length} entries for ${vocabulary.size} words`);
    return codes;
  };
  if (!Array.isArray(orders) || orders.length < 1 || orders.length > 3) throw damaged("its n-grams are not of 2 to 4 words");
  return new LanguageModel(vocabulary, {
    unigramCodes: byWord("lm.1.codes"),
    unigramValues: file.section("lm.1.values", "f32"),
    wordBackoffCodes: byWord("lm.1.backoff.codes"),
    wordBackoffValues: file.section("lm.1.backoff.values", "f32"),
    orders: orders.map(({ gains, contexts }, i) => {
      const name = `lm.${i + 2}`;
      const order = { gains: filter(`${name}.gains`, gains), gainValues: file.section(`${name}.gains.values`, "f32") };
      if (i === 0) return order;
      if (!contexts) throw damaged(`“${name}” has no contexts`);
      return { ...order, contexts: filter(`${name}.contexts`, contexts), backoffValues: file.section(`${name}.contexts.values`, "f32") };
    }),
  });
}

interface LanguageModelFacts {
  orders: { gains: BloomierShape; contexts?: BloomierShape }[];
}

/** Vocabulary and tables → what writeModelFile takes. */
export function languageModelSections(
  vocabulary: Vocabulary,
  tables: LanguageModelTables,
): { sections: Record<string, SectionArray>; info: { lm: LanguageModelFacts } } {
  const sections: Record<string, SectionArray> = {
    ...vocabulary.sections(),
    "lm.1.codes": tables.unigramCodes,
    "lm.1.values": tables.unigramValues,
    "lm.1.backoff.codes": tables.wordBackoffCodes,
    "lm.1.backoff.values": tables.wordBackoffValues,
  };
  const orders = tables.orders.map(({ gains, gainValues, contexts, backoffValues }, i) => {
    const name = `lm.${i + 2}`;
    sections[`${name}.gains`] = gains.cells;
    sections[`${name}.gains.values`] = gainValues;
    if (!contexts || !backoffValues) return { gains: gains.shape };
    sections[`${name}.contexts`] = contexts.cells;
    sections[`${name}.contexts.values`] = backoffValues;
    return { gains: gains.shape, contexts: contexts.shape };
  });
  return { sections, info: { lm: { orders } } };
}
