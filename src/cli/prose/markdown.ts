import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { frontmatterFromMarkdown } from "mdast-util-frontmatter";
import { frontmatter } from "micromark-extension-frontmatter";
import type { Span } from "../../types.js";
import { readHtml } from "./html.js";
import { type Comment, type Prose, union } from "./prose.js";

/**
 * Markdown → what of it is not prose: front matter, code (fenced, indented, inline), the destinations of links and images, definitions,
 * automatic links, and the tags of HTML in it. Emphasis marks, list marks and heading marks stay: the reader passes over them.
 */
export function readMarkdown(text: string): Prose {
  const prose: { closed: Span[]; comments: Comment[] } = { closed: [], comments: [] };
  const kinds = ["yaml", "toml"] as const;
  visit(fromMarkdown(text, { extensions: [frontmatter([...kinds])], mdastExtensions: [frontmatterFromMarkdown([...kinds])] }), text, prose);
  return { closed: union(prose.closed), comments: prose.comments };
}

function visit(node: Nodes, text: string, prose: { closed: Span[]; comments: Comment[] }): void {
  const span = spanOf(node);
  switch (node.type as string) {
    case "code":
    case "inlineCode":
    case "yaml":
    case "toml":
    case "definition":
    case "image":
    case "imageReference":
      prose.closed.push(span);
      return;
    case "html": {
      const html = readHtml(text.slice(span.start, span.end));
      const shifted = <T extends Span>(inner: T): T => ({ ...inner, start: inner.start + span.start, end: inner.end + span.start });
      prose.closed.push(...html.closed.map(shifted));
      prose.comments.push(...html.comments.map(shifted));
      return;
    }
    case "link":
    case "linkReference": {
      // All but the label: [the state division](https://state.gov "…")
      const children = "children" in node ? node.children : [];
      const first = children[0];
      const last = children.at(-1);
      if (!first || !last || text[span.start] === "<") prose.closed.push(span);
      else prose.closed.push({ start: span.start, end: spanOf(first as Nodes).start }, { start: spanOf(last as Nodes).end, end: span.end });
    }
  }
  if ("children" in node) for (const child of node.children) visit(child as Nodes, text, prose);
}

function spanOf(node: Nodes): Span {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
