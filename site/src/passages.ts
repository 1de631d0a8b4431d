import type { Edit, Verdict } from "ungarble";

/** A part of the text with what was found in it. */
export interface PassageVerdict {
  start: number;
  end: number;
  /** 0..1: that it was garbled. */
  probability: number;
  /** Share of its words inside a substitution, 0..1. */
  rate: number;
}

const LEAST_WORDS = 40;
const words = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

/** Paragraphs, short ones joined to the next, with the share of their words that edits change. */
export function passagesOf(source: string, edits: readonly Edit[], verdict: Verdict): PassageVerdict[] {
  const passages: PassageVerdict[] = [];
  let start = 0;
  for (const { index } of source.matchAll(/\n\s*\n|$/g)) {
    const count = words(source.slice(start, index));
    if (count < LEAST_WORDS && index < source.length) continue;
    const inside = edits.filter((edit) => edit.start >= start && edit.start < index && edit.probability >= 0.5);
    const rate = count === 0 ? 0 : Math.min(1, inside.reduce((sum, { observed }) => sum + words(observed), 0) / count);
    if (count > 0) passages.push({ start, end: index, rate, probability: rate === 0 ? 0 : verdict.probability });
    start = index;
  }
  return passages;
}
