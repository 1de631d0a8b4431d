export { articleText } from "./article-text.js";
export type { ReadableAttribute } from "./html-reader.js";
export { html, type HtmlOptions } from "./html.js";
export { markdown, type MarkdownOptions } from "./markdown.js";
export { mdx } from "./mdx.js";
export {
  type Block,
  BLOCK_BREAK,
  type BlockKind,
  type Comment,
  type Format,
  type Notation,
  OBJECT,
  type Piece,
  type PieceKind,
  type Prose,
} from "./prose.js";
