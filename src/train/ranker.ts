import { FEATURES } from "../decode/features.js";
import type { BoostedTreesTables } from "../model/boosted-trees.js";
import { trainBoostedTrees } from "./boosting.js";
import type { Example } from "./examples.js";

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
  const size = all.reduce((sum, { labels }) => sum + labels.length, 0);
  const rows = new Float32Array(size * FEATURES.length);
  const labels = new Uint8Array(size);
  const weights = new Float32Array(size);
  let at = 0;
  for (const example of all) {
    rows.set(example.rows, at * FEATURES.length);
    labels.set(example.labels, at);
    weights.set(
      example.weights.map((weight) => weight * example.weight),
      at,
    );
    at += example.labels.length;
  }
  return trainBoostedTrees(rows, FEATURES.length, labels, weights, { trees: 250, depth: 6, learningRate: 0.1, regularisation: 40, bags: BAGS });
}
