import { type LogProb, logit, logSumExp, toLog } from "../log-prob.js";
import { overlap, type WeighedProposal } from "./places.js";

/** What a judgement is made from, in this order. Logs in nats. */
export const JUDGE_FEATURES = [
  "prior", // log-odds of the probability before reading
  "gain", // what the text gains by the proposal
  "rivalGain", // the best gain of a proposal that overlaps it
  "lead", // gain over that, or over the text as it stands when no rival gains anything
  "rivalPrior", // log-odds of its likeliest rival
  "odds", // against the text as it stands and the rivals together, gain and prior weighed as one
  "elsewhere", // mean gain of the same change at other places of the text, 0 when there is none
  "places", // log of 1 + their number
  "rivalElsewhere", // mean gain of other changes of the same words at other places, 0 when there is none
  "observedLength", // UTF-16 units
  "lengthened", // UTF-16 units more than the observed text
] as const;

/** Scores of a model that is sure of itself say little more than those of one that is rather sure. */
const GAIN_MAX = 20;
const clamped = (gain: number): number => Math.max(-GAIN_MAX, Math.min(GAIN_MAX, gain));
const logOdds = (probability: number): number => logit(Math.min(0.9999, Math.max(0.0001, probability)));
/** Stands for a rival that is not there. */
const NO_RIVAL = -GAIN_MAX;
/** How much a nat of gain and a nat of prior count where both are weighed as one. */
const GAIN_WEIGHT = 0.45;
const PRIOR_WEIGHT = 0.6;

/**
 * Features of the proposals that were read, by their numbers.
 * @param gains what the text gains by each (see read-places.ts)
 */
export function judgeFeatures(text: string, proposals: readonly WeighedProposal[], gains: ReadonlyMap<number, LogProb>): Map<number, Float32Array> {
  const read = [...gains.keys()];
  const rivals = rivalsOf(proposals, read);
  const observed = (i: number): string => text.slice(proposals[i]!.start, proposals[i]!.end).toLowerCase();
  const sums = new Map<string, Sum>();
  const add = (key: string, gain: number): void => {
    const { sum, count } = sums.get(key) ?? { sum: 0, count: 0 };
    sums.set(key, { sum: sum + gain, count: count + 1 });
  };
  const changeOf = (i: number): string => `${observed(i)}\n${proposals[i]!.replacement.toLowerCase()}`;
  for (const i of read) {
    add(observed(i), clamped(gains.get(i)!));
    add(changeOf(i), clamped(gains.get(i)!));
  }
  const weighed = (i: number): number => GAIN_WEIGHT * clamped(gains.get(i)!) + PRIOR_WEIGHT * logOdds(proposals[i]!.probability);
  const rows = new Map<number, Float32Array>();
  for (const i of read) {
    const own = proposals[i]!;
    const others = rivals.get(i)!;
    const gain = clamped(gains.get(i)!);
    const rivalGain = Math.max(NO_RIVAL, ...others.map((j) => clamped(gains.get(j)!)));
    const same = withoutPlace(sums.get(changeOf(i))!, [i]);
    const here = [i, ...others.filter((j) => observed(j) === observed(i))];
    const all = withoutPlace(sums.get(observed(i))!, here);
    const row: Record<(typeof JUDGE_FEATURES)[number], number> = {
      prior: logOdds(own.probability),
      gain,
      rivalGain,
      lead: gain - Math.max(0, rivalGain),
      rivalPrior: others.length === 0 ? logOdds(0) : Math.max(...others.map((j) => logOdds(proposals[j]!.probability))),
      odds: weighed(i) - logSumExp([0, ...others.map(weighed)]),
      elsewhere: mean(same),
      places: toLog(1 + same.count),
      rivalElsewhere: mean({ sum: all.sum - same.sum, count: all.count - same.count }),
      observedLength: own.end - own.start,
      lengthened: own.replacement.length - (own.end - own.start),
    };
    rows.set(
      i,
      Float32Array.from(JUDGE_FEATURES, (name) => row[name]),
    );
  }
  return rows;

  function withoutPlace({ sum, count }: Sum, some: readonly number[]): Sum {
    return some.reduce((left, j) => ({ sum: left.sum - clamped(gains.get(j)!), count: left.count - 1 }), { sum, count });
  }
}

/** Gains added up. */
interface Sum {
  sum: number;
  count: number;
}

const mean = ({ sum, count }: Sum): number => (count === 0 ? 0 : sum / count);

/** Number → numbers of the others that overlap it. */
function rivalsOf(proposals: readonly WeighedProposal[], some: readonly number[]): Map<number, number[]> {
  const order = [...some].sort((a, b) => proposals[a]!.start - proposals[b]!.start);
  const rivals = new Map(some.map((i): [number, number[]] => [i, []]));
  order.forEach((i, at) => {
    for (const j of order.slice(at + 1)) {
      if (proposals[j]!.start >= proposals[i]!.end) break;
      if (!overlap(proposals[i]!, proposals[j]!)) continue;
      rivals.get(i)!.push(j);
      rivals.get(j)!.push(i);
    }
  });
  return rivals;
}
