import type { Span } from "../../types.js";

/** Substitutions and share of the words from which on a passage counts as garbled; with fewer, but some, it is neither. */
const GARBLED_MIN = 3;
const GARBLED_SHARE_MIN = 0.04;

/** Share of a passage's words that were substituted: 0 when it is clean, undefined when a spinner changed too little of it to tell. */
export function garbledShare({ start, end, words }: Span & { words: number }, substitutions: readonly Span[]): number | undefined {
  const changed = substitutions.filter((span) => span.start < end && span.end > start).length;
  if (changed === 0) return 0;
  return changed < GARBLED_MIN || changed < GARBLED_SHARE_MIN * words ? undefined : changed / words;
}

/** Features of what was seen, one row after the other, with the truth of each. */
export class LabelledRows {
  readonly labels: number[] = [];
  private readonly values: number[] = [];

  add(features: ArrayLike<number>, garbled: boolean): void {
    for (let f = 0; f < features.length; f++) this.values.push(features[f]!);
    this.labels.push(Number(garbled));
  }

  get matrix(): Float32Array {
    return Float32Array.from(this.values);
  }

  /** As much weight on either side, so that a probability is of even odds. */
  get weights(): Float32Array {
    const garbled = this.labels.reduce((sum, label) => sum + label, 0);
    return Float32Array.from(this.labels, (label) => (0.5 * this.labels.length) / (label ? garbled : this.labels.length - garbled));
  }
}
