import type { Edit, Style } from "ungarble";
import { timesLikelier } from "./numbers.ts";

/** Spinner styles as people know them. */
export const STYLE_NAMES: Record<Style, string> = {
  thesaurus: "a thesaurus plug-in",
  phrase: "a phrase spinner",
  paraphraser: "a paraphraser",
  article: "an article spinner",
  wordnet: "WordNet synonyms",
  rewriter: "a rewriter",
};

/** Why an edit is proposed, in sentences, the weightiest first as far as that is known. */
export function reasons({ evidence, observed }: Edit): string[] {
  const { pattern, head, form, styles, context, topic, reading, substituted, uses } = evidence;
  if (pattern !== undefined) return [`Spinners leave “${observed}” behind by a rule of theirs: ${pattern}.`];
  const found: string[] = [];
  const names = styles.map((style) => STYLE_NAMES[style as Style] ?? style);
  if (names.length > 0) found.push(`${sentence(listed(names))} writes “${form}” for “${head}”.`);
  if (substituted > 0.5) found.push(`“${observed}” reads as if somebody had put it there.`);
  if (reading > 0.7) found.push(`“${head}” reads ${timesLikelier(reading)} likelier here than what stands there.`);
  if (context > 0.7) found.push(`The original makes the sentence ${timesLikelier(context)} likelier.`);
  else if (context < -0.7) found.push("The sentence by itself reads no worse as it stands.");
  if (topic > 0.4) found.push("It suits what the words around it are about.");
  else if (topic < -0.4) found.push("It suits the words around it less than what stands there.");
  if (uses > 1.5) found.push(`The text seems to make this swap ${Math.round(uses)} times.`);
  return found;
}

const listed = (names: readonly string[]): string => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`);
const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
