import { logistic } from "../log-prob.js";

/** Weights over standardised features; the last weight is the intercept. */
export interface LogisticRegressionTables {
  mean: Float64Array;
  deviation: Float64Array;
  weights: Float64Array;
}

/** Logistic regression: features → probability that the label is 1. */
export class LogisticRegression {
  constructor(readonly tables: LogisticRegressionTables) {}

  /** 0..1. */
  probability(features: ArrayLike<number>): number {
    const { mean, deviation, weights } = this.tables;
    let sum = weights[mean.length]!;
    for (let f = 0; f < mean.length; f++) sum += (weights[f]! * (features[f]! - mean[f]!)) / deviation[f]!;
    return logistic(sum);
  }
}
