import type { Edit } from "../types.js";
import { type AnnotatedDocument, marksIn } from "./annotated.js";
import { restoresPart } from "./examples.js";

/** Edits whose probability falls into one tenth. */
export interface CalibrationBin {
  low: number;
  count: number;
  /** Mean of the probabilities. */
  said: number;
  /** Share of the edits that are right. */
  right: number;
}

/**
 * Reliability of the probabilities on annotated documents: bins of a tenth, and the expected calibration error, the mean over the edits of
 * |said - right| of their bin (Naeini et al. 2015). Edits on optional marks are left out; one inside a mark of several words is right when it
 * restores its part.
 */
export function calibration(read: readonly { doc: AnnotatedDocument; edits: readonly Edit[] }[]): { bins: CalibrationBin[]; error: number } {
  const sums = Array.from({ length: 10 }, () => ({ count: 0, said: 0, right: 0 }));
  for (const { doc, edits } of read) {
    for (const { start, end, replacement, probability } of edits) {
      const touched = marksIn(doc.marks, start, end);
      if (touched.some(({ optional }) => optional)) continue;
      const right = restoresPart(doc.text, touched, start, end, replacement);
      const bin = sums[Math.min(9, Math.floor(probability * 10))]!;
      bin.count++;
      bin.said += probability;
      bin.right += right ? 1 : 0;
    }
  }
  const total = sums.reduce((sum, { count }) => sum + count, 0);
  const error = sums.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0) / Math.max(1, total);
  return { bins: sums.map(({ count, said, right }, i) => ({ low: i / 10, count, said: said / Math.max(1, count), right: right / Math.max(1, count) })), error };
}
