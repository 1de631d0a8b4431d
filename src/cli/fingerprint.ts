import { createHash } from "node:crypto";
import type { Span } from "../types.js";

/** What a finding is known by, wherever it stands. */
export interface Fingerprint {
  /** Hash of the observed text with a few words of its sentence around it. Findings of the same wording share it. */
  wording: string;
  /** The wording, numbered where it stands more than once in a text: unique in it. */
  name: string;
  /** Hashes of the words before and after it, across sentences: they tell findings of the same wording apart. */
  before: string;
  after: string;
}

/** Words of the sentence on either side that belong to the wording. */
const WORDING_WORDS = 3;
const WORDING_CODE_UNITS = 80;
/** Words on either side that tell findings of the same wording apart. */
const NEIGHBOUR_WORDS = 12;
const NEIGHBOUR_CODE_UNITS = 240;

/** Where a sentence, a paragraph or a list item may end: what stands beyond is elsewhere. */
const SENTENCE_END = /[.!?…][\p{P}\p{S}]*\s|\n\s*(?:\n|[-*+>#|]|\d+[.)]\s)/gu;

/**
 * Names for findings that outlive moves: case and white space aside, neither line nor file nor model matter, nor what stands in other
 * sentences, so that a baseline holds when text is added, files are renamed and models improve.
 */
export function fingerprints(text: string, spans: readonly Span[]): Fingerprint[] {
  const seen = new Map<string, number>();
  return spans.map(({ start, end }) => {
    const before = words(sentenceBefore(text, start)).slice(-WORDING_WORDS);
    const after = words(sentenceAfter(text, end)).slice(0, WORDING_WORDS);
    const wording = hash([...before, "|", ...words(text.slice(start, end)), "|", ...after]);
    const nth = (seen.get(wording) ?? 0) + 1;
    seen.set(wording, nth);
    return {
      wording,
      name: nth === 1 ? wording : `${wording}-${nth}`,
      before: hash(words(text.slice(Math.max(0, start - NEIGHBOUR_CODE_UNITS), start)).slice(-NEIGHBOUR_WORDS)),
      after: hash(words(text.slice(end, end + NEIGHBOUR_CODE_UNITS)).slice(0, NEIGHBOUR_WORDS)),
    };
  });
}

function sentenceBefore(text: string, start: number): string {
  const near = text.slice(Math.max(0, start - WORDING_CODE_UNITS), start);
  const last = [...near.matchAll(SENTENCE_END)].at(-1);
  return last ? near.slice(last.index + last[0].length) : near;
}

function sentenceAfter(text: string, end: number): string {
  const near = text.slice(end, end + WORDING_CODE_UNITS);
  return near.slice(0, near.search(SENTENCE_END) >>> 0);
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? [];

const hash = (content: readonly string[]): string => createHash("sha256").update(content.join(" ")).digest("hex").slice(0, 24);
