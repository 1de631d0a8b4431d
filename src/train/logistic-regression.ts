import { logistic } from "../log-prob.js";
import type { LogisticRegressionTables } from "../model/logistic-regression.js";

const STEPS = 3000;
const STEP_SIZE = 0.5;
const RIDGE = 0.001;

/** Fits logistic regression by gradient descent on standardised features, with a little ridge. Deterministic. */
export function trainLogisticRegression(rows: readonly Float32Array[], labels: Uint8Array, weights: Float32Array): LogisticRegressionTables {
  const features = rows[0]!.length;
  const n = rows.length;
  const mean = Float64Array.from({ length: features }, (_, f) => rows.reduce((sum, row) => sum + row[f]!, 0) / n);
  const deviation = Float64Array.from({ length: features }, (_, f) => Math.sqrt(rows.reduce((sum, row) => sum + (row[f]! - mean[f]!) ** 2, 0) / n) + 1e-9);
  const z = rows.map((row) => Float64Array.from(row, (value, f) => (value - mean[f]!) / deviation[f]!));
  const w = new Float64Array(features + 1);
  for (let step = 0; step < STEPS; step++) {
    const gradient = new Float64Array(features + 1);
    for (let i = 0; i < n; i++) {
      let sum = w[features]!;
      for (let f = 0; f < features; f++) sum += w[f]! * z[i]![f]!;
      const error = weights[i]! * (labels[i]! - logistic(sum));
      for (let f = 0; f < features; f++) gradient[f]! += error * z[i]![f]!;
      gradient[features]! += error;
    }
    for (let f = 0; f <= features; f++) w[f]! += STEP_SIZE * (gradient[f]! / n - (f < features ? RIDGE * w[f]! : 0));
  }
  return { mean, deviation, weights: w };
}
