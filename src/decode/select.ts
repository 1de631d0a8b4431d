import type { Proposal } from "./proposals.js";

/** A proposal with its final probability. */
export interface RankedProposal extends Proposal {
  probability: number;
  /** What the probability was made from (see features.ts). */
  features: Float32Array;
  /** Deep mode: what the text gains by it under a causal language model, nats; undefined for a proposal that was not read. */
  judge?: number | undefined;
}

/** What is chosen at a place, and what else was possible there. */
export interface Choice {
  chosen: RankedProposal;
  others: RankedProposal[];
}

/**
 * Ranked proposals → choices that never overlap, by place: the most probable first, then the most probable of those that still fit, and so
 * on. Proposals below `minProbability` are not chosen, but may be listed among the others.
 */
export function select(ranked: readonly RankedProposal[], minProbability: number): Choice[] {
  const order = [...ranked].sort((a, b) => b.probability - a.probability || a.sentence - b.sentence || a.change.start - b.change.start);
  const choices: Choice[] = [];
  const bySentence = new Map<number, Choice[]>();
  for (const proposal of order) {
    const here = bySentence.get(proposal.sentence) ?? [];
    bySentence.set(proposal.sentence, here);
    const conflict = here.find(({ chosen }) => overlap(chosen, proposal));
    if (conflict) conflict.others.push(proposal);
    else if (proposal.probability >= minProbability) {
      const choice = { chosen: proposal, others: [] };
      here.push(choice);
      choices.push(choice);
    }
  }
  return choices.sort((a, b) => a.chosen.sentence - b.chosen.sentence || a.chosen.change.start - b.chosen.change.start);
}

const overlap = (a: Proposal, b: Proposal): boolean => a.change.start < b.change.end && b.change.start < a.change.end;
