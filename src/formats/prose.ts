import type { Span } from "../types.js";

/** What a block of prose is in its document. `code` holds nothing that is read; it stands there for whoever wants the readable text. */
export type BlockKind = "paragraph" | "heading" | "item" | "cell" | "caption" | "term" | "attribute" | "code";

/** A paragraph, heading, list item, cell, …: start and end in the prose's text. */
export interface Block extends Span {
  kind: BlockKind;
  /** Where it stands in the source, from its first character to its last. */
  source: Span;
}

/**
 * How a stretch of the prose came out of the source:
 * - `verbatim`: character by character
 * - `decoded`: another spelling of it (a character reference, an escape, white space that is a single space to the reader); changed as a whole or not at all
 * - `object`: {@link OBJECT} for what is no prose (inline code, an image, a template); never changed
 * - `break`: a line break that the markup makes; never changed
 */
export type PieceKind = "verbatim" | "decoded" | "object" | "break";

/** A stretch of prose (start, end) and the source it came from. */
export interface Piece extends Span {
  kind: PieceKind;
  source: Span;
  /** Of an object: the text that a reader sees there, such as the content of inline code. */
  visible?: string;
}

/** A comment of the markup, in source offsets, and what is inside it. */
export interface Comment extends Span {
  content: string;
}

/** What stands in the prose for something in the line that is no prose: U+FFFC, object replacement character. */
export const OBJECT = "\ufffc";

/** What stands between two blocks of the prose. */
export const BLOCK_BREAK = "\n\n";

/** How a replacement is written in a source. */
export interface Notation {
  /** Words as they must be written in a block so that they are read as words. */
  escape(words: string, block: Block): string;
  /** An element may be left without text. Where markup is made of characters around text (Markdown) it may not: `****` is no emphasis. */
  mayEmpty: boolean;
}

/**
 * A source as readable text with a map back. The text is that of the blocks, in reading order, parted by {@link BLOCK_BREAK}; markup leaves no
 * trace in it, so that a phrase may run across it.
 *
 *     source   <p>The <b>state</b> division&#8217;s talks.
 *     text     The state division’s talks.
 *     pieces   ^^^^ ^^^^^ ^^^^^^^^^^ verbatim, ’ decoded, ^^^^^^^^ verbatim
 */
export interface Prose {
  source: string;
  text: string;
  /** In the order of the text. */
  blocks: readonly Block[];
  /** In the order of the text; between blocks there is none. */
  pieces: readonly Piece[];
  /** Spans of the text that are neither read nor changed: what an ignore comment covers, maths. Sorted, never overlapping. */
  exclude: readonly Span[];
  /** The comments of the source, sorted. */
  comments: readonly Comment[];
  notation: Notation;
}

/** Turns sources into prose. Never throws, whatever the source: what cannot be read as it should is read as less. */
export interface Format {
  readonly name: string;
  read(source: string): Prose;
}

/** The index of the first piece that ends after an offset of the text; `pieces.length` when there is none. */
export function pieceAfter(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Where a span of the prose's text stands in the source: from its first character to its last, markup between them included. Undefined when nothing
 * of it does (a block break).
 */
export function sourceSpan({ pieces }: Prose, { start, end }: Span): Span | undefined {
  let found: Span | undefined;
  for (let i = pieceAfter(pieces, start); i < pieces.length && pieces[i]!.start < end; i++) {
    const piece = pieces[i]!;
    const verbatim = piece.kind === "verbatim";
    const from = verbatim ? piece.source.start + Math.max(0, start - piece.start) : piece.source.start;
    const to = verbatim ? piece.source.end - Math.max(0, piece.end - end) : piece.source.end;
    found = found ? { start: Math.min(found.start, from), end: Math.max(found.end, to) } : { start: from, end: to };
  }
  return found;
}

/** The stretches of the prose's text that came from spans of the source. Sorted, never overlapping. */
export function proseSpans({ pieces }: Pick<Prose, "pieces">, spans: readonly Span[]): Span[] {
  const wanted = joined(spans);
  const found: Span[] = [];
  for (const { start, end, source, kind } of pieces) {
    for (let i = firstEndingAfter(wanted, source.start); i < wanted.length && wanted[i]!.start < source.end; i++) {
      if (kind !== "verbatim") found.push({ start, end });
      else found.push({ start: start + Math.max(0, wanted[i]!.start - source.start), end: end - Math.max(0, source.end - wanted[i]!.end) });
    }
  }
  return joined(found);
}

/** The stretches of a span of the source that are not read: markup, code. White space aside. */
export function unreadSpans({ pieces, source, exclude }: Prose, span: Span): Span[] {
  const read = joined(
    pieces
      .filter(({ kind, start, end }) => kind !== "object" && !exclude.some((closed) => closed.start <= start && closed.end >= end))
      .map((piece) => piece.source),
  );
  const out: Span[] = [];
  let at = span.start;
  for (const { start, end } of [...read, { start: span.end, end: span.end }]) {
    const to = Math.min(start, span.end);
    if (to > at && source.slice(at, to).trim() !== "") out.push({ start: at, end: to });
    at = Math.max(at, end);
  }
  return out;
}

function firstEndingAfter(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sorted and joined; empty spans are dropped. */
export function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (end <= start) continue;
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}
