import { FEATURES } from "../decode/features.js";
import { verdictFeatures } from "../decode/verdict.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { BoostedTrees, type BoostedTreesTables } from "../model/boosted-trees.js";
import { trainBoostedTrees } from "./boosting.js";
import type { LogisticRegressionTables } from "../model/logistic-regression.js";
import type { Example } from "./examples.js";
import { trainLogisticRegression } from "./logistic-regression.js";

/** Examples that count alike. Self-garbled ones count 1. */
export interface ExampleGroup {
  weight: number;
  examples: readonly Example[];
}

/** Models that are averaged: log loss on documents left out 0.2087 and 0.2139 nats (one: 0.2096 and 0.2144), and figures that depend less on luck. */
const BAGS = 4;

/** The model of single edits. */
export function trainEditModel(groups: readonly ExampleGroup[]): BoostedTreesTables {
  const all = groups.flatMap(({ weight, examples }) => examples.map((example) => ({ ...example, weight })));
  const size = all.reduce((sum, { found }) => sum + found.length, 0);
  const rows = new Float32Array(size * FEATURES.length);
  const labels = new Uint8Array(size);
  const weights = new Float32Array(size);
  let at = 0;
  all.forEach((example) => {
    rows.set(example.rows, at * FEATURES.length);
    labels.set(example.labels, at);
    weights.set(
      example.weights.map((weight) => weight * example.weight),
      at,
    );
    at += example.found.length;
  });
  return trainBoostedTrees(rows, FEATURES.length, labels, weights, { trees: 250, depth: 6, learningRate: 0.1, regularisation: 40, bags: BAGS });
}

/** The model of whole documents. Every group's edits are judged by a model that was not trained on them; half of the documents are clean. */
export function trainVerdictModel(index: PhraseIndex, groups: readonly (ExampleGroup & { edit: BoostedTreesTables })[]): LogisticRegressionTables {
  const all = groups.flatMap(({ weight, examples, edit }) => {
    const model = new BoostedTrees(edit);
    return examples.map((example) => ({ example, weight, model }));
  });
  const rows = all.map(({ example: { document, found, rows: features }, model }) => {
    const ranked = found.map((proposal, k) => {
      const row = features.subarray(k * FEATURES.length, (k + 1) * FEATURES.length);
      return { ...proposal, features: row, probability: model.probability(row) };
    });
    return verdictFeatures(index, document, ranked);
  });
  const labels = Uint8Array.from(all, ({ example }) => (example.garbled ? 1 : 0));
  return trainLogisticRegression(
    rows,
    labels,
    Float32Array.from(all, ({ weight }) => weight),
  );
}
