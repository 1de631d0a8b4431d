import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { type Change, leastChange } from "./edits.js";
import type { ReadDocument } from "./document.js";

/** A change some arcs of a sentence agree on, with the posterior of them all. */
export interface Proposal {
  /** Number of the sentence in the document. */
  sentence: number;
  change: Change;
  /** The likeliest of the arcs: its number in the sentence's lattice. */
  arc: number;
  /** Sum of the arcs' posteriors, 0..1. */
  posterior: number;
}

/** Proposals below this are not worth a second look. */
const POSTERIOR_MIN = 0.004;
/** A name that is at least this likely beside the same words in lower case is written as a name. */
const NAME_SHARE = 0.1;

/**
 * Arcs → proposals, by sentence, then by place. Arcs that come down to the same change, case aside, count together: "state division" → "State
 * Department" and "division" → "department".
 */
export function proposals(index: PhraseIndex, document: ReadDocument): Proposal[] {
  const { headSurfaces } = index.tables;
  return document.sentences.flatMap(({ lattice, posterior, terms }, sentence) => {
    const byChange = new Map<string, number[]>();
    lattice.arcs.forEach((arc, a) => {
      if (arc.pair < 0 || posterior[a]! < POSTERIOR_MIN) return;
      const { start, end, words } = leastChange(index, document.text, terms, arc, true);
      const key = `${start} ${end} ${words.toLowerCase()}`;
      (byChange.get(key) ?? byChange.set(key, []).get(key)!).push(a);
    });
    const found = [...byChange.values()].map((arcs): Proposal => {
      const likeliest = (some: readonly number[]): number | undefined => [...some].sort((a, b) => posterior[b]! - posterior[a]!)[0];
      const best = likeliest(arcs)!;
      const name = likeliest(arcs.filter((a) => /\p{Lu}/u.test(headSurfaces[lattice.arcs[a]!.head]!)));
      const arc = name !== undefined && posterior[name]! >= NAME_SHARE * posterior[best]! ? name : best;
      const sum = arcs.reduce((total, a) => total + posterior[a]!, 0);
      return { sentence, change: leastChange(index, document.text, terms, lattice.arcs[arc]!), arc, posterior: Math.min(1, sum) };
    });
    return found.sort((a, b) => a.change.start - b.change.start || a.change.end - b.change.end || b.posterior - a.posterior);
  });
}
