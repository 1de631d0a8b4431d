import type { TxtDocumentNode, TxtNode } from "@textlint/ast-node-types";
import { spellings } from "../formats/character-references.js";
import type { BlockKind, Notation, Prose } from "../formats/prose.js";
import { assemble, ProseBuilder } from "../formats/prose-builder.js";

/** What is not known of the markup is not made use of: words that could be taken for some are not written. */
const NOTATION: Notation = { escape: (words) => words, mayEmpty: false };

const BLOCKS: ReadonlyMap<string, BlockKind> = new Map([
  ["Paragraph", "paragraph"],
  ["Header", "heading"],
  ["ListItem", "item"],
  ["TableCell", "cell"],
  ["BlockQuote", "paragraph"],
  ["Table", "paragraph"],
]);
const OBJECTS = new Set(["Code", "Image", "FootnoteReference"]);
const CLOSED = new Set(["CodeBlock", "Comment", "Html", "HorizontalRule", "Definition"]);

/** A tree of textlint, whatever language its plugin has read, as prose. */
export function textlintProse(document: TxtDocumentNode, source: string): Prose {
  const builder = new ProseBuilder<undefined>(source, source, { kind: "paragraph", context: undefined });
  // With a stack of one's own: trees may be deep.
  const waiting: { node: TxtNode; kind: BlockKind; leave?: boolean }[] = [{ node: document, kind: "paragraph" }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, kind, leave } = next;
    const [start, end] = node.range;
    const own = BLOCKS.get(node.type);
    if (leave) builder.block(kind, undefined);
    else if (node.type === "Str") addText(builder, source, start, end, "value" in node ? String(node.value) : node.raw);
    else if (node.type === "Break") builder.lineBreak(start, end);
    else if (OBJECTS.has(node.type)) builder.object(start, end);
    else if (!CLOSED.has(node.type)) {
      const inner = own ?? kind;
      if (own) {
        builder.block(inner === "paragraph" && kind === "item" ? "item" : inner, undefined);
        waiting.push({ node, kind, leave: true });
      }
      const children = "children" in node && Array.isArray(node.children) ? (node.children as TxtNode[]) : [];
      for (const child of [...children].reverse()) waiting.push({ node: child, kind: inner === "paragraph" && kind === "item" ? "item" : inner });
    }
  }
  builder.block("paragraph", undefined);
  return { ...assemble(source, builder.drafts, { comments: [], notation: NOTATION }), exclude: [] };
}

/**
 * Text whose value may be spelt otherwise in the source, by character references, escapes and the marks of quoted lines. From where they cannot be
 * brought together it is left unread.
 */
function addText(builder: ProseBuilder<undefined>, source: string, start: number, end: number, value: string): void {
  if (source.slice(start, end) === value) {
    builder.text(start, end);
    return;
  }
  let at = 0;
  for (const part of spellings(source, start, end)) {
    if (part.decoded !== undefined && value.startsWith(part.decoded, at)) {
      builder.decoded(part.decoded, part.start, part.end);
      at += part.decoded.length;
      continue;
    }
    for (let i = part.start; i < part.end; ) {
      let to = i;
      while (to < part.end && source[to] === value[at]) {
        to++;
        at++;
      }
      builder.text(i, to);
      i = to;
      if (i >= part.end) break;
      if (source[i] === "\\" && source[i + 1] === value[at]) {
        builder.decoded(value[at]!, i, i + 2);
        i += 2;
        at++;
      } else if (/[\s>]/.test(source[i]!)) builder.space(i, ++i);
      else {
        builder.object(i, end);
        return;
      }
    }
  }
}
