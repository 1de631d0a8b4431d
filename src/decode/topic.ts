import type { ContextModel } from "../model/context-model.js";
import type { Lattice } from "./lattice.js";

/** A document as one run of words, with the place of every term in it. */
export interface Surroundings {
  ids: Uint16Array;
  /** Sentence → term boundary → place in `ids`. */
  at: Int32Array[];
}

/** The words of the best readings of all sentences, one after the other. */
export function surroundings(sentences: readonly { ids: readonly number[]; lattice: Lattice; best: readonly number[] }[]): Surroundings {
  const words: number[] = [];
  const at = sentences.map(({ ids, lattice, best }) => {
    const places = new Int32Array(ids.length + 1);
    for (const a of best) {
      const arc = lattice.arcs[a]!;
      places.fill(words.length, arc.start, arc.end);
      words.push(...arc.words);
    }
    places[ids.length] = words.length;
    return places;
  });
  return { ids: Uint16Array.from(words), at };
}

/**
 * How much better every arc's original fits its surroundings than the words observed: the difference of the context model's scores, nats.
 * 0 for identities. The surroundings are the best readings so far.
 */
export function topicScores(context: ContextModel, { ids: words, at }: Surroundings, sentence: number, ids: readonly number[], lattice: Lattice): Float64Array {
  const vectors = new Map<number, Float32Array>();
  const places = at[sentence]!;
  return Float64Array.from(lattice.arcs, ({ pair, start, end, words: original }) => {
    if (pair < 0) return 0;
    const key = start * 1024 + end;
    let vector = vectors.get(key);
    if (vector === undefined) {
      vector = context.contextVector(words, places[start]!, Math.max(places[start]!, places[end]!));
      vectors.set(key, vector);
    }
    let sum = 0;
    for (const id of original) sum += context.score(id, vector);
    for (let i = start; i < end; i++) sum -= context.score(ids[i]!, vector);
    return sum;
  });
}
