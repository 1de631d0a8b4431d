import type { LogProb } from "../log-prob.js";
import type { Span } from "../types.js";
import type { Artefact } from "./artefact-patterns.js";

/**
 * Spintax is the spinners' notation for a choice: `{initial|first}` is to become one of the two. What a spinner leaves of it in a text is
 * braces around a phrase, or a choice that was never made, often without one of its braces. It is taken for such only where the text around needs a word in
 * its place; `{first name}` in a letter is a placeholder.
 */

/** Braces around words: sure to go (they do not occur in prose), as sure as that what is inside is right. 0..1. */
const BRACES = 0.95;
/** A choice: which of the alternatives stood there is the language model's opinion. 0..1. */
const CHOICE = 0.75;
/** One brace without its partner. 0..1. */
const STRAY = 0.9;

/** About what any one word costs a reading; without it the shorter alternative would nearly always win. Nats. */
const WORD_COST = 4;
/** The longest phrase looked for between braces. UTF-16 units. */
const LENGTH_MAX = 120;

const BEFORE = "(?<![\\p{L}\\d\\\\$#%@{}_`])";
const AFTER = "(?![\\p{L}\\d{}_`])";
/** Words with what stands between them in prose; code has other marks. */
const PHRASE = `(?=[^{}|\\n]{0,${LENGTH_MAX}}\\p{L}{2})[\\p{L}\\d][\\p{L}\\d '’.,&%$-]{0,${LENGTH_MAX}}`;
const WORD = "[\\p{L}\\d][\\p{L}\\d'’-]{0,40}";

/** How well a text reads with a replacement in a place. */
export type Reading = (span: Span, replacement: string) => LogProb;

/** Whether a text reads better with a phrase in a place than with nothing there. */
const isNeeded = (reading: Reading, span: Span, phrase: string): boolean => reading(span, phrase) + WORD_COST * phrase.split(" ").length > reading(span, "");

/**
 * Braces around a phrase: "{that a}" → "that a", if it is needed there or something inside is changed otherwise.
 * @param busy spans that are changed otherwise, sorted
 */
export function bracedPhrase(text: string, busy: readonly Span[], reading: Reading): Artefact[] {
  return [...text.matchAll(new RegExp(`${BEFORE}\\{(${PHRASE})\\}${AFTER}`, "gu"))].flatMap(({ index: start, 0: all }) => {
    const end = start + all.length;
    const first = firstAfter(busy, start);
    const isChanged = first !== undefined && first.start < end;
    if (!isChanged && !isNeeded(reading, { start, end }, text.slice(start + 1, end - 1))) return [];
    return keepOnly(text, { start, end }, { start: start + 1, end: end - 1 }, BRACES, busy);
  });
}

/**
 * A choice that was not made: "{initial|the initial}" → the alternative that reads better, the first of equals. Without its opening brace
 * the first alternative is taken to be one word ("initial|the initial}"), without its closing brace the last ("{the initial|initial").
 */
export function openChoice(text: string, busy: readonly Span[], reading: Reading): Artefact[] {
  const whole = `\\{${PHRASE}(?:\\|${PHRASE}){1,9}\\}${AFTER}`;
  const opening = `\\{${PHRASE}(?:\\|${PHRASE}){0,8}\\|${WORD}(?![\\p{L}\\d{}|_])`;
  const closing = `${WORD}(?:\\|${PHRASE}){1,9}\\}${AFTER}`;
  return [...text.matchAll(new RegExp(`${BEFORE}(?:${whole}|${opening}|${closing})`, "gu"))].flatMap(({ index, 0: all }) => {
    const span = { start: index, end: index + all.length };
    const alternatives = [...all.matchAll(new RegExp(PHRASE, "gu"))].map((match) => {
      const phrase = match[0].trimEnd();
      const start = index + match.index;
      return { start, end: start + phrase.length, score: reading(span, phrase) + WORD_COST * phrase.split(" ").length };
    });
    const best = Math.max(...alternatives.map(({ score }) => score));
    const chosen = alternatives.find(({ score }) => score === best)!;
    return isNeeded(reading, span, text.slice(chosen.start, chosen.end)) ? keepOnly(text, span, chosen, CHOICE, busy) : [];
  });
}

/**
 * Of a span only the inside is to stay: one artefact over it all when nothing in the inside is changed otherwise; else one for what goes
 * before and one for what goes after it.
 */
function keepOnly(text: string, { start, end }: Span, inside: Span, probability: number, busy: readonly Span[]): Artefact[] {
  const first = firstAfter(busy, inside.start);
  if (first === undefined || first.start >= inside.end) return [artefact({ start, end }, text.slice(inside.start, inside.end), probability)];
  return [
    { start, end: inside.start },
    { start: inside.end, end },
  ]
    .filter((part) => part.start < part.end)
    .map((part) => artefact(part, "", probability));
}

/** The first of sorted spans without overlaps that ends after an offset. Binary search. */
function firstAfter(spans: readonly Span[], offset: number): Span | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return spans[low];
}

/** One brace without its partner in the line: "dollars}" → "dollars". Not in a line with a choice, which would lose its mark. */
export function strayBrace(text: string): Artefact[] {
  const opening = "(?<![^\\s(“‘\"'])\\{(?=\\p{L}[^{}|\\n]{0,400}(?:\\n|$))";
  const closing = "(?=\\})(?<=(?:^|\\n)[^{}|\\n]{0,400}\\p{L})\\}(?![^\\s.,;:!?)’”\"'])";
  return [...text.matchAll(new RegExp(`${opening}|${closing}`, "gu"))].map(({ index }) => artefact({ start: index, end: index + 1 }, "", STRAY));
}

const artefact = ({ start, end }: Span, replacement: string, probability: number): Artefact => ({ start, end, pattern: "spintax", replacement, probability });
