import type { Term } from "../types.js";

/** Spinners leave words beside a hyphen alone, and those beside an ampersand without blanks (AT&T). */
export function besideHyphen(sentence: readonly Term[], start: number, end: number): boolean {
  return (joins(sentence[start - 1]) && sentence[start]!.glued) || (joins(sentence[end]) && sentence[end]!.glued) || isJoint(sentence, start, end);
}

const joins = (term: Term | undefined): boolean => term?.form === "-" || term?.form === "&";

/** An ampersand that is itself joined to the words beside it. */
function isJoint(sentence: readonly Term[], start: number, end: number): boolean {
  return end - start === 1 && sentence[start]!.form === "&" && (sentence[start]!.glued || sentence[end]?.glued === true);
}
