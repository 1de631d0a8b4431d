import { LOG_ZERO, type LogProb } from "../log-prob.js";
import type { Lattice } from "./lattice.js";

/** The single best reading: its arcs from left to right and its score. */
export interface BestPath {
  score: LogProb;
  arcs: number[];
}

/** Viterbi over a lattice (Viterbi 1967). Ties go to the transition that comes first. Parameters as in forwardBackward. */
export function viterbi(lattice: Lattice, score: ArrayLike<number>, lmScale: number): BestPath {
  const { from, to, arc, lm, nodeCount, finalStart } = lattice;
  const best = new Float64Array(nodeCount).fill(LOG_ZERO);
  const back = new Int32Array(nodeCount).fill(-1);
  best[0] = 0;
  for (let i = 0; i < from.length; i++) {
    const candidate = best[from[i]!]! + score[arc[i]!]! + lmScale * lm[i]!;
    if (candidate > best[to[i]!]!) {
      best[to[i]!] = candidate;
      back[to[i]!] = i;
    }
  }
  let node = finalStart;
  for (let other = finalStart; other < nodeCount; other++) if (best[other]! > best[node]!) node = other;
  const total = best[node] ?? LOG_ZERO;
  const arcs: number[] = [];
  while (node > 0 && back[node]! >= 0) {
    arcs.push(arc[back[node]!]!);
    node = from[back[node]!]!;
  }
  return { score: total, arcs: arcs.reverse() };
}
