import type { Span } from "../types.js";
import { type Block, BLOCK_BREAK, type BlockKind, type Comment, type Notation, OBJECT, type Piece, type PieceKind, type Prose } from "./prose.js";
import { FILLER } from "./template-syntax.js";

/** A block in the making. Offsets of its pieces count from its own start. */
export interface Draft<Context> {
  kind: BlockKind;
  context: Context;
  text: string;
  pieces: Piece[];
  /** How many of its characters stand inside links. */
  linked: number;
}

/** White space as a reader sees it: however much of it, a space. */
const CHUNK = new RegExp(`${FILLER}+|[ \\t\\n\\r\\f]+|(?:[^ \\t\\n\\r\\f${FILLER}]| (?![ \\t\\n\\r\\f${FILLER}]))+`, "g");
const WORDS = /[\p{L}\p{N}]/u;

/**
 * Collects blocks of prose from a source in the order in which it is read.
 *
 * White space is collapsed as browsers do: a run of it is one space, and at the edges of a block it is nothing. What a template engine will put
 * in place of its tags (see template-syntax.ts) is an object.
 * @typeParam Context what the reader wants to know of a block when it is finished
 */
export class ProseBuilder<Context> {
  readonly drafts: Draft<Context>[] = [];
  /** Text that is added now stands inside a link. */
  linked = false;
  private draft: Draft<Context> | undefined;
  private readonly aside: Draft<Context>[] = [];
  private next: { kind: BlockKind; context: Context };

  /** @param readable the source, what a template engine reads replaced by {@link FILLER} */
  constructor(
    private readonly source: string,
    private readonly readable: string,
    first: { kind: BlockKind; context: Context },
  ) {
    this.next = first;
  }

  /** What is added from here on is another block, if anything is. */
  block(kind: BlockKind, context: Context): void {
    if (this.draft) {
      trim(this.draft);
      this.drafts.push(this.draft);
      this.draft = undefined;
    }
    this.drafts.push(...this.aside.splice(0));
    this.next = { kind, context };
  }

  /** Text that stands in the source as it is read, but for white space. */
  text(start: number, end: number): void {
    CHUNK.lastIndex = 0;
    for (const { 0: chunk, index } of this.readable.slice(start, end).matchAll(CHUNK)) {
      const from = start + index;
      const to = from + chunk.length;
      const code = chunk.charCodeAt(0);
      if (chunk[0] === FILLER) this.object(from, to);
      else if (code > 32) this.append("verbatim", chunk, from, to);
      else if (code === 32 && chunk.length > 1 && chunk.charCodeAt(1) > 32) {
        this.space(from, from + 1);
        this.append("verbatim", chunk.slice(1), from + 1, to);
      } else this.space(from, to);
    }
  }

  /** White space of any length. */
  space(start: number, end: number): void {
    const last = this.draft?.pieces.at(-1);
    if (!this.draft || !last) return;
    // A line break goes on with the marks of the next line (`> `): one piece, so that an edit takes all of it or nothing.
    if (last.kind === "decoded" && this.draft.text.endsWith(" ") && last.source.end === start) last.source.end = end;
    else if (!/[ \n]$/.test(this.draft.text)) this.append(this.source.slice(start, end) === " " ? "verbatim" : "decoded", " ", start, end);
  }

  /** Text that is spelt otherwise in the source: a character reference, an escape. */
  decoded(text: string, start: number, end: number): void {
    const last = this.draft?.pieces.at(-1);
    if (last?.kind === "decoded" && last.source.start === start && last.source.end === end) {
      this.draft!.text += text; // a reference to two characters comes one by one
      last.end += text.length;
    } else if (text === this.source.slice(start, end)) this.append("verbatim", text, start, end);
    else this.append("decoded", text, start, end);
  }

  /** Something in the line that is no prose. @param visible the text that a reader sees there */
  object(start: number, end: number, visible = ""): void {
    const last = this.draft?.pieces.at(-1);
    if (last?.kind === "object" && last.source.end === start) {
      last.source.end = end;
      last.visible = `${last.visible ?? ""}${visible}`;
    } else this.append("object", OBJECT, start, end, visible);
  }

  /** A line break that the markup makes. */
  lineBreak(start: number, end: number): void {
    if (this.draft && !this.draft.text.endsWith("\n")) this.append("break", "\n", start, end);
  }

  /** A block that stands beside the one in the making and comes after it: the value of an attribute. @param add adds its text to the builder it is given */
  beside(kind: BlockKind, context: Context, add: (builder: ProseBuilder<Context>) => void): void {
    const builder = new ProseBuilder(this.source, this.readable, { kind, context });
    add(builder);
    builder.block(kind, context);
    this.aside.push(...builder.drafts);
  }

  /** The kind of the block in the making, or of the one to come. */
  get kind(): BlockKind {
    return (this.draft ?? this.next).kind;
  }

  /** Whether nothing has been added to the block yet. */
  get empty(): boolean {
    return this.draft === undefined;
  }

  private append(kind: PieceKind, text: string, start: number, end: number, visible?: string): void {
    this.draft ??= { ...this.next, text: "", pieces: [], linked: 0 };
    const { draft } = this;
    const last = draft.pieces.at(-1);
    const from = draft.text.length;
    draft.text += text;
    if (this.linked) draft.linked += text.length;
    if (kind === "verbatim" && last?.kind === "verbatim" && last.source.end === start) {
      last.end = draft.text.length;
      last.source.end = end;
      return;
    }
    const piece: Piece = { kind, start: from, end: draft.text.length, source: { start, end } };
    draft.pieces.push(visible ? { ...piece, visible } : piece);
  }
}

/** Takes white space away from a block's end. */
function trim(draft: Draft<unknown>): void {
  for (let last = draft.pieces.at(-1); last && /[ \n]$/.test(draft.text); last = draft.pieces.at(-1)) {
    draft.text = draft.text.slice(0, -1);
    if (last.kind === "verbatim") last.source.end--;
    last.end--;
    if (last.kind !== "verbatim" || last.end === last.start) draft.pieces.pop();
  }
}

/** Blocks → prose. A block without a letter, digit or visible object is left out. */
export function assemble(
  source: string,
  drafts: readonly Draft<unknown>[],
  { comments, notation }: { comments: readonly Comment[]; notation: Notation },
): Omit<Prose, "exclude"> {
  const blocks: Block[] = [];
  const pieces: Piece[] = [];
  const texts: string[] = [];
  let at = 0;
  for (const draft of drafts) {
    if (!WORDS.test(draft.text) && !draft.pieces.some(({ visible }) => visible !== undefined)) continue;
    const start = at;
    for (const piece of draft.pieces) pieces.push({ ...piece, start: start + piece.start, end: start + piece.end });
    texts.push(draft.text);
    blocks.push({ kind: draft.kind, start, end: start + draft.text.length, source: extent(draft.pieces) });
    at = start + draft.text.length + BLOCK_BREAK.length;
  }
  return { source, text: texts.join(BLOCK_BREAK), blocks, pieces, comments, notation };
}

function extent(pieces: readonly Piece[]): Span {
  return { start: pieces[0]!.source.start, end: pieces.at(-1)!.source.end };
}
