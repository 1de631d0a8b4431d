import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { drawsAnew, STYLES } from "../dictionary/styles.js";
import { fromLog, logSumExp, toLog } from "../log-prob.js";
import type { Arc } from "../types.js";
import { RATE_MAX } from "./draws.js";

/** What is believed of a document's spinner before the document is read. */
export const STYLE_PRIOR: readonly number[] = [0.45, 0.2, 0.13, 0.07, 0.03, 0.12];

/** Style → P(two occurrences of a replaced head have the same form). */
const SAME_FORM: readonly number[] = STYLES.map((style) => (drawsAnew(style) ? 0.6 : 0.97));
/** Weight of what a head's being replaced or kept says of the style: heads are kept for other reasons, too. */
const HEAD_EVIDENCE = 0.3;

/** A head that stood in the document, counted once: the shares of it that were replaced and kept. */
export interface HeadEvidence {
  head: number;
  replaced: number;
  kept: number;
}

/** A sentence's readings. */
interface SentenceEvidence {
  lattice: { arcs: readonly Arc[] };
  posterior: Float64Array;
}

/**
 * Style → P(the document's spinner is of it), sums to 1: by the forms used, by whether a head has the same one everywhere, and by which heads
 * were replaced.
 * @param rate share of the heads its dictionary has that the spinner replaces, so far
 */
export function styleOf(index: PhraseIndex, rate: number, heads: readonly HeadEvidence[], sentences: readonly SentenceEvidence[]): Float64Array {
  const used = sentences.flatMap(({ lattice, posterior }) =>
    lattice.arcs.map(({ head, pair }, a) => ({ head, pair, p: posterior[a]! })).filter(({ pair, p }) => pair >= 0 && p > 0.2),
  );
  const agreement = agreementEvidence(used.filter(({ p }) => p > 0.5));
  const evidence = STYLE_PRIOR.map((prior, style) => {
    let sum = toLog(prior) + agreement[style]!;
    for (const { pair, p } of used) sum += p * toLog(index.pairProbability(pair, style) + 0.004);
    for (const { head, replaced, kept } of heads) {
      const has = Math.min(RATE_MAX, rate * index.membership(head, style));
      sum += HEAD_EVIDENCE * (replaced * toLog(has + 0.01) + kept * toLog(1 - has));
    }
    return sum;
  });
  const norm = logSumExp(evidence);
  return Float64Array.from(evidence, (score) => fromLog(score - norm));
}

/** Style → log P(the heads that are replaced several times have the same form, or others, as they do). Every occurrence after a head's first counts once. */
export function agreementEvidence(replaced: readonly { head: number; pair: number }[]): number[] {
  const pairsOf = new Map<number, number[]>();
  for (const { head, pair } of replaced) (pairsOf.get(head) ?? pairsOf.set(head, []).get(head)!).push(pair);
  let same = 0;
  let other = 0;
  for (const pairs of pairsOf.values()) {
    if (pairs.length < 2) continue;
    const alike = pairs.reduce((sum, pair) => sum + pairs.filter((one) => one === pair).length - 1, 0) / pairs.length;
    same += alike;
    other += pairs.length - 1 - alike;
  }
  return SAME_FORM.map((p) => same * toLog(p) + other * toLog(1 - p));
}
