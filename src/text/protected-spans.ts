import type { Span } from "../types.js";
import { formFields } from "./form-fields.js";
import { placeholders } from "./placeholders.js";

/**
 * Stretches of plain text that are not prose: URLs, e-mail addresses, tags, data URIs, handles and hashtags, host names, placeholders
 * and code.
 *
 * Input: any string. Output: spans, sorted, never overlapping. They are neither read as words nor changed.
 * Every search is linear in the text: no pattern can run over the same stretch twice.
 */
export function protectedSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (const pattern of [TAG, URL_LIKE, DATA_URI, HANDLE]) {
    for (const found of text.matchAll(pattern)) spans.push({ start: found.index, end: withoutClosing(text, found.index, found.index + found[0].length) });
  }
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const span = emailAround(text, at);
    if (span) spans.push(span);
  }
  for (let at = text.indexOf("."), next = 0; at >= 0; at = text.indexOf(".", next)) {
    const span = hostAround(text, at);
    if (span) spans.push(span);
    next = Math.max(at + 1, span?.end ?? 0);
  }
  spans.push(...placeholders(text), ...formFields(text));
  return merged(spans);
}

const TAG = /<(?:[/!?]?[a-zA-Z][^<>]*|!--[^<>]*)>/g;
const URL_LIKE = /(?:https?|ftp|file):\/\/[^\s<>"]+|\bwww\.[^\s<>"]+/gi;
const DATA_URI = /\bdata:[a-z]{1,20}\/[^\s<>"]+/gi;
const HANDLE = /(?<![\w@#])[@#][\p{L}_][\p{L}\p{N}_]*/gu;
const HOST =
  /^[\w-]+\.(?:com|org|net|gov|edu|mil|info|biz|io|co|uk|us|eu|de|fr|au|ca|in|ru|cn|tv|me|html?|php|pdf|js|ts|json|txt|md|xml|csv|png|jpe?g|gif|svg|css)(?:\.[a-z]{2,3})?(?![\w-])/;
const PATH = /(?:\/[^\s<>"]*)?/y;

const LABEL_MAX = 64;
const ADDRESS_MAX = 255;

/** Punctuation at a URL's end belongs to the sentence. */
function withoutClosing(text: string, start: number, end: number): number {
  while (end > start + 1 && /[.,;:!?)\]}'’”]/.test(text[end - 1]!)) end--;
  return end;
}

function emailAround(text: string, at: number): Span | undefined {
  let start = at;
  while (start > 0 && at - start < LABEL_MAX && /[\w.+-]/.test(text[start - 1]!)) start--;
  const domain = /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/.exec(text.slice(at + 1, at + 1 + ADDRESS_MAX));
  return start < at && domain ? { start, end: at + 1 + domain[0].length } : undefined;
}

function hostAround(text: string, at: number): Span | undefined {
  const next = text.charCodeAt(at + 1);
  if (!(next >= 97 && next <= 122)) return undefined; // a host's ending is in lower case and follows at once
  let start = at;
  while (start > 0 && at - start < LABEL_MAX && /[\w-]/.test(text[start - 1]!)) start--;
  if (start === at) return undefined;
  const found = HOST.exec(text.slice(start, at + ADDRESS_MAX));
  if (!found) return undefined;
  PATH.lastIndex = start + found[0].length;
  PATH.test(text);
  return { start, end: withoutClosing(text, start, PATH.lastIndex) };
}

function merged(spans: Span[]): Span[] {
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else out.push({ ...span });
  }
  return out;
}
