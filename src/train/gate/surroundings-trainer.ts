import type { Places } from "../../gate/places.js";
import { DIMENSIONS, DISTANCES, REACH, ROWS_LOG2, rowOf, type SurroundingsTables } from "../../gate/surroundings.js";
import { seededRandom } from "../../random.js";

/** What the sums of squares start from: keeps the first steps of a rare word's vector small. */
const SQUARES_START = 0.05;

/** Learns the vectors of Surroundings: `open` a passage, `logOdds` and `learn` word by word, `close`. AdaGrad, one step size a vector. */
export class SurroundingsTrainer {
  private readonly target = new Float32Array(DIMENSIONS << ROWS_LOG2);
  private readonly context = new Float32Array(DIMENSIONS << ROWS_LOG2);
  private readonly targetSquares = new Float32Array(1 << ROWS_LOG2).fill(SQUARES_START);
  private readonly contextSquares = new Float32Array(1 << ROWS_LOG2).fill(SQUARES_START);
  private readonly distance = new Float32Array(DIMENSIONS * DISTANCES).fill(1 / Math.sqrt(DISTANCES));
  private readonly distanceSquares = new Float32Array(DISTANCES).fill(10);
  private readonly mean = new Float32Array(DIMENSIONS);
  private readonly sum = new Float32Array(DIMENSIONS);
  private readonly passageGradient = new Float32Array(DIMENSIONS);

  constructor(private readonly step: number) {
    const random = seededRandom(3);
    for (let i = 0; i < this.target.length; i++) {
      this.target[i] = 0.1 * (random() - 0.5);
      this.context[i] = 0.6 * (random() - 0.5);
    }
  }

  open({ hash, count }: Places): void {
    this.mean.fill(0);
    this.passageGradient.fill(0);
    for (let at = 2; at < count - 2; at++) {
      const row = DIMENSIONS * rowOf(hash[at]!);
      for (let k = 0; k < DIMENSIONS; k++) this.mean[k]! += this.context[row + k]!;
    }
    for (let k = 0; k < DIMENSIONS; k++) this.mean[k]! /= Math.max(1, count - 4);
  }

  logOdds({ hash, count }: Places, at: number): number {
    const { sum, mean, context, distance, target } = this;
    const own = DIMENSIONS * (DISTANCES - 1);
    for (let k = 0; k < DIMENSIONS; k++) sum[k] = mean[k]! * distance[own + k]!;
    let weights = 0;
    for (let d = -REACH; d <= REACH; d++) {
      if (d === 0) continue;
      const other = at + d;
      if (other >= 0 && other < count) {
        const row = DIMENSIONS * rowOf(hash[other]!);
        for (let k = 0; k < DIMENSIONS; k++) sum[k]! += context[row + k]! * distance[weights + k]!;
      }
      weights += DIMENSIONS;
    }
    const row = DIMENSIONS * rowOf(hash[at]!);
    let product = 0;
    for (let k = 0; k < DIMENSIONS; k++) product += target[row + k]! * sum[k]!;
    return product;
  }

  /** Steps against the error (probability minus truth) of the word whose log-odds were asked for last. */
  learn({ hash, count }: Places, at: number, error: number): void {
    const { sum, mean, context, distance, target, passageGradient } = this;
    const row = DIMENSIONS * rowOf(hash[at]!);
    let norm = 0;
    for (let k = 0; k < DIMENSIONS; k++) norm += target[row + k]! ** 2;
    const square = error * error;
    let weights = 0;
    for (let d = -REACH; d <= REACH; d++) {
      if (d === 0) continue;
      const other = at + d;
      if (other >= 0 && other < count) {
        const otherRow = DIMENSIONS * rowOf(hash[other]!);
        const slot = otherRow / DIMENSIONS;
        const index = weights / DIMENSIONS;
        this.contextSquares[slot]! += (square * norm) / DIMENSIONS / DISTANCES;
        this.distanceSquares[index]! += square;
        const contextStep = (this.step * error) / Math.sqrt(this.contextSquares[slot]!);
        const distanceStep = (0.1 * this.step * error) / Math.sqrt(this.distanceSquares[index]!);
        for (let k = 0; k < DIMENSIONS; k++) {
          const u = target[row + k]!;
          const c = context[otherRow + k]!;
          const p = distance[weights + k]!;
          context[otherRow + k] = c - contextStep * u * p;
          distance[weights + k] = p - distanceStep * u * c;
        }
      }
      weights += DIMENSIONS;
    }
    const own = DIMENSIONS * (DISTANCES - 1);
    for (let k = 0; k < DIMENSIONS; k++) passageGradient[k]! += error * target[row + k]! * distance[own + k]!;
    this.distanceSquares[DISTANCES - 1]! += square;
    const distanceStep = (0.1 * this.step * error) / Math.sqrt(this.distanceSquares[DISTANCES - 1]!);
    for (let k = 0; k < DIMENSIONS; k++) distance[own + k]! -= distanceStep * target[row + k]! * mean[k]!;
    let size = 0;
    for (let k = 0; k < DIMENSIONS; k++) size += sum[k]! ** 2;
    const slot = row / DIMENSIONS;
    this.targetSquares[slot]! += (square * size) / DIMENSIONS;
    const targetStep = (this.step * error) / Math.sqrt(this.targetSquares[slot]!);
    for (let k = 0; k < DIMENSIONS; k++) target[row + k]! -= targetStep * sum[k]!;
  }

  /** Steps of the passage's words as the passage. */
  close({ hash, count }: Places): void {
    const words = Math.max(1, count - 4);
    let norm = 0;
    for (let k = 0; k < DIMENSIONS; k++) norm += (this.passageGradient[k]! / words) ** 2;
    for (let at = 2; at < count - 2; at++) {
      const row = DIMENSIONS * rowOf(hash[at]!);
      const slot = row / DIMENSIONS;
      this.contextSquares[slot]! += norm / DIMENSIONS;
      const step = this.step / words / Math.sqrt(this.contextSquares[slot]!);
      for (let k = 0; k < DIMENSIONS; k++) this.context[row + k]! -= step * this.passageGradient[k]!;
    }
  }

  tables(): SurroundingsTables {
    const [target, targetScale] = bytes(this.target);
    const [context, contextScale] = bytes(this.context);
    return { target, targetScale, context, contextScale, distance: this.distance };
  }
}

/** In bytes, each row in its own scale. */
function bytes(values: Float32Array): [Int8Array, Float32Array] {
  const quantised = new Int8Array(values.length);
  const scales = new Float32Array(values.length / DIMENSIONS);
  for (let row = 0; row < scales.length; row++) {
    const vector = values.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS);
    const scale = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 127;
    scales[row] = scale;
    for (const [k, value] of vector.entries()) quantised[row * DIMENSIONS + k] = Math.round(value / scale);
  }
  return [quantised, scales];
}
