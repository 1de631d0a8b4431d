import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { STYLES } from "../dictionary/styles.js";
import { toLog } from "../log-prob.js";

/** Weights below this count as it. */
const LEAST = 1e-4;

/** How many numbers {@link candidateFacts} gives. */
export const CANDIDATE_FACTS = 1 + STYLES.length;

/**
 * What the statistics say of a candidate, nats: the n-gram gain of the original over what stands, then by style log P(a spinner of the style has the
 * head and writes this form for it). The reader takes part of its score from them, so that what it reads is what they do not know.
 */
export function candidateFacts(index: PhraseIndex, { head, pair, gain }: { head: number; pair: number; gain: number }): number[] {
  return [gain, ...STYLES.map((_, style) => toLog(Math.max(LEAST, index.pairProbability(pair, style) * index.membership(head, style))))];
}
