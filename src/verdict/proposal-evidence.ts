import type { RankedProposal } from "../decode/select.js";
import { logit, toLog } from "../log-prob.js";

/** What the proposals of a passage say of it beside its words, in this order; every original counts once, at its surest. */
export const PROPOSAL_EVIDENCE = [
  "words", // log-odds of the verdict by its words (word-evidence.ts), its neighbours not considered
  "expected", // Σ of the probabilities, a word
  "best3", // mean log-odds of the three surest
  "best8",
  "half", // how many are likelier right than not, a word
  "sure", // how many are above 0.9, a word
  "length", // log of how many words it has
] as const;

const LOGIT_MAX = 7;
const clamped = (p: number): number => logit(Math.min(0.9991, Math.max(0.0009, p)));

/**
 * @param byWords P(garbled) by the passage's words alone, 0..1
 * @param words how many words it has
 * @param ranked its proposals
 * @param headOf the original (head) a proposal restores
 */
export function proposalEvidence(
  byWords: number,
  words: number,
  ranked: readonly RankedProposal[],
  headOf: (proposal: RankedProposal) => number,
): Float32Array {
  const surest = new Map<number, number>();
  for (const proposal of ranked) {
    const head = headOf(proposal);
    surest.set(head, Math.max(proposal.probability, surest.get(head) ?? 0));
  }
  const sorted = [...surest.values()].sort((a, b) => b - a);
  const best = (count: number): number => {
    const some = sorted.slice(0, count);
    return (some.reduce((sum, p) => sum + clamped(p), 0) - (count - some.length) * LOGIT_MAX) / count;
  };
  const share = (least: number): number => sorted.filter((p) => p > least).length / Math.max(1, words);
  const row: Record<(typeof PROPOSAL_EVIDENCE)[number], number> = {
    words: clamped(byWords),
    expected: sorted.reduce((sum, p) => sum + p, 0) / Math.max(1, words),
    best3: best(3),
    best8: best(8),
    half: share(0.5),
    sure: share(0.9),
    length: toLog(1 + words),
  };
  return Float32Array.from(PROPOSAL_EVIDENCE, (name) => row[name]);
}
