import { parse, postprocess, preprocess } from "micromark";
import { mdxjs } from "micromark-extension-mdxjs";
import { frontMatterEnd } from "./front-matter.js";
import { escapeAttribute, type Foreign, type MarkdownOptions, readMarkdown } from "./markdown.js";
import { MDX_TEXT } from "./markdown-parser.js";
import type { Comment, Format, Notation } from "./prose.js";
import type { Span } from "../types.js";
import { filled } from "./template-syntax.js";
import { MARKS_MAX, withoutThickets } from "./thickets.js";

const NOTATION: Notation = {
  escape: (words, { kind }) => {
    if (kind === "attribute") return escapeAttribute(words);
    const escaped = words.replace(/[\\`*_[\]<>~{}]/g, "\\$&").replace(/&(?=[#\p{L}\d])/gu, "&amp;");
    return kind === "cell" ? escaped.replace(/\|/g, "\\|") : escaped;
  },
  mayEmpty: false,
};

/** What of MDX is no Markdown. */
const CODE = new Set(["mdxjsEsm", "mdxFlowExpression", "mdxTextExpression", "mdxJsxFlowTag", "mdxJsxTextTag"]);

/** The same by its looks, for documents that are no valid MDX. */
const LOOKS_LIKE_CODE = /^(?:import|export)\b[^\n]*|\{[^{}\n]{0,2000}\}|<\/?[A-Za-z][\w.:-]*(?:\s[^<>\n]{0,2000})?>|<\/?>/gm;

/**
 * MDX: Markdown (see {@link markdown}) in which imports, exports, expressions and the tags of components are no prose; what stands between tags is.
 * @example
 * repairer.repair(post, { format: mdx() });
 */
export function mdx({ attributes = [], ignoreComments = true }: MarkdownOptions = {}): Format {
  return {
    name: "mdx",
    read(source) {
      const { text, ...foreign } = withoutCode(source, attributes);
      return readMarkdown(source, text, MDX_TEXT, NOTATION, { attributes, ignoreComments }, foreign);
    },
  };
}

/** An expression that is a comment: {/* … *\/} */
const COMMENT = /^\{\s*\/\*([\s\S]*)\*\/\s*\}$/;

/** The name and the value of an attribute of a component: title="…", not title={…}. */
const ATTRIBUTE_NAME = /^mdxJsx(?:Flow|Text)TagAttributeName$/;
const ATTRIBUTE_VALUE = /^mdxJsx(?:Flow|Text)TagAttributeValueLiteral$/;

/** @param named attributes that are prose */
function withoutCode(source: string, named: readonly string[]): { text: string } & Foreign {
  const body = frontMatterEnd(source);
  const text = withoutThickets(source.slice(0, body).replace(/[^\r\n]/g, " ") + source.slice(body), MARKS_MAX.mdx);
  let events: ReturnType<typeof postprocess>;
  try {
    events = postprocess(
      parse({ extensions: [mdxjs()] })
        .document()
        .write(preprocess()(text, undefined, true)),
    );
  } catch {
    return { text: text.replace(LOOKS_LIKE_CODE, filled), comments: [], attributes: [] };
  }
  const comments: Comment[] = [];
  const attributes: Span[] = [];
  let name = "";
  let out = "";
  let at = 0;
  for (const [edge, { type, start, end }] of events) {
    if (edge !== "enter") continue;
    if (ATTRIBUTE_NAME.test(type)) name = text.slice(start.offset, end.offset);
    else if (ATTRIBUTE_VALUE.test(type) && named.includes(name)) attributes.push({ start: start.offset + 1, end: end.offset - 1 });
    if (!CODE.has(type) || start.offset < at) continue;
    const code = text.slice(start.offset, end.offset);
    const comment = COMMENT.exec(code);
    if (comment) comments.push({ start: start.offset, end: end.offset, content: comment[1]! });
    out += text.slice(at, start.offset) + filled(code);
    at = end.offset;
  }
  return { text: out + text.slice(at), comments, attributes };
}
