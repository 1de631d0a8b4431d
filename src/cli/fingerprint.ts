import { createHash } from "node:crypto";
import type { Span } from "../types.js";

/** Words on either side that belong to a finding's fingerprint. */
const CONTEXT_WORDS = 3;
const CONTEXT_CODE_UNITS = 80;

/**
 * A finding's name that outlives moves: a hash of the observed text with a few words around it, case and white space aside. Neither line
 * nor file nor model matter, so that a baseline holds when text is moved, files are renamed and models improve. The same words found again
 * in the same text get a number of their own.
 */
export function fingerprints(text: string, spans: readonly Span[]): string[] {
  const seen = new Map<string, number>();
  return spans.map(({ start, end }) => {
    const before = words(text.slice(Math.max(0, start - CONTEXT_CODE_UNITS), start)).slice(-CONTEXT_WORDS);
    const after = words(text.slice(end, end + CONTEXT_CODE_UNITS)).slice(0, CONTEXT_WORDS);
    const content = [...before, "|", ...words(text.slice(start, end)), "|", ...after].join(" ");
    const nth = seen.get(content) ?? 0;
    seen.set(content, nth + 1);
    return createHash("sha256").update(`${content}#${nth}`).digest("hex").slice(0, 24);
  });
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? [];
