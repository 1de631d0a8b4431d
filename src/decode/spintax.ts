import type { LogProb } from "../log-prob.js";
import type { Span } from "../types.js";
import type { Artefact } from "./artefact-patterns.js";

/**
 * Spintax is the spinners' notation for a choice: `{initial|first}` is to become one of the two. What a spinner leaves of it in a text is
 * braces around a phrase, or a choice that was never made, often without one of its braces.
 */

/** Braces around words: sure to go (they do not occur in prose), as sure as that what is inside is right. 0..1. */
const BRACES = 0.95;
/** A choice: which of the alternatives stood there is the language model's opinion. 0..1. */
const CHOICE = 0.75;
/** One brace without its partner. 0..1. */
const STRAY = 0.9;

/** The longest phrase looked for between braces. UTF-16 units. */
const LENGTH_MAX = 120;

const BEFORE = "(?<![\\p{L}\\d\\\\$#%@{}_`])";
const AFTER = "(?![\\p{L}\\d{}_`])";
/** Words with what stands between them in prose; code has other marks. */
const PHRASE = `(?=[^{}|\\n]{0,${LENGTH_MAX}}\\p{L}{2})[\\p{L}\\d][\\p{L}\\d '’.,&%$-]{0,${LENGTH_MAX}}`;
const WORD = "[\\p{L}\\d][\\p{L}\\d'’-]{0,40}";

/** How well a text reads with a replacement in a place. */
export type Reading = (span: Span, replacement: string) => LogProb;

/**
 * Braces around a phrase: "{that a}" → "that a". One artefact over it all when `busy` (sorted spans that are changed otherwise) has nothing
 * inside; else one for each brace, so that what is inside can be changed on its own.
 */
export function bracedPhrase(text: string, busy: readonly Span[]): Artefact[] {
  return [...text.matchAll(new RegExp(`${BEFORE}\\{(${PHRASE})\\}${AFTER}`, "gu"))].flatMap(({ index: start, 0: all, 1: phrase }) => {
    const end = start + all.length;
    if (!busy.some((other) => other.start < end && other.end > start)) return [artefact({ start, end }, phrase!, BRACES)];
    return [artefact({ start, end: start + 1 }, "", BRACES), artefact({ start: end - 1, end }, "", BRACES)];
  });
}

/**
 * A choice that was not made: "{initial|the initial}" → the alternative that reads better, the first of equals. Without its opening brace
 * the first alternative is taken to be one word ("initial|the initial}"), without its closing brace the last ("{the initial|initial").
 */
export function openChoice(text: string, reading: Reading): Artefact[] {
  const whole = `\\{(${PHRASE}(?:\\|${PHRASE}){1,9})\\}${AFTER}`;
  const opening = `\\{(${PHRASE}(?:\\|${PHRASE}){0,8}\\|${WORD})(?![\\p{L}\\d{}|_])`;
  const closing = `(${WORD}(?:\\|${PHRASE}){1,9})\\}${AFTER}`;
  return [...text.matchAll(new RegExp(`${BEFORE}(?:${whole}|${opening}|${closing})`, "gu"))].map((match) => {
    const span = { start: match.index, end: match.index + match[0].length };
    const alternatives = (match[1] ?? match[2] ?? match[3]!).split("|").map((alternative) => alternative.trim());
    const scores = alternatives.map((alternative) => reading(span, alternative));
    return artefact(span, alternatives[scores.indexOf(Math.max(...scores))]!, CHOICE);
  });
}

/** One brace without its partner: "dollars}" → "dollars". */
export function strayBrace(text: string): Artefact[] {
  const opening = "(?<![^\\s(“‘\"'])\\{(?=\\p{L}[^{}\\n]{0,400}(?:\\n|$))";
  const closing = "(?<=(?:^|\\n)[^{}\\n]{0,400}\\p{L})\\}(?![^\\s.,;:!?)’”\"'])";
  return [...text.matchAll(new RegExp(`${opening}|${closing}`, "gu"))].map(({ index }) => artefact({ start: index, end: index + 1 }, "", STRAY));
}

const artefact = ({ start, end }: Span, replacement: string, probability: number): Artefact => ({ start, end, pattern: "spintax", replacement, probability });
