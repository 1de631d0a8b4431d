import type { ContextModel, ContextReader } from "../model/context-model.js";
import type { Lattice } from "./lattice.js";
import { restoredWords } from "./restored-words.js";

/** A document as one run of words, with the place of every term in it. */
export interface Surroundings {
  ids: Uint16Array;
  /** Sentence → term boundary → place in `ids`. */
  at: Int32Array[];
}

/** The words of the best readings of all sentences, one after the other. */
export function surroundings(sentences: readonly { ids: readonly number[]; lattice: Lattice; best: readonly number[] }[]): Surroundings {
  const words: number[] = [];
  const at = sentences.map((sentence) => {
    const restored = restoredWords(sentence);
    const start = words.length;
    words.push(...restored.ids);
    return restored.at.map((place) => start + place);
  });
  return { ids: new Uint16Array(words), at };
}

/** Arcs less likely than this are not looked at. */
const POSTERIOR_MIN = 1e-4;

/**
 * How much better every arc's original fits its surroundings than the words observed: the difference of the context model's scores, nats.
 * 0 for identities and hopeless arcs.
 * @param reader the document's best readings so far, at places `places` (see surroundings)
 */
export function topicScores(
  context: ContextModel,
  reader: ContextReader,
  places: Int32Array,
  { ids, lattice, posterior }: { ids: readonly number[]; lattice: Lattice; posterior: Float64Array },
): Float64Array {
  const vectors = new Map<number, Float32Array>();
  return Float64Array.from(lattice.arcs, ({ pair, start, end, words }, a) => {
    if (pair < 0 || posterior[a]! < POSTERIOR_MIN) return 0;
    const key = start * 1024 + end;
    let vector = vectors.get(key);
    if (vector === undefined) {
      vector = reader.vector(places[start]!, Math.max(places[start]!, places[end]!));
      vectors.set(key, vector);
    }
    return contrast(context, vector, words, ids.slice(start, end));
  });
}

/** The difference of two wordings' scores in the same place. */
export function contrast(context: ContextModel, vector: Float32Array, original: readonly number[], observed: readonly number[]): number {
  let sum = 0;
  for (const id of original) sum += context.score(id, vector);
  for (const id of observed) sum -= context.score(id, vector);
  return sum;
}
