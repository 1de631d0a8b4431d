import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { STYLES } from "../dictionary/styles.js";
import { fromLog, logSumExp, type LogProb, toLog } from "../log-prob.js";
import type { Arc } from "../types.js";

/** What is believed of a document's spinner before the document is read. */
export const STYLE_PRIOR: readonly number[] = [0.45, 0.2, 0.25, 0.07, 0.03];

/** The channel of one document: how often its spinner replaces, in which style it writes, and what it has been seen to do. */
export interface ChannelState {
  /** Share of the heads that are replaced, 0..1. */
  rate: number;
  /** Style → probability, sums to 1. */
  style: Float64Array;
  /** Pair → expected number of times the document used it. */
  pairCount: Map<number, number>;
  /** Head → expected number of times it was replaced, whatever by. */
  replacedCount: Map<number, number>;
  /** Head → expected number of times it stands as it is. */
  keptCount: Map<number, number>;
}

export const initialChannel = (rate: number): ChannelState => ({
  rate,
  style: Float64Array.from(STYLE_PRIOR),
  pairCount: new Map(),
  replacedCount: new Map(),
  keptCount: new Map(),
});

/** Pseudo-counts: how strongly the prior holds against what the document shows (Dirichlet). */
const FORM_CONCENTRATION = 1.5;
const HEAD_CONCENTRATION = 3;
const RATE_CONCENTRATION = 20;
const RATE_PRIOR = 0.1;
/** Share of the other styles' pairs that a spinner of one style is believed to have all the same. */
const STYLE_LEAK = 0.06;

/** P(observed | head, this document's styles, replaced), without what the document has shown. */
export function pairPrior(index: PhraseIndex, pair: number, style: Float64Array): number {
  let own = 0;
  let any = 0;
  for (let s = 0; s < STYLES.length; s++) {
    const p = index.pairProbability(pair, s);
    own += style[s]! * p;
    any += STYLE_PRIOR[s]! * p;
  }
  return (1 - STYLE_LEAK) * own + STYLE_LEAK * any;
}

/**
 * log P(observed | the arc's original) under the document's channel.
 *
 *     replaced:  rate(head) · (c · prior(form) + n(pair)) / (c + n(head replaced))
 *     kept:      1 - rate(head);  1 for words that are no head
 *     rate(head) = (k · rate + n(head replaced)) / (k + n(head replaced) + n(head kept))
 */
export function arcScore(index: PhraseIndex, channel: ChannelState, arc: Arc): LogProb {
  const { head, pair } = arc;
  if (head < 0) return 0;
  const replaced = channel.replacedCount.get(head) ?? 0;
  const kept = channel.keptCount.get(head) ?? 0;
  const rate = (HEAD_CONCENTRATION * channel.rate + replaced) / (HEAD_CONCENTRATION + replaced + kept);
  if (pair < 0) return toLog(1 - Math.min(rate, 0.999));
  const form = (FORM_CONCENTRATION * pairPrior(index, pair, channel.style) + (channel.pairCount.get(pair) ?? 0)) / (FORM_CONCENTRATION + replaced);
  return toLog(rate) + toLog(form);
}

/**
 * The M-step: a new channel from every arc's posterior. Input: all arcs of the document with their posteriors.
 * The arc's own posterior is part of the counts, as in any EM; the pseudo-counts keep one occurrence from proving itself.
 */
export function reestimate(index: PhraseIndex, arcs: readonly (readonly Arc[])[], posteriors: readonly Float64Array[]): ChannelState {
  const channel = initialChannel(0);
  let replaced = 0;
  let heads = 0;
  const styleEvidence = STYLE_PRIOR.map(toLog);
  const add = (map: Map<number, number>, key: number, n: number): void => void map.set(key, (map.get(key) ?? 0) + n);
  arcs.forEach((sentence, s) => {
    sentence.forEach(({ head, pair }, a) => {
      const p = posteriors[s]![a]!;
      if (head < 0 || p < 1e-4) return;
      heads += p;
      if (pair < 0) {
        add(channel.keptCount, head, p);
        return;
      }
      replaced += p;
      add(channel.pairCount, pair, p);
      add(channel.replacedCount, head, p);
      if (p > 0.2) for (let k = 0; k < STYLES.length; k++) styleEvidence[k]! += p * toLog(index.pairProbability(pair, k) + 0.004);
    });
  });
  channel.rate = (RATE_PRIOR * RATE_CONCENTRATION + replaced) / (RATE_CONCENTRATION + heads);
  const norm = logSumExp(styleEvidence);
  channel.style = Float64Array.from(styleEvidence, (e) => fromLog(e - norm));
  return channel;
}
