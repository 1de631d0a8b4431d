import { logistic, logit } from "../log-prob.js";
import type { BoostedTreesTables } from "../model/boosted-trees.js";
import { seededRandom } from "../random.js";

export interface BoostingOptions {
  /** Number of trees. Default 200. */
  trees?: number;
  /** Questions a tree asks; it has 2^depth leaves. Default 6. */
  depth?: number;
  /** Share of every tree's step that is taken, 0..1. Default 0.1. */
  learningRate?: number;
  /** Least sum of hessians p(1-p) weight of a side of a leaf: shrinks small leaves. Default 20. */
  regularisation?: number;
  /** Share of the rows every tree is grown from. Default 0.5. */
  subsample?: number;
  seed?: number;
  onProgress?: (share: number) => void;
}

const BINS = 64;

/**
 * Trains boosted oblivious trees on rows of features (row-major) for the logistic loss, each row with a weight. Second-order leaf values
 * (Chen & Guestrin 2016). Deterministic.
 */
export function trainBoostedTrees(
  rows: Float32Array,
  features: number,
  labels: Uint8Array,
  weights: Float32Array,
  options: BoostingOptions = {},
): BoostedTreesTables {
  const { trees = 200, depth = 6, learningRate = 0.1, regularisation = 20, subsample = 0.5, seed = 1, onProgress } = options;
  const n = labels.length;
  const random = seededRandom(seed);
  const edges = Array.from({ length: features }, (_, f) => binEdges(rows, features, f, n));
  const binned = new Uint8Array(n * features);
  for (let i = 0; i < n; i++) for (let f = 0; f < features; f++) binned[f * n + i] = binOf(edges[f]!, rows[i * features + f]!);
  let positive = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    positive += weights[i]! * labels[i]!;
    total += weights[i]!;
  }
  const base = logit(Math.min(0.999, Math.max(0.001, positive / total)));
  const score = new Float64Array(n).fill(base);
  const g = new Float32Array(n);
  const h = new Float32Array(n);
  const leafOf = new Uint16Array(n);
  const featureOut = new Uint8Array(trees * depth);
  const thresholdOut = new Float32Array(trees * depth);
  const leafOut = new Float32Array(trees << depth);
  const chosen = new Uint32Array(n);
  for (let tree = 0; tree < trees; tree++) {
    let m = 0;
    for (let i = 0; i < n; i++) {
      const p = logistic(score[i]!);
      g[i] = weights[i]! * (labels[i]! - p);
      h[i] = weights[i]! * p * (1 - p);
      leafOf[i] = 0;
      if (random() < subsample) chosen[m++] = i;
    }
    for (let level = 0; level < depth; level++) {
      const leaves = 1 << level;
      let best = { gain: -1, feature: 0, bin: 0 };
      const sumG = new Float64Array(leaves * BINS);
      const sumH = new Float64Array(leaves * BINS);
      for (let f = 0; f < features; f++) {
        if (edges[f]!.length === 0) continue;
        sumG.fill(0);
        sumH.fill(0);
        const column = binned.subarray(f * n, f * n + n);
        for (let k = 0; k < m; k++) {
          const i = chosen[k]!;
          const at = leafOf[i]! * BINS + column[i]!;
          sumG[at]! += g[i]!;
          sumH[at]! += h[i]!;
        }
        const gains = splitGains(sumG, sumH, leaves, edges[f]!.length, regularisation);
        for (let bin = 0; bin < gains.length; bin++) if (gains[bin]! > best.gain) best = { gain: gains[bin]!, feature: f, bin };
      }
      featureOut[tree * depth + level] = best.feature;
      thresholdOut[tree * depth + level] = edges[best.feature]![best.bin] ?? Number.POSITIVE_INFINITY;
      const column = binned.subarray(best.feature * n, best.feature * n + n);
      for (let i = 0; i < n; i++) if (column[i]! > best.bin) leafOf[i]! |= 1 << level;
    }
    const leafG = new Float64Array(1 << depth);
    const leafH = new Float64Array(1 << depth);
    for (let k = 0; k < m; k++) {
      leafG[leafOf[chosen[k]!]!]! += g[chosen[k]!]!;
      leafH[leafOf[chosen[k]!]!]! += h[chosen[k]!]!;
    }
    for (let leaf = 0; leaf < 1 << depth; leaf++) leafOut[(tree << depth) + leaf] = (learningRate * leafG[leaf]!) / (leafH[leaf]! + regularisation);
    for (let i = 0; i < n; i++) score[i]! += leafOut[(tree << depth) + leafOf[i]!]!;
    onProgress?.((tree + 1) / trees);
  }
  return { depth, base, feature: featureOut, threshold: thresholdOut, leaf: leafOut };
}

/** Up to BINS - 1 thresholds that cut the values into bins of about equal size. */
function binEdges(rows: Float32Array, features: number, f: number, n: number): Float32Array {
  const step = Math.max(1, Math.floor(n / 50000));
  const sample: number[] = [];
  for (let i = 0; i < n; i += step) sample.push(rows[i * features + f]!);
  sample.sort((a, b) => a - b);
  const edges: number[] = [];
  for (let bin = 1; bin < BINS; bin++) {
    const value = Math.fround(sample[Math.floor((bin * sample.length) / BINS)]!);
    if (value < sample.at(-1)! && (edges.length === 0 || value > edges.at(-1)!)) edges.push(value);
  }
  return Float32Array.from(edges);
}

/** The number of thresholds the value is above. */
function binOf(edges: Float32Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > edges[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Threshold → Σ over leaves of G²/(H + λ) left and right of it. */
function splitGains(sumG: Float64Array, sumH: Float64Array, leaves: number, thresholds: number, lambda: number): Float64Array {
  const gains = new Float64Array(thresholds);
  for (let leaf = 0; leaf < leaves; leaf++) {
    let allG = 0;
    let allH = 0;
    for (let bin = 0; bin <= thresholds; bin++) {
      allG += sumG[leaf * BINS + bin]!;
      allH += sumH[leaf * BINS + bin]!;
    }
    let leftG = 0;
    let leftH = 0;
    for (let bin = 0; bin < thresholds; bin++) {
      leftG += sumG[leaf * BINS + bin]!;
      leftH += sumH[leaf * BINS + bin]!;
      gains[bin]! += leftG ** 2 / (leftH + lambda) + (allG - leftG) ** 2 / (allH - leftH + lambda);
    }
  }
  return gains;
}
