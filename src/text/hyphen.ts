import type { Term } from "../types.js";

/** Spinners leave words beside a hyphen alone. */
export function besideHyphen(sentence: readonly Term[], start: number, end: number): boolean {
  return (sentence[start - 1]?.form === "-" && sentence[start]!.glued) || (sentence[end]?.form === "-" && sentence[end]!.glued);
}
