import type { Span } from "../types.js";
import type { Replacement } from "./restored-text.js";

/** A proposal with the probability it has before anybody read it in its sentence. */
export interface WeighedProposal extends Replacement {
  /** 0..1: that it restores the original. */
  probability: number;
}

/** A stretch of the text on which uncertain proposals compete: each overlaps another of them, or stands alone. */
export interface Place extends Span {
  /** Numbers of the proposals, by start. */
  proposals: number[];
}

export const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** Numbers of the proposals that are taken when the likeliest come first and none may overlap another; sorted by place. */
export function likeliest(proposals: readonly Span[], probabilities: ArrayLike<number>, least: number): number[] {
  const order = proposals
    .map((_, i) => i)
    .filter((i) => probabilities[i]! >= least)
    .sort((a, b) => probabilities[b]! - probabilities[a]! || proposals[a]!.start - proposals[b]!.start || proposals[a]!.end - proposals[b]!.end || a - b);
  const taken: number[] = []; // sorted by place
  for (const i of order) {
    const { start, end } = proposals[i]!;
    let at = taken.length;
    while (at > 0 && proposals[taken[at - 1]!]!.start >= start) at--;
    const before = taken[at - 1];
    const after = taken[at];
    if (before !== undefined && proposals[before]!.end > start) continue;
    if (after !== undefined && proposals[after]!.start < end) continue;
    taken.splice(at, 0, i);
  }
  return taken;
}

/** Proposals → places, by start: a new place begins where no proposal so far reaches. */
export function placesOf(proposals: readonly Span[], some: readonly number[]): Place[] {
  const places: Place[] = [];
  for (const i of [...some].sort((a, b) => proposals[a]!.start - proposals[b]!.start || proposals[a]!.end - proposals[b]!.end || a - b)) {
    const { start, end } = proposals[i]!;
    const last = places.at(-1);
    if (last !== undefined && start < last.end) {
      last.proposals.push(i);
      last.end = Math.max(last.end, end);
    } else places.push({ start, end, proposals: [i] });
  }
  return places;
}
