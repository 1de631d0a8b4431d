import type { Span } from "../types.js";
import { type Block, BLOCK_BREAK, type Piece, pieceAfter, type Prose } from "./prose.js";
import { spread } from "./spread.js";

/** A replacement of a span. */
export interface Replacement extends Span {
  replacement: string;
}

/** A stretch of prose whose source is one piece, without markup in it. */
interface Run {
  pieces: Piece[];
  /** Part of the prose's text. */
  start: number;
  end: number;
  source: Span;
}

/**
 * An edit of the prose as an edit of the source. Markup that stands within the edited words stays where it is, and the words are shared out around
 * it; a character that the replacement has in common with what stood there keeps its spelling, and so do spaces and line ends when there are as many.
 *
 *     state division → State Department
 *     <b>state</b> division → <b>State</b> Department
 *
 * @returns undefined when the source cannot say it: the span holds an object or a line break of the markup, or no share-out leaves the markup in force
 */
export function sourceEdit(prose: Prose, edit: Replacement): Replacement | undefined {
  const found = runs(prose, edit);
  if (!found) return undefined;
  const { block, list } = found;
  const observed = list.map(({ start, end }) => prose.text.slice(start, end));
  const first = list[0]!;
  const last = list.at(-1)!;
  const parts =
    list.length === 1
      ? [edit.replacement]
      : spread(edit.replacement, observed, { first: atMarkup(prose, first.start, -1), last: atMarkup(prose, last.end, 1), mayEmpty: prose.notation.mayEmpty });
  if (!parts) return undefined;
  const spaces = spacesOf(prose, list, edit);
  let replacement = "";
  let space = 0;
  for (const [i, part] of parts.entries()) {
    const between = i === 0 ? "" : prose.source.slice(list[i - 1]!.source.end, list[i]!.source.start);
    replacement += between + written(prose, block, list[i]!, part, () => spaces?.[space++]);
  }
  return { start: first.source.start, end: last.source.end, replacement };
}

/** The runs of an edit, in order; undefined when it cannot be made. */
function runs({ pieces, blocks, text }: Prose, { start, end }: Span): { block: Block; list: Run[] } | undefined {
  const block = blocks[firstEndingFrom(blocks, end)];
  if (!block || block.start > start || start >= end || text.slice(start, end).includes(BLOCK_BREAK)) return undefined;
  const list: Run[] = [];
  for (let i = pieceAfter(pieces, start); i < pieces.length && pieces[i]!.start < end; i++) {
    const piece = pieces[i]!;
    if (piece.kind === "object" || piece.kind === "break") return undefined;
    const from = Math.max(start, piece.start);
    const to = Math.min(end, piece.end);
    if (piece.kind === "decoded" && (from > piece.start || to < piece.end)) return undefined;
    const source = piece.kind === "decoded" ? piece.source : { start: piece.source.start + from - piece.start, end: piece.source.start + to - piece.start };
    const last = list.at(-1);
    if (last && last.source.end > source.start) return undefined;
    if (last && last.source.end === source.start) {
      last.pieces.push(piece);
      last.end = to;
      last.source = { start: last.source.start, end: source.end };
    } else list.push({ pieces: [piece], start: from, end: to, source: { ...source } });
  }
  return list.length === 0 ? undefined : { block, list };
}

function firstEndingFrom(blocks: readonly Block[], offset: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle]!.end < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether markup stands right at an offset of the text, before it (-1) or after it (1): a run which ends there may be all that is inside an element. */
function atMarkup({ pieces, source }: Prose, offset: number, side: -1 | 1): boolean {
  const after = pieces[pieceAfter(pieces, offset)];
  const before = pieces[pieceAfter(pieces, offset - 1)];
  if (before?.end === offset && after?.start === offset) return before.source.end !== after.source.start;
  const beyond = side < 0 ? after?.start === offset && source[after.source.start - 1] : before?.end === offset && source[before.source.end];
  return typeof beyond === "string" && /\S/.test(beyond);
}

/** How each stretch of white space within an edit is written, when the replacement has as many of them. */
function spacesOf({ text, source }: Prose, list: readonly Run[], { start, end, replacement }: Replacement): string[] | undefined {
  const count = (words: string): number => words.match(/\s+/g)?.length ?? 0;
  if (count(text.slice(start, end)) !== count(replacement)) return undefined;
  const found: string[] = [];
  for (const run of list) {
    for (const piece of run.pieces) {
      const from = Math.max(run.start, piece.start);
      const to = Math.min(run.end, piece.end);
      if (piece.kind === "verbatim") found.push(...(text.slice(from, to).match(/\s+/g) ?? []));
      else if (/^\s+$/.test(text.slice(from, to))) found.push(source.slice(piece.source.start, piece.source.end));
    }
  }
  return found.length === count(replacement) ? found : undefined;
}

/** Words as they are written in the place of a run. */
function written({ text, source, notation }: Prose, block: Block, run: Run, words: string, nextSpace: () => string | undefined): string {
  const spellings = new Map<string, string>();
  for (const { kind, start, end, source: spelt } of run.pieces) {
    if (kind === "decoded" && !/\s/.test(text.slice(start, end))) spellings.set(text.slice(start, end), source.slice(spelt.start, spelt.end));
  }
  return words
    .split(/(\s+)/)
    .map((part, i) => (i % 2 === 1 ? (nextSpace() ?? part) : spelt(part, spellings, (plain) => notation.escape(plain, block))))
    .join("");
}

/** Characters that stood there keep their spelling; the others are written as the notation wants them. */
function spelt(words: string, spellings: ReadonlyMap<string, string>, asWritten: (plain: string) => string): string {
  if (spellings.size === 0) return asWritten(words);
  let out = "";
  let plain = "";
  for (const character of words) {
    const spelling = spellings.get(character);
    if (spelling === undefined) plain += character;
    else {
      out += asWritten(plain) + spelling;
      plain = "";
    }
  }
  return out + asWritten(plain);
}
