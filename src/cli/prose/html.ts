import { Parser } from "htmlparser2";
import type { Span } from "../../types.js";
import { type Comment, type Prose, union } from "./prose.js";

/** Elements whose text is not prose. */
const CLOSED = new Set(["script", "style", "pre", "code", "kbd", "samp", "var", "tt", "textarea", "template", "svg", "math", "noscript"]);

/**
 * HTML → what of it is not prose: tags, comments, entities, and the content of scripts, styles and code.
 *
 *     <p>The <code>war</code> &amp; peace</p>
 *     ^^^    ^^^^^^^^^^^^^^^^ ^^^^^      ^^^^  closed
 */
export function readHtml(text: string): Prose {
  const open: Span[] = [];
  const comments: Comment[] = [];
  const inside: string[] = [];
  const parser = new Parser({
    onopentagname(name) {
      if (CLOSED.has(name)) inside.push(name);
    },
    onclosetag(name) {
      if (CLOSED.has(name)) inside.splice(inside.lastIndexOf(name), 1);
    },
    ontext(data) {
      const span = { start: parser.startIndex, end: parser.endIndex + 1 };
      // An entity comes as a text of its own that is unlike its source.
      if (inside.length === 0 && text.startsWith(data, span.start) && data.length === span.end - span.start) open.push(span);
    },
    oncomment(content) {
      comments.push({ start: parser.startIndex, end: parser.endIndex + 1, content });
    },
  });
  parser.end(text);
  return { closed: complement(union(open), text.length), comments };
}

function complement(open: readonly Span[], length: number): Span[] {
  const closed: Span[] = [];
  let at = 0;
  for (const { start, end } of [...open, { start: length, end: length }]) {
    if (start > at) closed.push({ start: at, end: start });
    at = end;
  }
  return closed;
}
