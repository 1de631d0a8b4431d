import { decodeHTMLStrict } from "entities/decode";
import type { Detection, Span } from "../types.js";

/**
 * A text as it reads: character references stand as the character they mean, and what no reader sees is left out. All stages work on it; what they
 * find is then told in offsets of the source, whose bytes outside edits stay as they are.
 *
 *     The EU&#8217;s min­ister          source, with a soft hyphen
 *     The EU’s minister                 text
 */
export interface ReadableText {
  text: string;
  /** The spans that must not be read, in offsets of `text`. What stands in them is left as it is in the source. */
  exclude: readonly Span[];
  /** A span of `text` in the source: what is not seen at either end stays outside. */
  inSource(span: Span): Span;
}

/** What is not seen: soft hyphens, zero-width spaces and joiners, marks of direction, word joiners, byte order marks. */
const UNSEEN = "\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff";
const UNSEEN_ONLY = new RegExp(`^[${UNSEEN}]+$`);
/** A character reference, also one that was escaped again (&amp;nbsp;), or a run of what is not seen. */
const READ_OTHERWISE = new RegExp(`&(?:amp;){0,4}(?:#\\d{1,7}|#[xX][\\da-fA-F]{1,6}|[A-Za-z][A-Za-z\\d]{1,31});|[${UNSEEN}]+`, "g");

/**
 * @param exclude sorted, never overlapping
 * @returns the argument itself as `text` where nothing is to be read otherwise. Time and memory linear in the text.
 */
export function readThrough(text: string, exclude: readonly Span[] = []): ReadableText {
  const pieces = otherwise(text, exclude);
  if (pieces.length === 0) return { text, exclude, inSource: ({ start, end }) => ({ start, end }) };
  let out = "";
  let at = 0;
  /** Piece → where it stands in the result, and where it ends there. */
  const starts = new Int32Array(pieces.length);
  const ends = new Int32Array(pieces.length);
  for (const [i, { start, end, reads }] of pieces.entries()) {
    out += text.slice(at, start);
    starts[i] = out.length;
    out += reads;
    ends[i] = out.length;
    at = end;
  }
  out += text.slice(at);

  /** The source offset of the character that starts at an offset of the result: after what is not seen before it. */
  const startOf = (offset: number): number => {
    const i = countBelow(ends, offset, true) - 1;
    return i + 1 < pieces.length && starts[i + 1]! < offset ? pieces[i + 1]!.start : i < 0 ? offset : pieces[i]!.end + offset - ends[i]!;
  };
  /** The source offset at which the character ends that ends at an offset of the result: before what is not seen after it. */
  const endOf = (offset: number): number => {
    const i = countBelow(starts, offset, false) - 1;
    return i < 0 ? offset : offset <= ends[i]! ? pieces[i]!.end : pieces[i]!.end + offset - ends[i]!;
  };
  /** The result's offset of a source offset outside the pieces. */
  const offsetOf = (source: number): number => {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (pieces[middle]!.end <= source) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? source : ends[low - 1]! + source - pieces[low - 1]!.end;
  };
  return {
    text: out,
    exclude: exclude.map(({ start, end }) => ({ start: offsetOf(start), end: offsetOf(end) })),
    inSource: ({ start, end }) => (start === end ? { start: startOf(start), end: startOf(start) } : { start: startOf(start), end: endOf(end) }),
  };
}

/** How many of rising numbers are below a bound, or at it. Binary search. */
function countBelow(numbers: Int32Array, bound: number, orAt: boolean): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < bound || (orAt && numbers[middle] === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Piece extends Span {
  /** What it reads as. */
  reads: string;
}

function otherwise(text: string, exclude: readonly Span[]): Piece[] {
  const pieces: Piece[] = [];
  let closed = 0;
  for (const { index: start, 0: found } of text.matchAll(READ_OTHERWISE)) {
    const end = start + found.length;
    while (closed < exclude.length && exclude[closed]!.end <= start) closed++;
    if (closed < exclude.length && exclude[closed]!.start < end) continue;
    const reads = found.startsWith("&") ? meaning(found) : "";
    if (reads !== undefined) pieces.push({ start, end, reads });
  }
  return pieces;
}

/** What a character reference stands for; undefined for one that HTML does not know. */
function meaning(reference: string): string | undefined {
  const single = reference.replace(/^&(?:amp;)+(?=.)/, "&");
  const reads = decodeHTMLStrict(single);
  if (reads === single) return undefined;
  return UNSEEN_ONLY.test(reads) ? "" : reads;
}

/** What was found in a text as it reads, in offsets of its source. */
export function asInSource<Found extends Detection & { proposals?: Span[] }>(source: string, read: ReadableText, found: Found): Found {
  if (read.text === source) return found;
  const place = <S extends Span>(span: S): S => ({ ...span, ...read.inSource(span) });
  const quoted = <S extends Span & { observed: string }>(span: S): S => {
    const { start, end } = read.inSource(span);
    return { ...span, start, end, observed: source.slice(start, end) };
  };
  return {
    ...found,
    edits: found.edits.map(quoted),
    findings: found.findings.map(quoted),
    verdict: { ...found.verdict, passages: found.verdict.passages.map(place) },
    ...(found.proposals && { proposals: found.proposals.map(place) }),
  };
}
