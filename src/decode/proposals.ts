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

/** Arcs → proposals, by sentence, then by place. Arcs that come down to the same change count together. */
export function proposals(index: PhraseIndex, document: ReadDocument): Proposal[] {
  return document.sentences.flatMap(({ lattice, posterior, terms }, sentence) => {
    const byChange = new Map<string, Proposal>();
    lattice.arcs.forEach((arc, a) => {
      const p = posterior[a]!;
      if (arc.pair < 0 || p < POSTERIOR_MIN) return;
      const change = leastChange(index, document.text, terms, arc);
      const key = `${change.start} ${change.end} ${change.words.toLowerCase()}`;
      const known = byChange.get(key);
      if (known === undefined) byChange.set(key, { sentence, change, arc: a, posterior: p });
      else {
        if (p > posterior[known.arc]!) known.arc = a;
        known.posterior = Math.min(1, known.posterior + p);
      }
    });
    return [...byChange.values()].sort((a, b) => a.change.start - b.change.start || a.change.end - b.change.end || b.posterior - a.posterior);
  });
}
