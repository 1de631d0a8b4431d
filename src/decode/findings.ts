import type { ReadWord } from "../reader/reader.js";
import type { Finding } from "../types.js";

/** A word that reads as substituted at least this likely is worth showing, 0..1. */
const FINDING_MIN = 0.5;

/**
 * Stretches that read as substituted: neighbouring words together.
 * @param words in order; those that have an edit, or are none (code), left out
 */
export function findingsIn(text: string, words: readonly ReadWord[]): Finding[] {
  const found: Finding[] = [];
  for (const { start, end, probability } of words) {
    if (probability < FINDING_MIN || !/\p{L}/u.test(text.slice(start, end))) continue;
    const last = found.at(-1);
    if (last !== undefined && /^[^\S\n]+$/.test(text.slice(last.end, start))) {
      last.end = end;
      last.observed = text.slice(last.start, end);
      last.probability = Math.max(last.probability, probability);
    } else found.push({ start, end, observed: text.slice(start, end), probability });
  }
  return found;
}
