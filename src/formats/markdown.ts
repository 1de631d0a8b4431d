import type { MarkdownParser } from "@lezer/markdown";
import { spellings } from "./character-references.js";
import { withExclusions } from "./exclusions.js";
import { frontMatterEnd } from "./front-matter.js";
import { HtmlReader, type ReadableAttribute } from "./html-reader.js";
import type { PagePlace } from "./main-text.js";
import { MARKDOWN } from "./markdown-parser.js";
import { MarkdownReader } from "./markdown-reader.js";
import type { Comment, Format, Notation, Prose } from "./prose.js";
import { assemble, type Draft, ProseBuilder } from "./prose-builder.js";
import type { Span } from "../types.js";
import { withoutTemplates } from "./template-syntax.js";
import { MARKS_MAX, withoutThickets } from "./thickets.js";

/** Options of the formats Markdown and MDX. */
export interface MarkdownOptions {
  /** Attributes whose values are prose, too: `"alt"` and `"title"` of images, and whichever of HTML and of MDX components. Default: none. */
  attributes?: readonly ReadableAttribute[];
  /** Leave unread what `<!-- ungarble-ignore-… -->` comments cover. Default true. */
  ignoreComments?: boolean;
}

const NOTATION: Notation = {
  escape: (words, { kind }) => {
    if (kind === "attribute") return escapeAttribute(words);
    const escaped = words.replace(/[\\`*_[\]<>~]/g, "\\$&").replace(/&(?=[#\p{L}\d])/gu, "&amp;");
    return kind === "cell" ? escaped.replace(/\|/g, "\\|") : escaped;
  },
  mayEmpty: false,
};

/** By references alone, which mean the same in an image of Markdown, in HTML and in a component of MDX. */
export function escapeAttribute(words: string): string {
  return words.replace(/&(?=[#\p{L}\d])/gu, "&amp;").replace(/[\\`*_[\]<>~{}"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

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

/** What of a document is written in another notation than Markdown. */
export interface Foreign {
  comments: readonly Comment[];
  /** Values of attributes that are prose: without their quotation marks, by their place. */
  attributes: readonly Span[];
}

/** @param readable the source, with what is no Markdown filled in */
export function readMarkdown(
  source: string,
  readable: string,
  parser: MarkdownParser,
  notation: Notation,
  { attributes, ignoreComments }: Required<MarkdownOptions>,
  foreign: Foreign = { comments: [], attributes: [] },
): Prose {
  const body = frontMatterEnd(source);
  const text = withoutThickets(readable.slice(0, body).replace(/[^\r\n]/g, " ") + readable.slice(body), MARKS_MAX.markdown);
  const builder = new ProseBuilder<PagePlace>(source, text, { kind: "paragraph", context: { regions: [], landmark: undefined, headline: false } });
  const html = new HtmlReader(text, builder, attributes);
  new MarkdownReader(text, builder, html, attributes).read(parser.parse(text));
  html.end();
  const drafts = withAttributes(builder.drafts, source, foreign.attributes);
  const comments = [...foreign.comments, ...html.comments].sort((a, b) => a.start - b.start);
  return withExclusions(assemble(source, drafts, { comments, notation }), { ignoreComments });
}

/** Blocks in the order of the source, with those that attributes make. */
function withAttributes(drafts: readonly Draft<PagePlace>[], source: string, attributes: readonly Span[]): Draft<PagePlace>[] {
  const context: PagePlace = { regions: [], landmark: undefined, headline: false };
  const builder = new ProseBuilder<PagePlace>(source, source, { kind: "attribute", context });
  for (const { start: from, end: to } of attributes) {
    for (const { start, end, decoded } of spellings(source, from, to, true)) {
      if (decoded === undefined) builder.text(start, end);
      else builder.decoded(decoded, start, end);
    }
    builder.block("attribute", context);
  }
  const startOf = ({ pieces }: Draft<PagePlace>): number => pieces[0]?.source.start ?? 0;
  return attributes.length === 0 ? [...drafts] : [...drafts, ...builder.drafts].sort((a, b) => startOf(a) - startOf(b));
}
