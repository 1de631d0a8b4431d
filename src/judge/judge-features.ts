import { type LogProb, logit } from "../log-prob.js";
import { overlap, type WeighedProposal } from "./places.js";

/** What a judgement is made from, in this order. Logs in nats. */
export const JUDGE_FEATURES = [
  "prior", // log-odds of the probability before reading
  "gain", // what the text gains by the proposal
  "rivalGain", // the best gain of a proposal that overlaps it
  "lead", // gain over that, or over the text as it stands when no rival gains anything
  "rivalPrior", // log-odds of its likeliest rival
  "rivals", // number of rivals that were read
  "observedLength", // UTF-16 units
  "lengthened", // UTF-16 units more than the observed text
  "words", // of the replacement
  "function", // the replacement or the observed text is short: 4 units or less
] as const;

/** Scores of a model that is sure of itself say little more than those of one that is rather sure. */
const GAIN_MAX = 20;
const clamped = (gain: number): number => Math.max(-GAIN_MAX, Math.min(GAIN_MAX, gain));
const logOdds = (probability: number): number => logit(Math.min(0.9999, Math.max(0.0001, probability)));
/** Stands for a rival that is not there. */
const NO_RIVAL = -GAIN_MAX;

/**
 * Features of a proposal that was read.
 * @param gains those of all proposals read with it
 */
export function judgeFeatures(proposals: readonly WeighedProposal[], i: number, gains: ReadonlyMap<number, LogProb>): Float32Array {
  const own = proposals[i]!;
  const rivals = [...gains.keys()].filter((j) => j !== i && overlap(proposals[j]!, own));
  const gain = clamped(gains.get(i)!);
  const rivalGain = Math.max(NO_RIVAL, ...rivals.map((j) => clamped(gains.get(j)!)));
  const row: Record<(typeof JUDGE_FEATURES)[number], number> = {
    prior: logOdds(own.probability),
    gain,
    rivalGain,
    lead: gain - Math.max(0, rivalGain),
    rivalPrior: rivals.length === 0 ? logOdds(0) : Math.max(...rivals.map((j) => logOdds(proposals[j]!.probability))),
    rivals: rivals.length,
    observedLength: own.end - own.start,
    lengthened: own.replacement.length - (own.end - own.start),
    words: own.replacement.split(/\s+/).length,
    function: Math.min(own.replacement.length, own.end - own.start) <= 4 ? 1 : 0,
  };
  return Float32Array.from(JUDGE_FEATURES, (name) => row[name]);
}
