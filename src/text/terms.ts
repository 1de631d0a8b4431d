import type { Term, Token } from "../types.js";

/**
 * Tokens → terms: what the language model and the dictionary see. Quotation marks, braces (a spinner's, see decode/spintax.ts), spaces and
 * protected spans are passed over; words
 * are lower-cased with straight apostrophes; numbers above 100 become classes.
 *
 *     “Wall Street’s 2,500 firms” → wall street 's <num> firms
 *
 * A term knows whether it starts a sentence (after . ? ! or a line that ends one) and whether something that is neither space nor
 * nothing stands before it (a quotation mark, a tag): a phrase never matches across that.
 */
export function readTerms(text: string, tokens: readonly Token[]): Term[] {
  const terms: Term[] = [];
  let sentenceStart = true;
  let gap = false;
  let glued = false;
  let ended = false; // the last term ends a sentence, if what follows agrees
  for (const token of tokens) {
    const { kind, start, end } = token;
    if (kind === "space") {
      if (isBreak(text, start, end)) sentenceStart = true;
      else if (ended && startsSentence(text, end)) sentenceStart = true;
      glued = false;
      continue;
    }
    if (kind === "quote" || kind === "other" || kind === "protected" || isBrace(text, start)) {
      gap = true;
      continue;
    }
    terms.push({ kind, start, end, form: normalForm(text, token, glued), sentenceStart, gap, glued });
    sentenceStart = false;
    gap = false;
    glued = true;
    const last = text.charCodeAt(end - 1);
    ended = kind === "punctuation" && (last === 46 || last === 63 || last === 33 || last === 0x2026);
    if (ended && end < text.length && isUpper(text, end)) sentenceStart = true; // "talks.The"
  }
  return terms;
}

function isBrace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 123 || code === 125;
}

/**
 * A line break ends a sentence unless the next line goes on in lower case; an empty line and a page break end one always, and so does a tab between
 * cells.
 */
function isBreak(text: string, start: number, end: number): boolean {
  let lines = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 9 ? start > 0 && lines === 0 : code === 12 || code === 0x2029) return true;
    if (code === 10 || code === 0x2028 || (code === 13 && text.charCodeAt(i + 1) !== 10)) lines++;
  }
  if (lines === 0) return false;
  return lines > 1 || !/[\p{Ll},;]/u.test(text[end] ?? "");
}

const isUpper = (text: string, at: number): boolean => /\p{Lu}/u.test(text[at]!);

function startsSentence(text: string, at: number): boolean {
  while (at < text.length && /["'“‘([{]/.test(text[at]!)) at++;
  return at >= text.length || /[\p{Lu}\p{N}]/u.test(text[at]!);
}

/** The form under which a token is counted, looked up and compared. */
function normalForm(text: string, token: Token, glued: boolean): string {
  const slice = text.slice(token.start, token.end);
  switch (token.kind) {
    case "number":
      return numberForm(slice.toLowerCase());
    case "punctuation":
      return punctuationForm(slice, glued && token.end < text.length && !/\s/.test(text[token.end]!));
    default:
      return wordForm(slice);
  }
}

/**
 * Lower case, straight apostrophes, no full stop at an abbreviation's end; "an" is read as "a": which of the two stands is a matter of
 * the next word's sound, decided when text is made (surface.ts), not of wording.
 */
export function wordForm(word: string): string {
  const lower = word.toLowerCase().replaceAll("’", "'");
  if (lower === "an") return "a";
  return lower.endsWith(".") && lower.length > 1 ? lower.slice(0, -1) : lower;
}

function punctuationForm(mark: string, inside: boolean): string {
  if (mark === "-") return inside ? "-" : "–";
  if (mark === "—") return "–";
  if (mark === "[") return "(";
  if (mark === "]") return ")";
  return mark;
}

/**
 * Whole numbers to 100, ordinals and decades stay as they are (spinners swap them for words); years become <year>, the rest <num>;
 * a unit run in with the number (5g, 10am) is kept when short.
 */
export function numberForm(number: string): string {
  if (/^\d{1,3}$/.test(number)) return Number(number) <= 100 ? String(Number(number)) : "<num>";
  if (/^\d{1,2}(?:st|nd|rd|th)$/.test(number)) return number;
  if (/^(?:1[5-9]|20)\d0s$/.test(number) || /^\d0s$/.test(number)) return number;
  if (/^(?:1[5-9]|20)\d\d$/.test(number)) return "<year>";
  if (/^\d+(?:am|pm|m|bn|k|g|th|mm|cm|kg|km)$/.test(number)) return `<num>${number.replace(/^\d+/, "")}`;
  return "<num>";
}
