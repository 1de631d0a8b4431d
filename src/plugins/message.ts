import type { Edit } from "../types.js";

/** The sentence a finding is told by: “state division” should read “State Department” (0.98). */
export function reasonOf({ observed, replacement, probability }: Pick<Edit, "observed" | "replacement" | "probability">): string {
  return `“${observed}” should read “${replacement}” (${Math.min(probability, 0.99).toFixed(2)})`;
}

/** Why: what the edit rests on, in a sentence or two. */
export function noteOf({ evidence, alternatives }: Edit): string {
  const { pattern, head, form, styles } = evidence;
  const why = pattern
    ? `Garble of the kind “${pattern}”.`
    : `Article spinners write “${form}” for “${head}”${styles.length > 0 ? ` (${styles.join(", ")})` : ""}.`;
  const others = alternatives.map(({ replacement }) => `“${replacement}”`);
  return others.length > 0 ? `${why} It may also have read ${others.join(", ")}.` : why;
}

/** What rule a finding breaks: the pattern of garble, or `substitution`. */
export function ruleOf({ evidence }: Pick<Edit, "evidence">): string {
  return evidence.pattern?.replaceAll(" ", "-") ?? "substitution";
}
