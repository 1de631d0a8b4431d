import { logistic, logit, toLog } from "../log-prob.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { membership } from "./channel.js";
import type { ReadDocument } from "./document.js";
import type { RankedProposal } from "./select.js";

/** What the verdict is made from, in this order. Logs in nats. */
export const VERDICT_FEATURES = [
  "evidencePerTerm", // log P(text | garbled) - log P(text | clean)
  "expected", // Σ of the proposals' probabilities, each head's surest, a term
  "best", // mean log-odds of the five surest proposals of different heads
  "rate", // of the document's channel
  "kept", // Σ over the heads that stand as they are of P(the spinner has them), a term
  "likelyKept", // how many of them it very likely has, a term
  "likelyReplaced", // share of those among the heads it very likely has that were replaced
  "terms", // log
  "logProbPerTerm", // of the text as it stands
  "unknown", // share of terms the language model does not know
] as const;

/** A head the spinner has at least this likely is one it would have replaced. */
const LIKELY = 0.6;
/** Longer documents count as this long: the model has seen none. */
const TERMS_MAX = 500;

/** A text of fewer terms than ENOUGH loses log-odds of CAUTION · ln(ENOUGH / terms). */
const ENOUGH = 150;
const CAUTION = 1.5;

/**
 * P(garbled) of a short text, more cautious than the model, which two or three turns of phrase of a clean one convince: of 425 clean texts of 15 to
 * 30 words it calls 22 garbled, so 5; of 453 of 30 to 60 words 8, so 2.
 *
 * @param probability what the model says, 0..1
 */
export function cautious(probability: number, terms: number): number {
  if (probability <= 0 || probability >= 1) return probability;
  return logistic(logit(probability) - CAUTION * Math.max(0, Math.log(ENOUGH / Math.max(1, terms))));
}

export function verdictFeatures(index: PhraseIndex, document: ReadDocument, ranked: readonly RankedProposal[]): Float32Array {
  const { sentences, evidence } = document;
  const terms = Math.max(
    1,
    sentences.reduce((sum, { ids }) => sum + ids.length, 0),
  );
  const probabilities = surestByHead(document, ranked).sort((a, b) => b - a);
  let logProb = 0;
  let unknown = 0;
  for (const { ids } of sentences) {
    for (const score of document.wordScores(ids)) logProb += score;
    unknown += ids.filter((id) => id === 0).length;
  }
  const { kept, likelyKept, likelyReplaced } = headsSeen(index, document);
  const top = probabilities.slice(0, 5).map((p) => Math.min(0.9999, Math.max(0.0001, p)));
  const row: Record<(typeof VERDICT_FEATURES)[number], number> = {
    evidencePerTerm: evidence / terms,
    expected: probabilities.reduce((sum, p) => sum + p, 0) / terms,
    best: top.length ? top.reduce((sum, p) => sum + toLog(p / (1 - p)), 0) / 5 : -9.2,
    rate: document.channel.rate,
    kept: kept / terms,
    likelyKept: likelyKept / terms,
    likelyReplaced: likelyReplaced / (1 + likelyKept + likelyReplaced),
    terms: toLog(1 + Math.min(terms, TERMS_MAX)),
    logProbPerTerm: logProb / terms,
    unknown: unknown / terms,
  };
  return Float32Array.from(VERDICT_FEATURES, (name) => row[name]);
}

/** The document's heads, each counted once: what a spinner would have replaced, and what was. */
function headsSeen(index: PhraseIndex, { channel }: ReadDocument): { kept: number; likelyKept: number; likelyReplaced: number } {
  let kept = 0;
  let likelyKept = 0;
  let likelyReplaced = 0;
  for (const [head, count] of channel.keptCount) {
    const p = membership(index, head, channel.style);
    kept += Math.min(1, count) * p;
    if (p > LIKELY) likelyKept += Math.min(1, count);
  }
  for (const [head, count] of channel.replacedCount) if (membership(index, head, channel.style) > LIKELY) likelyReplaced += Math.min(1, count);
  return { kept, likelyKept, likelyReplaced };
}

/** A word that an author uses again and again in an unusual way is one doubt, not many. */
function surestByHead({ sentences }: ReadDocument, ranked: readonly RankedProposal[]): number[] {
  const surest = new Map<number, number>();
  for (const { sentence, arc, probability } of ranked) {
    const { head } = sentences[sentence]!.lattice.arcs[arc]!;
    surest.set(head, Math.max(probability, surest.get(head) ?? 0));
  }
  return [...surest.values()];
}
