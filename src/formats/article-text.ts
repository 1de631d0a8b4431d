import { applyEdits } from "../text/apply-edits.js";
import { html } from "./html.js";
import { type Block, type BlockKind, pieceAfter, type Prose } from "./prose.js";

/**
 * The readable text of a page's article: headings, paragraphs, captions, list items, cells and code, parted by empty lines (items and cells by line
 * ends), without navigation and the like.
 *
 * @param page HTML
 * @param edits edits to make first, as {@link Repairer.detect} gives them for the page
 * @example
 * const { edits } = repairer.detect(page, { format: "html" });
 * const text = articleText(page, edits);
 */
export function articleText(page: string, edits: readonly { start: number; end: number; replacement: string }[] = []): string {
  const prose = html({ ignoreComments: false }).read(applyEdits(page, edits));
  let out = "";
  let before: BlockKind | undefined;
  for (const block of prose.blocks) {
    const text = visibleText(prose, block);
    if (text === "") continue;
    const near = before === block.kind && (block.kind === "item" || block.kind === "cell");
    out += (before === undefined ? "" : near ? "\n" : "\n\n") + text;
    before = block.kind;
  }
  return out;
}

/** A block as a reader sees it, inline code and the like included. */
function visibleText({ text, pieces }: Prose, { start, end, kind }: Block): string {
  let out = "";
  for (let i = pieceAfter(pieces, start); i < pieces.length && pieces[i]!.start < end; i++) {
    const piece = pieces[i]!;
    out += piece.kind === "object" ? (piece.visible ?? "") : text.slice(piece.start, piece.end);
  }
  return kind === "code" ? out.replace(/^\n+|\s+$/g, "") : out.replace(/[ \t]+/g, " ").trim();
}
