import { logit, toLog } from "../log-prob.js";
import type { Reading, ReadWord } from "./reader.js";

/** What a passage's verdict is made from, in this order; every word (by its letters) counts once, at its surest. */
export const PASSAGE_FEATURES = [
  "expected", // mean P(substituted)
  "meanLogit", // mean log-odds, clamped
  "best3", // mean log-odds of the three surest words
  "best8",
  "best20",
  "half", // share of the words that are likelier substituted than not
  "sure", // share above 0.9
  "words", // log of how many different words there are
  "suspicion", // log-odds of the gate
] as const;

const LOGIT_MAX = 7;
const clamped = (p: number): number => logit(Math.min(0.9991, Math.max(0.0009, p)));

/** @param counts whether a word counts: neither code nor a line that stood before */
export function passageFeatures(text: string, { words }: Pick<Reading, "words">, suspicion: number, counts: (word: ReadWord) => boolean): Float32Array {
  const surest = new Map<string, number>();
  for (const word of words) {
    const letters = text.slice(word.start, word.end).toLowerCase();
    if (!/\p{L}/u.test(letters) || !counts(word)) continue;
    surest.set(letters, Math.max(word.probability, surest.get(letters) ?? 0));
  }
  const sorted = [...surest.values()].sort((a, b) => b - a);
  const n = Math.max(1, sorted.length);
  const best = (count: number): number => {
    const some = sorted.slice(0, count);
    const missing = count - some.length;
    return (some.reduce((sum, p) => sum + clamped(p), 0) - missing * LOGIT_MAX) / count;
  };
  const share = (least: number): number => sorted.filter((p) => p > least).length / n;
  const row: Record<(typeof PASSAGE_FEATURES)[number], number> = {
    expected: sorted.reduce((sum, p) => sum + p, 0) / n,
    meanLogit: sorted.length === 0 ? -LOGIT_MAX : sorted.reduce((sum, p) => sum + clamped(p), 0) / n,
    best3: best(3),
    best8: best(8),
    best20: best(20),
    half: share(0.5),
    sure: share(0.9),
    words: toLog(1 + sorted.length),
    suspicion: clamped(suspicion),
  };
  return Float32Array.from(PASSAGE_FEATURES, (name) => row[name]);
}

/** P(a document begins garbled), P(a garbled passage follows a clean one), P(a clean one follows a garbled one). */
const START = 0.5;
const INTO = 0.02;
const OUT_OF = 0.06;

/**
 * Passages share a page's spinner: a chain of two states (hidden Markov model) over the passages, forward–backward. A passage on its own keeps
 * what it has; beside garbled ones it is likelier garbled, in clean text it has to be surer. Length adds nothing.
 *
 * @param own P(garbled) of each passage by itself, at even odds
 * @returns P(garbled) of each in its surroundings
 */
export function smoothed(own: readonly number[]): number[] {
  const n = own.length;
  const forward: number[] = [];
  let garbled = START;
  for (let i = 0; i < n; i++) {
    if (i > 0) garbled = garbled * (1 - OUT_OF) + (1 - garbled) * INTO;
    const p = own[i]!;
    garbled = (garbled * p) / (garbled * p + (1 - garbled) * (1 - p) || 1);
    forward.push(garbled);
  }
  const result = [...forward];
  let back = 1; // P(what follows | garbled) / P(what follows | clean)
  for (let i = n - 2; i >= 0; i--) {
    const p = own[i + 1]!;
    const g = p * back;
    const c = 1 - p;
    back = (g * (1 - OUT_OF) + c * OUT_OF) / (g * INTO + c * (1 - INTO) || 1e-12);
    const f = forward[i]!;
    result[i] = (f * back) / (f * back + (1 - f) || 1);
  }
  return result;
}
