import type { Lattice } from "./lattice.js";

/** The words of a sentence's best reading. */
export interface RestoredWords {
  ids: number[];
  /** Term boundary → place in `ids`. */
  at: Int32Array;
}

export function restoredWords({ ids: observed, lattice, best }: { ids: readonly number[]; lattice: Lattice; best: readonly number[] }): RestoredWords {
  const ids: number[] = [];
  const at = new Int32Array(observed.length + 1);
  for (const a of best) {
    const arc = lattice.arcs[a]!;
    at.fill(ids.length, arc.start, arc.end);
    ids.push(...arc.words);
  }
  at[observed.length] = ids.length;
  return { ids, at };
}
