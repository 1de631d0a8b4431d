import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { STYLES } from "../dictionary/styles.js";
import { type LogProb, toLog } from "../log-prob.js";
import type { Arc } from "../types.js";
import { type HeadEvidence, STYLE_PRIOR, styleOf } from "./document-style.js";
import { RATE_MAX } from "./draws.js";

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
 * log P(observed | the arc's original) when the spinner draws anew at every occurrence, by the document's counts (Beta, Dirichlet). What the arc
 * itself has added to the counts (`own`, its posterior) is left out: one occurrence cannot prove itself.
 *
 *     replaced:  rate(head) · (c · prior(form) + n(pair)) / (c + n(head replaced))
 *     kept:      1 - rate(head);  1 for words that are no head
 *     rate(head) = (k · rate · membership(head) + n(head replaced)) / (k + n(head replaced) + n(head kept))
 */
export function countScore(index: PhraseIndex, channel: ChannelState, arc: Arc, own = 0): LogProb {
  const { head, pair } = arc;
  if (head < 0) return 0;
  const count = (map: Map<number, number>, key: number, less: number): number => Math.max(0, (map.get(key) ?? 0) - less);
  const replaced = count(channel.replacedCount, head, pair < 0 ? 0 : own);
  const kept = count(channel.keptCount, head, pair < 0 ? own : 0);
  const rate = Math.min(RATE_MAX, (HEAD_CONCENTRATION * headRate(index, channel, head) + replaced) / (HEAD_CONCENTRATION + replaced + kept));
  if (pair < 0) return toLog(1 - rate);
  const form = (FORM_CONCENTRATION * pairPrior(index, pair, channel.style) + count(channel.pairCount, pair, own)) / (FORM_CONCENTRATION + replaced);
  return toLog(rate) + toLog(form);
}

/** P(the spinner replaces the head), by what is known beside the head's own occurrences. */
export const headRate = (index: PhraseIndex, { rate, style }: ChannelState, head: number): number => rate * membership(index, head, style);

/** What the channel is told of a sentence: its readings, and the heads of several words that the best of them leaves. */
interface SentenceEvidence {
  lattice: { arcs: readonly Arc[] };
  posterior: Float64Array;
  kept: readonly { head: number; posterior: number }[];
}

/**
 * The M-step: a new channel from every arc's posterior. The rate counts heads, not occurrences: a spinner replaces a head (nearly) always or
 * never, and a frequent head says no more about its dictionary than a rare one.
 * @param before the channel the posteriors were found with
 */
export function reestimate(index: PhraseIndex, before: ChannelState, sentences: readonly SentenceEvidence[]): ChannelState {
  const channel = initialChannel(0);
  const add = (map: Map<number, number>, key: number, n: number): void => void map.set(key, (map.get(key) ?? 0) + n);
  for (const { lattice, posterior, kept } of sentences) {
    lattice.arcs.forEach(({ head, pair }, a) => {
      const p = posterior[a]!;
      if (head < 0 || p < 1e-4) return;
      if (pair < 0) {
        add(channel.keptCount, head, p);
        return;
      }
      add(channel.pairCount, pair, p);
      add(channel.replacedCount, head, p);
    });
    for (const { head, posterior } of kept) add(channel.keptCount, head, posterior);
  }
  const heads = headsOnce(channel);
  channel.style = styleOf(index, before.rate, heads, sentences);
  channel.rate = rateOverHeads(index, channel.style, heads, before.rate);
  return channel;
}

/** Heads that stood in the document, each counted once: the shares in which it was replaced and kept. */
function headsOnce({ replacedCount, keptCount }: ChannelState): HeadEvidence[] {
  return [...new Set([...replacedCount.keys(), ...keptCount.keys()])].map((head) => {
    const count = replacedCount.get(head) ?? 0;
    const all = count + (keptCount.get(head) ?? 0);
    const once = Math.min(1, all);
    return { head, replaced: all > 0 ? (once * count) / all : 0, kept: all > 0 ? (once * (all - count)) / all : 0 };
  });
}

/**
 * The rate from the heads' counts. A head that stands as it is says something only as far as the spinner has it: P(has it | kept) is
 * membership · (1 - rate) / (1 - membership · rate), at the rate so far.
 */
function rateOverHeads(index: PhraseIndex, style: Float64Array, heads: readonly HeadEvidence[], before: number): number {
  let all = 0;
  let done = 0;
  for (const { head, replaced, kept } of heads) {
    if (index.headLength(head) > 1) continue;
    const m = membership(index, head, style);
    done += replaced;
    all += replaced + kept * ((m * (1 - before)) / (1 - m * before));
  }
  return (RATE_PRIOR * RATE_CONCENTRATION + done) / (RATE_CONCENTRATION + all);
}
