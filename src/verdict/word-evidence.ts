import { logit, toLog } from "../log-prob.js";
import { outside } from "../text/outside.js";
import type { Span } from "../types.js";
import type { ReadWord } from "../reader/reader.js";

/** What the words of a passage say of it, in this order; every word (by its letters) counts once, at its surest. */
export const WORD_EVIDENCE = [
  "expected", // mean P(substituted)
  "meanLogit", // mean log-odds, clamped
  "best3", // mean log-odds of the three surest words
  "best8",
  "best20",
  "half", // share of the words that are likelier substituted than not
  "sure", // share above 0.9
  "words", // log of how many different words there are
  "gate", // log-odds of the gate, neighbours not considered
] as const;

const LOGIT_MAX = 7;
const clamped = (p: number): number => logit(Math.min(0.9991, Math.max(0.0009, p)));

/** What besides its words tells of a passage. */
export interface Screened {
  /** Log-odds that a spinner was at it, by the gate. */
  logOdds: number;
  /** Lines that stood before in the text. Sorted, like `exclude`. */
  repeats: readonly Span[];
  /** Spans that must not be read. */
  exclude: readonly Span[];
}

/** @param words of the passage, in order; those that stood before or must not be read do not count */
export function wordEvidence(text: string, words: readonly ReadWord[], { logOdds, repeats, exclude }: Screened): Float32Array {
  const surest = new Map<string, number>();
  for (const word of outside(outside(words, repeats), exclude)) {
    const letters = text.slice(word.start, word.end).toLowerCase();
    if (/\p{L}/u.test(letters)) surest.set(letters, Math.max(word.probability, surest.get(letters) ?? 0));
  }
  const sorted = [...surest.values()].sort((a, b) => b - a);
  const n = Math.max(1, sorted.length);
  const best = (count: number): number => {
    const some = sorted.slice(0, count);
    const missing = count - some.length;
    return (some.reduce((sum, p) => sum + clamped(p), 0) - missing * LOGIT_MAX) / count;
  };
  const share = (least: number): number => sorted.filter((p) => p > least).length / n;
  const row: Record<(typeof WORD_EVIDENCE)[number], number> = {
    expected: sorted.reduce((sum, p) => sum + p, 0) / n,
    meanLogit: sorted.length === 0 ? -LOGIT_MAX : sorted.reduce((sum, p) => sum + clamped(p), 0) / n,
    best3: best(3),
    best8: best(8),
    best20: best(20),
    half: share(0.5),
    sure: share(0.9),
    words: toLog(1 + sorted.length),
    gate: Math.min(LOGIT_MAX, Math.max(-LOGIT_MAX, logOdds)),
  };
  return Float32Array.from(WORD_EVIDENCE, (name) => row[name]);
}
