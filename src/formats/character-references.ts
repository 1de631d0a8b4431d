import { decodeHTML, decodeHTMLAttribute } from "entities/decode";

/** A stretch of source without character references, or one reference and what it stands for. */
export interface Spelling {
  start: number;
  end: number;
  /** Undefined for text that stands as it is read. */
  decoded: string | undefined;
}

const REFERENCE = /&(?:#\d{1,9}|#[xX][\da-fA-F]{1,8}|[A-Za-z][A-Za-z\d]{1,40});?/g;

/**
 * Text of HTML or Markdown in its parts: what stands as it is read, and character references.
 *
 *     wasn&#8217;t  →  wasn · &#8217; (’) · t
 */
export function* spellings(source: string, start: number, end: number, attribute = false): Generator<Spelling> {
  const text = source.slice(start, end);
  let at = 0;
  if (text.includes("&")) {
    for (const { 0: reference, index } of text.matchAll(REFERENCE)) {
      const decoded = attribute ? decodeHTMLAttribute(reference) : decodeHTML(reference);
      if (decoded === reference) continue;
      if (index > at) yield { start: start + at, end: start + index, decoded: undefined };
      at = index + reference.length;
      yield { start: start + index, end: start + at, decoded };
    }
  }
  if (at < text.length) yield { start: start + at, end, decoded: undefined };
}
