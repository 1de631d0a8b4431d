import { FEATURES } from "../decode/features.js";
import { verdictFeatures } from "../decode/verdict.js";
import { BoostedTrees, type BoostedTreesTables } from "../model/boosted-trees.js";
import { trainBoostedTrees } from "./boosting.js";
import type { LogisticRegressionTables } from "../model/logistic-regression.js";
import type { Example } from "./examples.js";
import { trainLogisticRegression } from "./logistic-regression.js";

/** How much an annotated document counts, self-garbled ones counting 1. */
const ANNOTATED_WEIGHT = 8;

/** The model of single edits, from self-garbled examples and annotated ones. */
export function trainEditModel(garbled: readonly Example[], annotated: readonly Example[]): BoostedTreesTables {
  // Clean annotated documents are left to the verdict: without garble no edit is asked for.
  const all = [...garbled, ...annotated.filter((example) => example.garbled)];
  const size = all.reduce((sum, { found }) => sum + found.length, 0);
  const rows = new Float32Array(size * FEATURES.length);
  const labels = new Uint8Array(size);
  const weights = new Float32Array(size);
  let at = 0;
  all.forEach((example, i) => {
    rows.set(example.rows, at * FEATURES.length);
    labels.set(example.labels, at);
    weights.set(i < garbled.length ? example.weights : example.weights.map((weight) => weight * ANNOTATED_WEIGHT), at);
    at += example.found.length;
  });
  return trainBoostedTrees(rows, FEATURES.length, labels, weights, { trees: 250, depth: 6, learningRate: 0.1, regularisation: 40 });
}

/** The model of whole documents, given the model of edits; from examples that one was not trained on, half of them clean. */
export function trainVerdictModel(edit: BoostedTreesTables, examples: readonly Example[], annotated: readonly Example[]): LogisticRegressionTables {
  const model = new BoostedTrees(edit);
  const all = [...examples, ...annotated];
  const rows = all.map(({ document, found, rows: features }) => {
    const ranked = found.map((proposal, k) => {
      const row = features.subarray(k * FEATURES.length, (k + 1) * FEATURES.length);
      return { ...proposal, features: row, probability: model.probability(row) };
    });
    return verdictFeatures(document, ranked);
  });
  const labels = Uint8Array.from(all, ({ garbled }) => (garbled ? 1 : 0));
  return trainLogisticRegression(
    rows,
    labels,
    Float32Array.from(all, (_, i) => (i < examples.length ? 1 : 2)),
  );
}
