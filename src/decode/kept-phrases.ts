import type { PhraseIndex } from "../dictionary/phrase-index.js";
import type { Arc, Term } from "../types.js";

/** A head of several words in a reading that no single arc stands for: its spinner, who takes longer heads first, does not have it. */
export interface KeptPhrase {
  head: number;
  /** The reading's arcs first … last, by their places in it. */
  first: number;
  last: number;
}

interface Sentence {
  terms: readonly Term[];
  lattice: { arcs: readonly Arc[] };
}

/**
 * The heads of several words that a reading leaves. Words that may also be a form of the whole head ("the battle" of "the war") do not say so.
 * @param reading arcs of the lattice, left to right; one that does not begin where the one before ends begins anew
 */
export function keptPhrases(index: PhraseIndex, { terms, lattice }: Sentence, reading: readonly Arc[]): KeptPhrase[] {
  const { headStart, headTerms } = index.tables;
  const originals = reading.map(({ pair, head, start }) =>
    pair < 0 ? [index.termId(terms[start]!.form)] : headTerms.subarray(headStart[head]!, headStart[head + 1]!),
  );
  const formOf = (head: number, start: number, end: number): boolean =>
    lattice.arcs.some((arc) => arc.pair >= 0 && arc.head === head && arc.start === start && arc.end === end);
  const found: KeptPhrase[] = [];
  for (let first = 0; first < reading.length; first++) {
    let node = 0;
    for (let last = first; last < reading.length; last++) {
      const { start } = reading[last]!;
      if (last > first && (terms[start]!.gap || start !== reading[last - 1]!.end)) break;
      for (const term of originals[last]!) node = node < 0 || term < 0 ? -1 : index.child(node, term);
      if (node < 0) break;
      const head = index.nodeHead[node]!;
      if (last > first && head >= 0 && !formOf(head, reading[first]!.start, reading[last]!.end)) found.push({ head, first, last });
    }
  }
  return found;
}
