import type { CandidateFinder } from "../decode/candidates.js";
import type { Substitution } from "../dictionary/garble.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import type { LanguageModel } from "../model/language-model.js";
import { candidateFacts } from "../reader/candidate-facts.js";
import { splitSentences } from "../text/sentences.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import { fold } from "./examples.js";

/** A span with candidates as the reader is trained on it: start, end, originals, which is right, facts of each in tenths. */
export type TrainingSpan = [start: number, end: number, originals: string[], gold: number, facts: number[][]];

/** The span stands as its author wrote it. */
export const AS_IT_STANDS = -1;
/** It does not, but none of its candidates is the original; or a substitution touches it without being it. */
export const NO_ANSWER = -2;

/** Every span of a document that has candidates, with the right answer. */
export function spansWithCandidates(
  index: PhraseIndex,
  model: LanguageModel,
  finder: CandidateFinder,
  text: string,
  substitutions: readonly Pick<Substitution, "start" | "end" | "original">[],
): TrainingSpan[] {
  const spans: TrainingSpan[] = [];
  for (const terms of splitSentences(readTerms(text, tokenize(text)))) {
    const ids = terms.map(({ form }) => model.vocabulary.id(form));
    const bySpan = new Map<string, TrainingSpan>();
    for (const { start, end, head, pair, gain } of finder.find(terms, ids, index.matches(terms))) {
      const span: TrainingSpan = bySpan.get(`${start} ${end}`) ?? [terms[start]!.start, terms[end - 1]!.end, [], AS_IT_STANDS, []];
      bySpan.set(`${start} ${end}`, span);
      const surface = index.tables.headSurfaces[head]!;
      if (span[2].some((known) => fold(known) === fold(surface))) continue;
      span[2].push(surface);
      span[4].push(candidateFacts(index, { head, pair, gain }).map((fact) => Math.round(10 * fact)));
    }
    for (const span of bySpan.values()) {
      span[3] = answer(span, substitutions);
      spans.push(span);
    }
  }
  return spans;
}

function answer([start, end, originals]: TrainingSpan, substitutions: readonly Pick<Substitution, "start" | "end" | "original">[]): number {
  const touched = substitutions.filter((s) => s.start < end && s.end > start);
  const [only] = touched;
  if (only === undefined) return AS_IT_STANDS;
  if (touched.length > 1 || only.start !== start || only.end !== end) return NO_ANSWER;
  const right = originals.findIndex((original) => fold(original) === fold(only.original));
  return right < 0 ? NO_ANSWER : right;
}
