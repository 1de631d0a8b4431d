import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { STYLES } from "../dictionary/styles.js";
import { fromLog, logSumExp, type LogProb, toLog } from "../log-prob.js";
import type { Arc } from "../types.js";

/** What is believed of a document's spinner before the document is read. */
export const STYLE_PRIOR: readonly number[] = [0.45, 0.2, 0.25, 0.07, 0.03];

/** The channel of one document: how often its spinner replaces, in which style it writes, and what it has been seen to do. */
export interface ChannelState {
  /** Share of the heads its spinner's dictionary has that are replaced, 0..1. */
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

/** Pseudo-counts: how strongly the prior holds against what the document shows (Dirichlet, Beta). */
const FORM_CONCENTRATION = 2;
const HEAD_CONCENTRATION = 1;
const RATE_CONCENTRATION = 10;
const RATE_PRIOR = 0.9;
/** Share of the other styles' pairs that a spinner of one style is believed to have all the same. */
const STYLE_LEAK = 0.1;

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

/** P(this document's spinner has the head in its dictionary), by the styles the document may be in. */
export function membership(index: PhraseIndex, head: number, style: Float64Array): number {
  let p = 0;
  for (let s = 0; s < STYLES.length; s++) p += style[s]! * index.membership(head, s);
  return p;
}

/**
 * log P(observed | the arc's original) under the document's channel. What the arc itself has added to the counts (`own`, its posterior) is
 * left out: one occurrence cannot prove itself.
 *
 *     replaced:  rate(head) · (c · prior(form) + n(pair)) / (c + n(head replaced))
 *     kept:      1 - rate(head);  1 for words that are no head
 *     rate(head) = (k · rate · membership(head) + n(head replaced)) / (k + n(head replaced) + n(head kept))
 */
export function arcScore(index: PhraseIndex, channel: ChannelState, arc: Arc, own = 0): LogProb {
  const { head, pair } = arc;
  if (head < 0) return 0;
  const count = (map: Map<number, number>, key: number, less: number): number => Math.max(0, (map.get(key) ?? 0) - less);
  const replaced = count(channel.replacedCount, head, pair < 0 ? 0 : own);
  const kept = count(channel.keptCount, head, pair < 0 ? own : 0);
  const prior = channel.rate * membership(index, head, channel.style);
  const rate = Math.min(0.99, (HEAD_CONCENTRATION * prior + replaced) / (HEAD_CONCENTRATION + replaced + kept));
  if (pair < 0) return toLog(1 - rate);
  const form = (FORM_CONCENTRATION * pairPrior(index, pair, channel.style) + count(channel.pairCount, pair, own)) / (FORM_CONCENTRATION + replaced);
  return toLog(rate) + toLog(form);
}

/** An identity reading of a head of several words: where the document left it as it is. */
export interface KeptPhrase {
  head: number;
  /** Probability that all its words stand as they are, 0..1. */
  probability: number;
}

/**
 * The M-step: a new channel from every arc's posterior. Input: the channel they were found with, all arcs of the document with their posteriors. The rate counts heads, not
 * occurrences: a spinner replaces a head (nearly) always or never, and a frequent head says no more about its dictionary than a rare one.
 */
export function reestimate(
  index: PhraseIndex,
  before: ChannelState,
  arcs: readonly (readonly Arc[])[],
  posteriors: readonly Float64Array[],
  keptPhrases: readonly KeptPhrase[],
): ChannelState {
  const channel = initialChannel(0);
  const styleEvidence = STYLE_PRIOR.map(toLog);
  const add = (map: Map<number, number>, key: number, n: number): void => void map.set(key, (map.get(key) ?? 0) + n);
  arcs.forEach((sentence, s) => {
    sentence.forEach(({ head, pair }, a) => {
      const p = posteriors[s]![a]!;
      if (head < 0 || p < 1e-4) return;
      if (pair < 0) {
        add(channel.keptCount, head, p);
        return;
      }
      add(channel.pairCount, pair, p);
      add(channel.replacedCount, head, p);
      if (p > 0.2) for (let k = 0; k < STYLES.length; k++) styleEvidence[k]! += p * toLog(index.pairProbability(pair, k) + 0.004);
    });
  });
  for (const { head, probability } of keptPhrases) add(channel.keptCount, head, probability);
  const norm = logSumExp(styleEvidence);
  channel.style = Float64Array.from(styleEvidence, (e) => fromLog(e - norm));
  channel.rate = rateOverHeads(index, channel, before.rate);
  return channel;
}

/**
 * The rate from the heads' counts. A head that stands as it is says something only as far as the spinner has it: P(has it | kept) is
 * membership · (1 - rate) / (1 - membership · rate), at the rate so far.
 */
function rateOverHeads(index: PhraseIndex, { replacedCount, keptCount, style }: ChannelState, before: number): number {
  let replaced = 0;
  let heads = 0;
  for (const head of new Set([...replacedCount.keys(), ...keptCount.keys()])) {
    if (index.headLength(head) > 1) continue;
    const r = replacedCount.get(head) ?? 0;
    const all = r + (keptCount.get(head) ?? 0);
    const m = membership(index, head, style);
    const share = (Math.min(1, all) * r) / all;
    const unreplaced = Math.min(1, all) - share;
    replaced += share;
    heads += share + unreplaced * ((m * (1 - before)) / (1 - m * before));
  }
  return (RATE_PRIOR * RATE_CONCENTRATION + replaced) / (RATE_CONCENTRATION + heads);
}
