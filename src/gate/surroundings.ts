import type { Places } from "./places.js";

/** Rows of the vectors: words share one by hash. */
export const ROWS_LOG2 = 16;
/** Numbers of a vector. */
export const DIMENSIONS = 24;
/** Places on each side whose distance counts; the whole passage is one more. */
export const REACH = 5;
/** Distances -REACH … -1, 1 … REACH, then the passage. */
export const DISTANCES = 2 * REACH + 1;

/** Vectors of words as what is judged and as what stands around. */
export interface SurroundingsTables {
  /** Row × dimension, a signed byte each, in units of the row's scale. */
  target: Int8Array;
  targetScale: Float32Array;
  context: Int8Array;
  contextScale: Float32Array;
  /** Distance × dimension. */
  distance: Float32Array;
}

/** The vectors' row of a term. */
export const rowOf = (hash: number): number => hash >>> (32 - ROWS_LOG2);

/**
 * How ill a word goes with what stands around it, in log-odds: a log-bilinear model with position weights (Mnih & Kavukcuoglu 2013) that knows
 * words by their company where no pair was ever seen:
 *
 *     u(word) · ( Σ_d p(d) ∘ c(word at distance d) + p(passage) ∘ mean of c over the passage )
 */
export class Surroundings {
  private readonly mean = new Float32Array(DIMENSIONS);
  private readonly sum = new Float32Array(DIMENSIONS);

  constructor(readonly tables: SurroundingsTables) {}

  /** Makes ready for the words of a passage. */
  open({ hash, count }: Places): void {
    const { mean } = this;
    const { context, contextScale, distance } = this.tables;
    mean.fill(0);
    for (let at = 2; at < count - 2; at++) {
      const row = rowOf(hash[at]!);
      const scale = contextScale[row]!;
      for (let k = 0, i = row * DIMENSIONS; k < DIMENSIONS; k++, i++) mean[k]! += scale * context[i]!;
    }
    const own = DIMENSIONS * (DISTANCES - 1);
    for (let k = 0; k < DIMENSIONS; k++) mean[k]! *= distance[own + k]! / Math.max(1, count - 4);
  }

  /** Log-odds that the surroundings of a place add. */
  logOdds({ hash, count }: Places, at: number): number {
    const { mean, sum } = this;
    const { context, contextScale, distance, target, targetScale } = this.tables;
    sum.set(mean);
    let weights = 0;
    for (let d = -REACH; d <= REACH; d++) {
      if (d === 0) continue;
      const other = at + d;
      if (other >= 0 && other < count) {
        const row = rowOf(hash[other]!);
        const scale = contextScale[row]!;
        for (let k = 0, i = row * DIMENSIONS; k < DIMENSIONS; k++, i++) sum[k]! += scale * context[i]! * distance[weights + k]!;
      }
      weights += DIMENSIONS;
    }
    const row = rowOf(hash[at]!);
    let product = 0;
    for (let k = 0, i = row * DIMENSIONS; k < DIMENSIONS; k++, i++) product += target[i]! * sum[k]!;
    return product * targetScale[row]!;
  }
}
