import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoostedTrees, type BoostedTreesTables } from "../src/model/boosted-trees.js";
import { LogisticRegression, type LogisticRegressionTables } from "../src/model/logistic-regression.js";
import { ModelError, ModelFile } from "../src/model/model-file.js";
import { readRanker, writeRanker } from "../src/model/ranker.js";
import { seededRandom } from "../src/random.js";
import { trainBoostedTrees } from "../src/train/boosting.js";

/** Points of the unit square and a third number that says nothing; yes in two opposite quarters, which no single question tells. */
function quarters(count: number, seed: number): { rows: Float32Array; labels: Uint8Array; weights: Float32Array } {
  const random = seededRandom(seed);
  const rows = Float32Array.from({ length: 3 * count }, random);
  const labels = Uint8Array.from({ length: count }, (_, i) => (rows[3 * i]! > 0.4 === rows[3 * i + 1]! > 0.6 ? 1 : 0));
  return { rows, labels, weights: new Float32Array(count).fill(1) };
}

const train = (seed = 1, bags = 1): BoostedTreesTables => {
  const { rows, labels, weights } = quarters(2000, 7);
  return trainBoostedTrees(rows, 3, labels, weights, { trees: 60, depth: 3, learningRate: 0.3, regularisation: 1, seed, bags });
};

const FEATURES = 4;
/** Not -0, which JSON does not know. */
const value = fc.float({ noNaN: true, min: -9, max: 9 }).map((x) => x + 0);
const tables: fc.Arbitrary<BoostedTreesTables> = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 5 })).chain(([depth, trees]) =>
  fc.record({
    depth: fc.constant(depth),
    base: value,
    feature: fc.array(fc.nat(FEATURES - 1), { minLength: depth * trees, maxLength: depth * trees }).map((list) => Uint8Array.from(list)),
    threshold: fc.array(value, { minLength: depth * trees, maxLength: depth * trees }).map((list) => Float32Array.from(list)),
    leaf: fc.array(value, { minLength: trees << depth, maxLength: trees << depth }).map((list) => Float32Array.from(list)),
  }),
);
const row = fc.array(value, { minLength: FEATURES, maxLength: FEATURES });

const numbers = (count: number, least: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(
      fc.double({ noNaN: true, min: least, max: 9 }).map((x) => x + 0),
      { minLength: count, maxLength: count },
    )
    .map((list) => Float64Array.from(list));
const regression: fc.Arbitrary<LogisticRegressionTables> = fc.record({
  mean: numbers(FEATURES, -9),
  deviation: numbers(FEATURES, 0.1),
  weights: numbers(FEATURES + 1, -9),
});

/** Walks every tree from its first question, halving the leaves. */
function naiveLogOdds({ depth, base, feature, threshold, leaf }: BoostedTreesTables, features: readonly number[]): number {
  let sum = base;
  for (let tree = 0; tree * depth < feature.length; tree++) {
    let leaves = [...leaf.slice(tree << depth, (tree + 1) << depth)];
    for (let level = 0; level < depth; level++) {
      const yes = features[feature[tree * depth + level]!]! > threshold[tree * depth + level]!;
      leaves = leaves.filter((_, i) => (i % 2 === 1) === yes);
    }
    sum += leaves[0]!;
  }
  return sum;
}

describe("boosted trees", () => {
  it("learn a problem that no single question solves, and tell it from noise", () => {
    const model = new BoostedTrees(train());
    const { rows, labels } = quarters(1000, 8);
    const right = [...labels].filter((label, i) => model.probability(rows.subarray(3 * i, 3 * i + 3)) > 0.5 === (label === 1)).length;
    expect(right / labels.length).toBeGreaterThan(0.95);
  });

  it("are the same every time, and others with another seed", () => {
    expect(train()).toEqual(train());
    expect(train(2).leaf).not.toEqual(train().leaf);
  });

  it("average models of other samples", () => {
    const one = train();
    const bagged = train(1, 3);
    const part = (bag: number): BoostedTreesTables => ({
      depth: 3,
      base: bagged.base,
      feature: bagged.feature.slice(bag * 180, (bag + 1) * 180),
      threshold: bagged.threshold.slice(bag * 180, (bag + 1) * 180),
      leaf: bagged.leaf.slice(bag * 480, (bag + 1) * 480).map((value) => 3 * value),
    });
    const parts = [0, 1, 2].map(part);
    expect(parts[0]!.feature).toEqual(one.feature);
    expect(parts[1]!.leaf).not.toEqual(parts[0]!.leaf);
    const { rows } = quarters(200, 9);
    for (let i = 0; i < 200; i++) {
      const point = rows.subarray(3 * i, 3 * i + 3);
      const mean = parts.reduce((sum, tables) => sum + new BoostedTrees(tables).logOdds(point) / 3, 0);
      expect(new BoostedTrees(bagged).logOdds(point)).toBeCloseTo(mean, 4);
    }
  });

  it("give the share of yes when the features say nothing", () => {
    const labels = Uint8Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const model = new BoostedTrees(trainBoostedTrees(new Float32Array(400), 1, labels, new Float32Array(400).fill(1), { trees: 5, depth: 2 }));
    expect(model.probability([0])).toBeCloseTo(0.25, 1);
  });

  it("count a row with weight 2 as two rows", () => {
    const { rows, labels } = quarters(300, 3);
    const options = { trees: 8, depth: 2, subsample: 1.1 };
    const twice = (list: Float32Array): Float32Array => Float32Array.from([...list, ...list]);
    const doubled = trainBoostedTrees(twice(rows), 3, Uint8Array.from([...labels, ...labels]), new Float32Array(600).fill(1), options);
    const weighted = trainBoostedTrees(rows, 3, labels, new Float32Array(300).fill(2), options);
    for (const [i, leaf] of weighted.leaf.entries()) expect(leaf).toBeCloseTo(doubled.leaf[i]!, 3);
  });

  it("read a row as a naive walk does", () => {
    fc.assert(
      fc.property(tables, row, (trees, features) => {
        expect(new BoostedTrees(trees).logOdds(features)).toBeCloseTo(naiveLogOdds(trees, features), 4);
        expect(new BoostedTrees(trees).probability(features)).toBeCloseTo(1 / (1 + Math.exp(-naiveLogOdds(trees, features))), 6);
      }),
    );
  });

  it("stand beside a logistic regression that agrees with naive arithmetic", () => {
    fc.assert(
      fc.property(regression, row, (model, features) => {
        let sum = model.weights[4]!;
        for (let f = 0; f < 4; f++) sum += (model.weights[f]! * (features[f]! - model.mean[f]!)) / model.deviation[f]!;
        expect(new LogisticRegression(model).probability(features)).toBeCloseTo(1 / (1 + Math.exp(-sum)), 6);
      }),
    );
  });

  it("are read back as they were written", () => {
    fc.assert(
      fc.property(tables, (trees) => {
        const bytes = writeRanker(trees, ["a", "b", "c", "d"]);
        expect(readRanker(new ModelFile(bytes), ["a", "b", "c", "d"]).tables).toEqual(trees);
        const others = () => readRanker(new ModelFile(bytes, "x.ranker"), ["a", "b", "c"]);
        expect(others).toThrow(ModelError);
        expect(others).toThrow("x.ranker: was trained on other features; train it anew with `npm run train:ranker`");
      }),
      { numRuns: 30 },
    );
  });
});
