import type { Span } from "../../types.js";
import type { Syntax } from "../config/configuration.js";

/** A comment of the markup, and what is inside it. */
export interface Comment extends Span {
  content: string;
}

/** A text seen as prose: what of it must not be read, and its comments (which may hold ignore comments). */
export interface Prose {
  /** Code, markup, URLs. Sorted, never overlapping. */
  closed: Span[];
  /** Sorted. */
  comments: Comment[];
}

/** Text never throws: whatever the markup, the answer is spans inside the text. Loads a parser when the syntax needs one. */
export async function readProse(text: string, syntax: Exclude<Syntax, "auto">): Promise<Prose> {
  if (syntax === "markdown") return (await import("./markdown.js")).readMarkdown(text);
  if (syntax === "html") return (await import("./html.js")).readHtml(text);
  return { closed: [], comments: [] };
}

/** Sorted and joined; empty spans are dropped. */
export function union(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (end <= start) continue;
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}
