import { wordScore } from "./word-score.js";
import type { LanguageModel } from "../model/language-model.js";
import { NO_WORD, SENTENCE_START } from "../model/vocabulary.js";
import type { Arc } from "../types.js";

/**
 * The readings of one sentence as a graph. Nodes are (term boundary, last words of the original); transitions are arcs taken from a node,
 * with the language model's log-probability of the arc's words. Nodes are numbered by rising boundary; node 0 is the sentence's start.
 * Transitions are sorted by source node.
 */
export interface Lattice {
  readonly arcs: readonly Arc[];
  readonly nodeCount: number;
  /** Nodes finalStart … nodeCount - 1 stand at the sentence's end. */
  readonly finalStart: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly arc: Int32Array;
  /** log P(arc's words | words before), nats. */
  readonly lm: Float64Array;
}

interface Node {
  t: number;
  u: number;
  v: number;
  best: number;
  /** Given when the boundary is reached; -1 for nodes that fall out of the beam. */
  number: number;
}

/**
 * Expands the arcs into a lattice, boundary by boundary. Equal word histories are recombined; of the nodes at a boundary the `beam` best
 * (by best-path score with `prior` as the arcs' scores) are expanded. Linear in the sentence.
 *
 * @param arcs readings; at every boundary before the end at least one arc must start
 * @param prior score of every arc besides the language model's, nats
 * @param lmScale weight of the language model's log-probabilities in the path scores
 */
export function buildLattice(length: number, arcs: readonly Arc[], prior: ArrayLike<number>, model: LanguageModel, lmScale: number, beam: number): Lattice {
  const order = model.order;
  const starting: number[][] = Array.from({ length: length + 1 }, () => []);
  arcs.forEach((arc, i) => starting[arc.start]!.push(i));
  const open: Map<number, Node>[] = Array.from({ length: length + 1 }, () => new Map());
  open[0]!.set(0, { t: NO_WORD, u: NO_WORD, v: SENTENCE_START, best: 0, number: -1 });

  // A node's number is known only when its boundary is reached; transitions keep the node object until then.
  const sources: number[] = [];
  const targets: Node[] = [];
  const taken: number[] = [];
  const lm: number[] = [];
  let nodeCount = 0;
  let finalStart = 0;
  for (let at = 0; at <= length; at++) {
    let nodes = [...open[at]!.values()];
    if (nodes.length > beam && at < length) nodes = nodes.sort((a, b) => b.best - a.best).slice(0, beam);
    finalStart = nodeCount;
    for (const node of nodes) node.number = nodeCount++;
    if (at === length) break;
    for (const node of nodes) {
      const source = node.number;
      for (const a of starting[at]!) {
        const { words, end } = arcs[a]!;
        let { t, u, v } = node;
        let logProb = 0;
        for (let i = 0; i < words.length; i++) {
          const w = words[i]!;
          logProb += wordScore(model, t, u, v, w);
          t = u;
          u = v;
          v = w;
        }
        if (order < 4) t = NO_WORD;
        const key = ((t + 1) * 65536 + (u + 1)) * 65536 + v;
        const best = node.best + lmScale * logProb + prior[a]!;
        const known = open[end]!.get(key);
        let target = known;
        if (target === undefined) {
          target = { t, u, v, best, number: -1 };
          open[end]!.set(key, target);
        } else if (best > target.best) target.best = best;
        sources.push(source);
        targets.push(target);
        taken.push(a);
        lm.push(logProb);
      }
    }
  }
  return pack(arcs, nodeCount, finalStart, sources, targets, taken, lm);
}

/** Drops the transitions into nodes that fell out of the beam. */
function pack(arcs: readonly Arc[], nodeCount: number, finalStart: number, sources: number[], targets: Node[], taken: number[], lm: number[]): Lattice {
  let size = 0;
  for (const { number } of targets) if (number >= 0) size++;
  const lattice = { arcs, nodeCount, finalStart, from: new Int32Array(size), to: new Int32Array(size), arc: new Int32Array(size), lm: new Float64Array(size) };
  let at = 0;
  for (let i = 0; i < targets.length; i++) {
    const { number } = targets[i]!;
    if (number < 0) continue;
    lattice.from[at] = sources[i]!;
    lattice.to[at] = number;
    lattice.arc[at] = taken[i]!;
    lattice.lm[at++] = lm[i]!;
  }
  return lattice;
}
