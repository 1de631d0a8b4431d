import { fromLog, LOG_ZERO, logAdd, type LogProb } from "../log-prob.js";
import type { Lattice } from "./lattice.js";

/** What forward–backward finds: the weight of all readings together and every arc's share of it. */
export interface Posteriors {
  /** log Σ over all paths of exp(score). */
  total: LogProb;
  /** Arc → the probability that the reading takes it, 0..1. */
  arc: Float64Array;
}

/**
 * Forward–backward over a lattice (Rabiner 1989): sums over all paths, in logs. Knows numbers, not words.
 *
 * @param score arc → its score besides the language model's, nats
 * @param lmScale weight of the language model's log-probabilities
 */
export function forwardBackward(lattice: Lattice, score: ArrayLike<number>, lmScale: number): Posteriors {
  const { from, to, arc, lm, nodeCount, finalStart, arcs } = lattice;
  const forward = new Float64Array(nodeCount).fill(LOG_ZERO);
  const backward = new Float64Array(nodeCount).fill(LOG_ZERO);
  const weight = new Float64Array(from.length);
  forward[0] = 0;
  for (let i = 0; i < from.length; i++) {
    weight[i] = score[arc[i]!]! + lmScale * lm[i]!;
    forward[to[i]!] = logAdd(forward[to[i]!]!, forward[from[i]!]! + weight[i]!);
  }
  let total = LOG_ZERO;
  for (let node = finalStart; node < nodeCount; node++) {
    backward[node] = 0;
    total = logAdd(total, forward[node]!);
  }
  const posterior = new Float64Array(arcs.length);
  for (let i = from.length - 1; i >= 0; i--) {
    const after = weight[i]! + backward[to[i]!]!;
    backward[from[i]!] = logAdd(backward[from[i]!]!, after);
    posterior[arc[i]!]! += fromLog(forward[from[i]!]! + after - total);
  }
  return { total, arc: posterior };
}
