import type { Detection } from "../types.js";
import type { RecordError } from "./record-error.js";

/** Figures of a run. Plain data: they cross threads. */
export interface Counts {
  /** Records, errors among them. */
  documents: number;
  /** Bytes of the lines. */
  bytes: number;
  garbled: number;
  edits: number;
  errors: Record<string, number>;
  /** By the likeliest spinner style of a garbled document. */
  styles: Record<string, number>;
  /** Documents by P(garbled): 0 to .1, .1 to .2, … */
  verdicts: number[];
  /** `original ← observed`, counted. */
  substitutions: Map<string, number>;
}

/** More are not told apart: the rarest give way, so that memory stays bounded. */
const MAX_SUBSTITUTIONS = 20_000;

/** Counts documents. */
export class Tally {
  readonly counts: Counts = { documents: 0, bytes: 0, garbled: 0, edits: 0, errors: {}, styles: {}, verdicts: new Array(10).fill(0), substitutions: new Map() };

  add(bytes: number, detections: readonly Detection[], error: RecordError | undefined): void {
    const { counts } = this;
    counts.documents++;
    counts.bytes += bytes;
    if (error) counts.errors[error.code] = (counts.errors[error.code] ?? 0) + 1;
    if (detections.some(({ verdict }) => verdict.garbled)) counts.garbled++;
    for (const { edits, verdict } of detections) {
      counts.edits += edits.length;
      counts.verdicts[Math.min(9, Math.floor(verdict.probability * 10))]!++;
      if (verdict.garbled && verdict.style) counts.styles[verdict.style] = (counts.styles[verdict.style] ?? 0) + 1;
      for (const { evidence } of edits) this.substitution(`${evidence.head} ← ${evidence.form.toLowerCase()}`, 1);
    }
  }

  merge(other: Counts): void {
    const { counts } = this;
    counts.documents += other.documents;
    counts.bytes += other.bytes;
    counts.garbled += other.garbled;
    counts.edits += other.edits;
    for (const [code, n] of Object.entries(other.errors)) counts.errors[code] = (counts.errors[code] ?? 0) + n;
    for (const [style, n] of Object.entries(other.styles)) counts.styles[style] = (counts.styles[style] ?? 0) + n;
    for (const [bin, n] of other.verdicts.entries()) counts.verdicts[bin]! += n;
    for (const [pair, n] of other.substitutions) this.substitution(pair, n);
  }

  private substitution(pair: string, n: number): void {
    const { substitutions } = this.counts;
    substitutions.set(pair, (substitutions.get(pair) ?? 0) + n);
    if (substitutions.size <= MAX_SUBSTITUTIONS) return;
    for (const [rare] of [...substitutions].sort((a, b) => a[1] - b[1]).slice(0, MAX_SUBSTITUTIONS / 2)) substitutions.delete(rare);
  }
}
