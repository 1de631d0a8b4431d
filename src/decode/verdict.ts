import { toLog } from "../log-prob.js";
import type { ReadDocument } from "./document.js";
import type { RankedProposal } from "./select.js";

/** What the verdict is made from, in this order. Logs in nats. */
export const VERDICT_FEATURES = [
  "evidencePerTerm", // log P(text | garbled) - log P(text | clean)
  "expected", // Σ of the proposals' probabilities, a term
  "best", // mean log-odds of the five surest proposals
  "terms", // log
  "logProbPerTerm", // of the text as it stands
  "unknown", // share of terms the language model does not know
] as const;

/** Longer documents count as this long: the model has seen none. */
const TERMS_MAX = 500;

export function verdictFeatures(document: ReadDocument, ranked: readonly RankedProposal[]): Float32Array {
  const { sentences, evidence } = document;
  const terms = Math.max(
    1,
    sentences.reduce((sum, { ids }) => sum + ids.length, 0),
  );
  const probabilities = ranked.map(({ probability }) => probability).sort((a, b) => b - a);
  let logProb = 0;
  let unknown = 0;
  for (const { ids } of sentences) {
    for (const score of document.wordScores(ids)) logProb += score;
    unknown += ids.filter((id) => id === 0).length;
  }
  const top = probabilities.slice(0, 5).map((p) => Math.min(0.9999, Math.max(0.0001, p)));
  const row: Record<(typeof VERDICT_FEATURES)[number], number> = {
    evidencePerTerm: evidence / terms,
    expected: probabilities.reduce((sum, p) => sum + p, 0) / terms,
    best: top.length ? top.reduce((sum, p) => sum + toLog(p / (1 - p)), 0) / 5 : -9.2,
    terms: toLog(1 + Math.min(terms, TERMS_MAX)),
    logProbPerTerm: logProb / terms,
    unknown: unknown / terms,
  };
  return Float32Array.from(VERDICT_FEATURES, (name) => row[name]);
}
