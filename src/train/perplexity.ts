import { fromLog } from "../log-prob.js";
import { SENTENCE_START, UNKNOWN } from "../model/vocabulary.js";
import type { ConditionalModel } from "../model/language-model.js";
import { LINE_END_ID } from "./encode-corpus.js";

/** How well a model foretells a text. */
export interface Perplexity {
  /** Terms foretold. */
  terms: number;
  /** Share of them that are `<unk>`, 0..1. */
  unknownRate: number;
  /** exp of the mean −log P over all terms, foretelling `<unk>` included. */
  all: number;
  /** The same over the terms that are in the vocabulary. */
  known: number;
}

/** Perplexity of ids (1 before a sentence, 65,535 at a line's end) under a model. */
export function perplexity(ids: Uint16Array, model: ConditionalModel): Perplexity {
  let [t, u, v] = [-1, -1, -1];
  let knownSum = 0;
  let unknownSum = 0;
  let known = 0;
  let unknown = 0;
  for (const w of ids) {
    if (w === SENTENCE_START) [t, u, v] = [-1, -1, SENTENCE_START];
    if (w === SENTENCE_START || w === LINE_END_ID) continue;
    const score = model.score(t, u, v, w);
    if (w === UNKNOWN) {
      unknown++;
      unknownSum += score;
    } else {
      known++;
      knownSum += score;
    }
    t = u;
    u = v;
    v = w;
  }
  const terms = known + unknown;
  return { terms, unknownRate: unknown / terms, all: fromLog(-(knownSum + unknownSum) / terms), known: fromLog(-knownSum / known) };
}
