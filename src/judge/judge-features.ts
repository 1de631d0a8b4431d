import { type LogProb, logit } from "../log-prob.js";
import { overlap, type WeighedProposal } from "./places.js";

/** What a judgement is made from, in this order. Gains in nats, squashed; log-odds in nats. */
export const JUDGE_FEATURES = [
  "prior", // log-odds of the probability before reading
  "gain", // what the text gains by the proposal
  "rivalGain", // the best gain of a proposal that overlaps it
  "lead", // gain over that, or over the text as it stands when no rival gains anything
  "rivalPrior", // log-odds of its likeliest rival
] as const;

/** A gain of this size and more says little more than a smaller one, nats. */
const GAIN_SCALE = 6;
const squashed = (gain: number): number => GAIN_SCALE * Math.tanh(gain / GAIN_SCALE);
const logOdds = (probability: number): number => logit(Math.min(0.9999, Math.max(0.0001, probability)));

/**
 * Features of a proposal that was read.
 * @param place numbers of the proposals at its place, itself included: what overlaps it is among them
 * @param gains what the text gains by each of them (see read-places.ts)
 */
export function judgeFeatures(proposals: readonly WeighedProposal[], i: number, place: readonly number[], gains: ReadonlyMap<number, LogProb>): Float32Array {
  const own = proposals[i]!;
  const rivals = place.filter((j) => j !== i && overlap(proposals[j]!, own));
  const gain = gains.get(i)!;
  const rivalGain = Math.max(Number.NEGATIVE_INFINITY, ...rivals.map((j) => gains.get(j)!));
  const row: Record<(typeof JUDGE_FEATURES)[number], number> = {
    prior: logOdds(own.probability),
    gain: squashed(gain),
    rivalGain: squashed(rivalGain),
    lead: squashed(gain - Math.max(0, rivalGain)),
    rivalPrior: Math.max(logOdds(0), ...rivals.map((j) => logOdds(proposals[j]!.probability))),
  };
  return Float32Array.from(JUDGE_FEATURES, (name) => row[name]);
}
