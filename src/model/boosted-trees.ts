import { logistic } from "../log-prob.js";

/** Oblivious trees (all nodes of a level ask the same question), flattened. */
export interface BoostedTreesTables {
  depth: number;
  /** Log-odds before any tree. */
  base: number;
  /** Tree × level → feature asked for. */
  feature: Uint8Array;
  /** Tree × level → the answer is yes when the feature's value is above this. */
  threshold: Float32Array;
  /** Tree × leaf → log-odds added; the leaf's number has bit l set when level l was answered with yes. */
  leaf: Float32Array;
}

/**
 * Gradient-boosted oblivious trees (Friedman 2001; oblivious: Prokhorenkova et al. 2018, CatBoost): features → probability.
 *
 * A row's values are first binned, each among all the thresholds that are asked of its feature; a question is then a difference of small integers whose
 * sign is a bit of the leaf's number, without a branch.
 */
export class BoostedTrees {
  /** Feature → its thresholds, rising. */
  private readonly thresholds: Float32Array[];
  /** Tree × level → the threshold's place among those of its feature. */
  private readonly rank: Int16Array;
  /** Feature → how many of its thresholds lie below the value; of one row at a time. */
  private readonly bins: Int16Array;

  constructor(readonly tables: BoostedTreesTables) {
    const { feature, threshold } = tables;
    const asked: Set<number>[] = [];
    feature.forEach((f, at) => (asked[f] ??= new Set()).add(threshold[at]!));
    this.thresholds = Array.from(asked, (some) => Float32Array.from(some ?? []).sort());
    this.rank = Int16Array.from(feature, (f, at) => below(this.thresholds[f]!, threshold[at]!));
    this.bins = new Int16Array(this.thresholds.length);
  }

  /** Log-odds that the label is 1. */
  logOdds(features: ArrayLike<number>): number {
    const { bins, rank, thresholds } = this;
    const { depth, base, feature, leaf } = this.tables;
    for (let f = 0; f < bins.length; f++) bins[f] = below(thresholds[f]!, features[f]!);
    let sum = base;
    for (let tree = 0, at = 0; at < rank.length; tree++) {
      let number = 0;
      for (let level = 0; level < depth; level++, at++) number |= ((rank[at]! - bins[feature[at]!]!) >>> 31) << level;
      sum += leaf[(tree << depth) + number]!;
    }
    return sum;
  }

  /** Probability that the label is 1, 0..1. */
  probability(features: ArrayLike<number>): number {
    return logistic(this.logOdds(features));
  }
}

/** How many of rising numbers are smaller than a value; none for NaN. Binary search. */
function below(rising: Float32Array, value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
