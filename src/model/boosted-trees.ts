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

/** Gradient-boosted oblivious trees (Friedman 2001; oblivious: Prokhorenkova et al. 2018, CatBoost): features → probability. */
export class BoostedTrees {
  constructor(readonly tables: BoostedTreesTables) {}

  /** Log-odds that the label is 1. */
  logOdds(features: ArrayLike<number>): number {
    const { depth, base, feature, threshold, leaf } = this.tables;
    let sum = base;
    for (let tree = 0, at = 0; at < feature.length; tree++) {
      let number = 0;
      for (let level = 0; level < depth; level++, at++) if (features[feature[at]!]! > threshold[at]!) number |= 1 << level;
      sum += leaf[(tree << depth) + number]!;
    }
    return sum;
  }

  /** Probability that the label is 1, 0..1. */
  probability(features: ArrayLike<number>): number {
    return logistic(this.logOdds(features));
  }
}
