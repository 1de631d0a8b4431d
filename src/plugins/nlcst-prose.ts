import type { Nodes, Root } from "nlcst";
import type { Notation, Prose } from "../formats/prose.js";
import { assemble, ProseBuilder } from "../formats/prose-builder.js";

/** Nothing is written in this notation: messages say what to write, and whoever heeds them writes it. */
const NOTATION: Notation = { escape: (words) => words, mayEmpty: false };

/** How far from the place that a node gives itself its text is looked for. UTF-16 code units. */
const DRIFT_MAX = 400;

/**
 * A tree of natural language as prose: a block a paragraph, source nodes as objects.
 *
 * The places in such a tree drift after character references and in quoted lines, since it is made from values of another tree; so the text of a
 * node is looked for from where the one before it ends.
 * @param source the file; empty where there is none, and places are then those of the tree's text
 */
export function nlcstProse(root: Root, source: string): Prose {
  const builder = new ProseBuilder<undefined>(source, source, { kind: "paragraph", context: undefined });
  let at = 0;
  const leaf = (node: Nodes & { value: string }): void => {
    const start = node.position?.start.offset ?? at;
    const end = node.position?.end.offset ?? start + node.value.length;
    const from = source.startsWith(node.value, start) && start >= at ? start : near(source, node.value, at);
    if (node.type === "WhiteSpaceNode") builder.space(from ?? at, (from ?? at) + (from === undefined ? 0 : node.value.length));
    else if (node.type === "SourceNode") builder.object(from ?? start, (from ?? start) + node.value.length, node.value);
    else if (from !== undefined) builder.text(from, from + node.value.length);
    else builder.decoded(node.value, Math.max(at, start), Math.max(at, end));
    at = from === undefined ? Math.max(at, start) : from + node.value.length;
  };
  // Trees are as deep as sentences are: root, paragraph, sentence, word, text.
  const visit = (node: Nodes): void => {
    if (node.type === "ParagraphNode") builder.block("paragraph", undefined);
    if ("children" in node) for (const child of node.children) visit(child);
    else if ("value" in node) leaf(node);
  };
  visit(root);
  builder.block("paragraph", undefined);
  return { ...assemble(source, builder.drafts, { comments: [], notation: NOTATION }), exclude: [] };
}

function near(source: string, value: string, from: number): number | undefined {
  const place = source.slice(from, from + DRIFT_MAX + value.length).indexOf(value);
  return place < 0 ? undefined : from + place;
}
