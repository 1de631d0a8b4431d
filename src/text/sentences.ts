import type { Term } from "../types.js";

/** The longest stretch read at once; longer "sentences" (lists, tables, text without full stops) are cut. Terms. */
const SENTENCE_MAX = 120;

/** Terms → sentences: runs from one sentence start to the next. */
export function splitSentences(terms: readonly Term[]): Term[][] {
  const sentences: Term[][] = [];
  for (const term of terms) {
    const last = sentences.at(-1);
    if (last === undefined || term.sentenceStart || last.length >= SENTENCE_MAX) sentences.push([term]);
    else last.push(term);
  }
  return sentences;
}
