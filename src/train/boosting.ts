import { logistic, logit } from "../log-prob.js";
import type { BoostedTreesTables } from "../model/boosted-trees.js";
import { seededRandom } from "../random.js";

export interface BoostingOptions {
  /** Number of trees of a model. Default 200. */
  trees?: number;
  /** Questions a tree asks; it has 2^depth leaves. Default 6. */
  depth?: number;
  /** Share of every tree's step that is taken, 0..1. Default 0.1. */
  learningRate?: number;
  /** Least sum of hessians p(1-p) weight of a side of a leaf: shrinks small leaves. Default 20. */
  regularisation?: number;
  /** Share of the rows every tree is grown from. Default 0.5. */
  subsample?: number;
  /** Models that are averaged, each of other samples (bagging, Breiman 1996); so many times the trees. Default 1. */
  bags?: number;
  seed?: number;
  onProgress?: (share: number) => void;
}

const BINS = 64;
/** Numbers a leaf has for a feature: a g and an h a bin. */
const WIDTH = 2 * BINS;

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
  const { trees = 200, depth = 6, learningRate = 0.1, regularisation = 20, subsample = 0.5, bags = 1, seed = 1, onProgress } = options;
  const n = labels.length;
  const random = seededRandom(seed);
  const edges = Array.from({ length: features }, (_, f) => binEdges(rows, features, f, n));
  const binned = new Uint8Array(n * features);
  for (let i = 0; i < n; i++) for (let f = 0; f < features; f++) binned[f * n + i] = binOf(edges[f]!, rows[i * features + f]!);
  let positive = 0;
  let all = 0;
  for (let i = 0; i < n; i++) {
    positive += weights[i]! * labels[i]!;
    all += weights[i]!;
  }
  const base = logit(Math.min(0.999, Math.max(0.001, positive / all)));
  const score = new Float64Array(n);
  const leafOf = new Uint16Array(n);
  const total = bags * trees;
  const featureOut = new Uint8Array(total * depth);
  const thresholdOut = new Float32Array(total * depth);
  const leafOut = new Float32Array(total << depth);
  const sample = new Sample(n, features, depth);
  for (let tree = 0; tree < total; tree++) {
    if (tree % trees === 0) score.fill(base);
    sample.clear();
    for (let i = 0; i < n; i++) {
      const p = logistic(score[i]!);
      leafOf[i] = 0;
      if (random() < subsample) sample.add(i, weights[i]! * (labels[i]! - p), weights[i]! * p * (1 - p));
    }
    sample.read(binned, n);
    for (let level = 0; level < depth; level++) {
      let best = { gain: -1, feature: 0, bin: 0 };
      for (let f = 0; f < features; f++) {
        if (edges[f]!.length === 0) continue;
        const gains = splitGains(sample.histogram(f), 1 << level, edges[f]!.length, regularisation);
        for (let bin = 0; bin < gains.length; bin++) if (gains[bin]! > best.gain) best = { gain: gains[bin]!, feature: f, bin };
      }
      featureOut[tree * depth + level] = best.feature;
      thresholdOut[tree * depth + level] = edges[best.feature]![best.bin] ?? Number.POSITIVE_INFINITY;
      const column = binned.subarray(best.feature * n, best.feature * n + n);
      for (let i = 0; i < n; i++) if (column[i]! > best.bin) leafOf[i]! |= 1 << level;
      sample.split(best.feature, best.bin, level);
    }
    const { g, h } = sample.leafSums();
    const leaves = leafOut.subarray(tree << depth, (tree + 1) << depth);
    for (let leaf = 0; leaf < leaves.length; leaf++) leaves[leaf] = (learningRate * g[leaf]!) / (h[leaf]! + regularisation);
    for (let i = 0; i < n; i++) score[i]! += leaves[leafOf[i]!]!;
    onProgress?.((tree + 1) / total);
  }
  return { depth, base, feature: featureOut, threshold: thresholdOut, leaf: leafOut.map((value) => value / bags) };
}

/**
 * The rows a tree is grown from, with the sums of their gradients g and hessians h by feature, leaf and bin. When leaves are split, the sums of
 * the smaller half are counted and those of the larger one are what is left of the whole (Ke et al. 2017, LightGBM).
 */
class Sample {
  private count = 0;
  private readonly rows: Uint32Array;
  private readonly g: Float64Array;
  private readonly h: Float64Array;
  private readonly leaf: Uint8Array;
  /** Feature × row → bin. */
  private readonly bins: Uint8Array;
  /** Feature × leaf × bin × (g, h). */
  private readonly sums: Float64Array;
  private readonly stride: number;
  /** 0, 1, 2 …: the places of the rows. */
  private readonly all: Uint32Array;

  constructor(
    size: number,
    private readonly features: number,
    private readonly depth: number,
  ) {
    this.rows = new Uint32Array(size);
    this.g = new Float64Array(size);
    this.h = new Float64Array(size);
    this.leaf = new Uint8Array(size);
    this.bins = new Uint8Array(size * features);
    this.all = Uint32Array.from(this.rows, (_, k) => k);
    this.stride = WIDTH << depth;
    this.sums = new Float64Array(features * this.stride);
  }

  clear(): void {
    this.count = 0;
  }

  add(row: number, g: number, h: number): void {
    this.rows[this.count] = row;
    this.g[this.count] = g;
    this.h[this.count] = h;
    this.leaf[this.count++] = 0;
  }

  /** Takes the bins of the rows that were added: all of them in leaf 0. */
  read(binned: Uint8Array, n: number): void {
    const { count, rows, bins } = this;
    for (let f = 0; f < this.features; f++) for (let k = 0; k < count; k++) bins[f * count + k] = binned[f * n + rows[k]!]!;
    this.sums.fill(0);
    for (let f = 0; f < this.features; f++) this.addTo(this.histogram(f), f, this.all.subarray(0, count));
  }

  /** Leaf × bin × (g, h) of a feature. */
  histogram(feature: number): Float64Array {
    return this.sums.subarray(feature * this.stride, (feature + 1) * this.stride);
  }

  /** Splits every leaf: rows above the bin go to leaf + 2^level. */
  split(feature: number, bin: number, level: number): void {
    const { count, leaf, bins } = this;
    const leaves = 1 << level;
    const sizes = new Uint32Array(2 * leaves);
    for (let k = 0; k < count; k++) {
      if (bins[feature * count + k]! > bin) leaf[k]! |= leaves;
      sizes[leaf[k]!]!++;
    }
    if (level + 1 === this.depth) return;
    const smaller = Uint8Array.from({ length: leaves }, (_, l) => (sizes[l]! < sizes[l + leaves]! ? l : l + leaves));
    const inSmaller = this.all.subarray(0, count).filter((k) => smaller[leaf[k]! & (leaves - 1)] === leaf[k]);
    for (let f = 0; f < this.features; f++) {
      const sums = this.histogram(f);
      for (let l = 0; l < leaves; l++) {
        // The whole stands where the larger half will; the smaller one starts at nothing.
        if (smaller[l] === l) sums.copyWithin((l + leaves) * WIDTH, l * WIDTH, (l + 1) * WIDTH);
        sums.fill(0, smaller[l]! * WIDTH, (smaller[l]! + 1) * WIDTH);
      }
      this.addTo(sums, f, inSmaller);
      for (let l = 0; l < leaves; l++) {
        const from = smaller[l]! * WIDTH;
        const larger = (smaller[l]! ^ leaves) * WIDTH;
        for (let x = 0; x < WIDTH; x++) sums[larger + x]! -= sums[from + x]!;
      }
    }
  }

  /** Adds rows to a feature's sums. */
  private addTo(sums: Float64Array, feature: number, some: Uint32Array): void {
    const { count, leaf, g, h } = this;
    const column = this.bins.subarray(feature * count, (feature + 1) * count);
    for (let j = 0; j < some.length; j++) {
      const k = some[j]!;
      const at = leaf[k]! * WIDTH + 2 * column[k]!;
      sums[at]! += g[k]!;
      sums[at + 1]! += h[k]!;
    }
  }

  leafSums(): { g: Float64Array; h: Float64Array } {
    const g = new Float64Array(1 << this.depth);
    const h = new Float64Array(1 << this.depth);
    for (let k = 0; k < this.count; k++) {
      g[this.leaf[k]!]! += this.g[k]!;
      h[this.leaf[k]!]! += this.h[k]!;
    }
    return { g, h };
  }
}

/** Up to BINS - 1 thresholds that cut the values into bins of about equal size. */
function binEdges(rows: Float32Array, features: number, f: number, n: number): Float32Array {
  const step = Math.max(1, Math.floor(n / 50000));
  const sample = Float32Array.from({ length: Math.ceil(n / step) }, (_, k) => rows[k * step * features + f]!).sort();
  const edges: number[] = [];
  for (let bin = 1; bin < BINS; bin++) {
    const value = sample[Math.floor((bin * sample.length) / BINS)]!;
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

/** Threshold → Σ over leaves of G²/(H + λ) left and right of it. `sums`: leaf × bin × (G, H). */
function splitGains(sums: Float64Array, leaves: number, thresholds: number, lambda: number): Float64Array {
  const gains = new Float64Array(thresholds);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const from = leaf * WIDTH;
    let allG = 0;
    let allH = 0;
    for (let bin = 0; bin <= thresholds; bin++) {
      allG += sums[from + 2 * bin]!;
      allH += sums[from + 2 * bin + 1]!;
    }
    let leftG = 0;
    let leftH = 0;
    for (let bin = 0; bin < thresholds; bin++) {
      leftG += sums[from + 2 * bin]!;
      leftH += sums[from + 2 * bin + 1]!;
      gains[bin]! += leftG ** 2 / (leftH + lambda) + (allG - leftG) ** 2 / (allH - leftH + lambda);
    }
  }
  return gains;
}
