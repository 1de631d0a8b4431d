import type { PhraseIndex } from "../dictionary/phrase-index.js";
import type { Arc, Term } from "../types.js";
import { KEPT } from "./draws.js";

/** A place in the document where a form stands. */
export interface Place {
  /** Its sentence. */
  s: number;
  /** What may be read there, one of the form's pairs or KEPT → the arc that reads it so. Words that stand as they are together have no arc. */
  arcs: Map<number, number>;
}

/** A sentence with its readings. */
interface Sentence {
  terms: readonly Term[];
  lattice: { arcs: readonly Arc[] };
}

/** Form, by its trie node → the places where it stands, in the text's order. */
export function formPlaces(index: PhraseIndex, sentences: readonly Sentence[]): Map<number, Place[]> {
  const byForm = new Map<number, Map<number, Place>>();
  let first = 0;
  sentences.forEach(({ terms, lattice }, s) => {
    lattice.arcs.forEach(({ start, pair }, a) => {
      const form = pair >= 0 ? index.nodeOfPair(pair) : index.nodeOfTerm(terms[start]!.form);
      if (form < 0) return;
      const places = byForm.get(form) ?? byForm.set(form, new Map()).get(form)!;
      const place = places.get(first + start) ?? places.set(first + start, { s, arcs: new Map() }).get(first + start)!;
      place.arcs.set(pair < 0 ? KEPT : pair, a);
    });
    first += terms.length;
  });
  return new Map([...byForm].map(([form, places]) => [form, [...places.values()]]));
}
