import type { MarkdownParser } from "@lezer/markdown";
import { withExclusions } from "./exclusions.js";
import { frontMatterEnd } from "./front-matter.js";
import { HtmlReader, type ReadableAttribute } from "./html-reader.js";
import type { PagePlace } from "./main-text.js";
import { MARKDOWN } from "./markdown-parser.js";
import { MarkdownReader } from "./markdown-reader.js";
import type { Comment, Format, Notation, Prose } from "./prose.js";
import { assemble, ProseBuilder } from "./prose-builder.js";
import { withoutTemplates } from "./template-syntax.js";
import { MARKS_MAX, withoutThickets } from "./thickets.js";

/** Options of the formats Markdown and MDX. */
export interface MarkdownOptions {
  /** Attributes whose values are prose, too: `"alt"` and `"title"` of images, and of HTML in the document. Default: none. */
  attributes?: readonly ReadableAttribute[];
  /** Leave unread what `<!-- ungarble-ignore-… -->` comments cover. Default true. */
  ignoreComments?: boolean;
}

const NOTATION: Notation = {
  escape: (words, { kind }) => {
    const escaped = words.replace(/[\\`*_[\]<>~]/g, "\\$&").replace(/&(?=[#\p{L}\d])/gu, "&amp;");
    return kind === "cell" ? escaped.replace(/\|/g, "\\|") : kind === "attribute" ? escaped.replace(/"/g, "&quot;") : escaped;
  },
  mayEmpty: false,
};

/**
 * Markdown: CommonMark with GitHub's tables, task lists, footnotes, strikethrough and automatic links, with HTML in it.
 *
 * Not prose: front matter (YAML, TOML, JSON), code (fenced, indented, inline), addresses and destinations, images, definitions and labels of references,
 * names of footnotes, wiki links (`[[…]]`), maths (`$…$`, `$$…$$`), attribute lists (`{#id .class}`), templates (`{{ }} {% %} {{< >}} <% %>`), and in
 * HTML what {@link html} leaves out.
 * @example
 * repairer.repair(post, { format: markdown({ attributes: ["alt"] }) });
 */
export function markdown({ attributes = [], ignoreComments = true }: MarkdownOptions = {}): Format {
  return { name: "markdown", read: (source) => readMarkdown(source, withoutTemplates(source), MARKDOWN, NOTATION, { attributes, ignoreComments }) };
}

/**
 * @param readable the source, with what is no Markdown filled in
 * @param comments those among it
 */
export function readMarkdown(
  source: string,
  readable: string,
  parser: MarkdownParser,
  notation: Notation,
  { attributes, ignoreComments }: Required<MarkdownOptions>,
  comments: readonly Comment[] = [],
): Prose {
  const body = frontMatterEnd(source);
  const text = withoutThickets(readable.slice(0, body).replace(/[^\r\n]/g, " ") + readable.slice(body), MARKS_MAX.markdown);
  const builder = new ProseBuilder<PagePlace>(source, text, { kind: "paragraph", context: { regions: [], landmark: undefined, headline: false } });
  const html = new HtmlReader(text, builder, attributes);
  new MarkdownReader(text, builder, html, attributes).read(parser.parse(text));
  html.end();
  return withExclusions(assemble(source, builder.drafts, { comments: [...comments, ...html.comments].sort((a, b) => a.start - b.start), notation }), {
    ignoreComments,
  });
}
