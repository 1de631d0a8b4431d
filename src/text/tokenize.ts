import type { Span, Token, TokenKind } from "../types.js";
import { protectedSpans } from "./protected-spans.js";

/**
 * Text → tokens. Input: any string, lone surrogates included. Output: tokens that cover it without gaps: joining their slices gives
 * the text back. Linear in the text.
 *
 *     The firm’s 2 sides (U.S.) agreed.
 *     ^^^ ^^^^ word, ^^ word "’s", ^ number, ^ punctuation, ^^^^ word
 *
 * A possessive ’s is a word of its own; a contraction (it’s, don’t, they’ll) is one word. Protected spans (see protectedSpans) are one
 * token each. `exclude` names further spans that must not be read, sorted and not overlapping.
 */
export function tokenize(text: string, exclude: readonly Span[] = []): Token[] {
  const tokens: Token[] = [];
  const closed = exclude.length ? union(protectedSpans(text), exclude) : protectedSpans(text);
  let at = 0;
  for (const span of closed) {
    tokenizeProse(text, at, span.start, tokens);
    if (span.end > span.start) tokens.push({ kind: "protected", start: span.start, end: span.end });
    at = Math.max(at, span.end);
  }
  tokenizeProse(text, at, text.length, tokens);
  return tokens;
}

const ABBREVIATION = /(?:\p{L}\.)+\p{L}(?![\p{L}\p{N}])\.?(?:['’]s(?![\p{L}\p{N}]))?/uy;
const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/uy;
const NUMBER = /\d+(?:[.,]\d+)*(?:[\p{L}\p{M}]+)?/uy;
const SPACE = /\s+/uy;

/** Words that keep their ’s: in all of them it is "is" or "has" (or "us"), not a possessive. */
const CONTRACTED_S = new Set(
  "he she it that this there here what where who how when why let everything everyone somebody someone nobody nothing something anything one so".split(" "),
);

function tokenizeProse(text: string, from: number, to: number, tokens: Token[]): void {
  let at = from;
  const push = (kind: TokenKind, end: number): void => {
    tokens.push({ kind, start: at, end });
    at = end;
  };
  while (at < to) {
    const code = text.charCodeAt(at);
    let end: number;
    if (isLetter(text, code, at)) {
      end = Math.min(to, match(ABBREVIATION, text, at) || match(WORD, text, at) || at + 1);
      const cut = possessiveCut(text, at, end);
      push("word", cut);
      if (cut < end) push("word", end);
    } else if (code >= 48 && code <= 57) push("number", Math.min(to, match(NUMBER, text, at)));
    else if ((end = match(SPACE, text, at))) push("space", Math.min(to, end));
    else if (QUOTES.has(code)) push("quote", at + 1);
    else if (SYMBOLS.has(code)) push("symbol", at + 1);
    else if (PUNCTUATION.has(code)) push("punctuation", at + 1);
    else push("other", Math.min(to, at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)));
  }
}

const codes = (chars: string): Set<number> => new Set([...chars].map((char) => char.charCodeAt(0)));
const QUOTES = codes("\"'`“”‘’„«»‹›");
const SYMBOLS = codes("%$£€&+");
const PUNCTUATION = codes(".,;:?!()[]{}|-–—…/");

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : 0;
}

const LETTER = /[\p{L}\p{M}]/uy;

function isLetter(text: string, code: number, at: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return match(LETTER, text, at) > 0;
}

/** Where a possessive ’s starts, or `end` when there is none. */
function possessiveCut(text: string, start: number, end: number): number {
  const last = text.charCodeAt(end - 1) | 32;
  if (last !== 115 || end - start < 3) return end;
  const mark = text.charCodeAt(end - 2);
  if (mark !== 39 && mark !== 0x2019) return end;
  return CONTRACTED_S.has(text.slice(start, end - 2).toLowerCase()) ? end : end - 2;
}

function union(a: readonly Span[], b: readonly Span[]): Span[] {
  const all = [...a, ...b].map(({ start, end }) => ({ start, end })).sort((x, y) => x.start - y.start);
  const out: Span[] = [];
  for (const span of all) {
    const last = out.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else out.push(span);
  }
  return out;
}
