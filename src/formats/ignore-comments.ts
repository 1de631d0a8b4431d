import type { Span } from "../types.js";
import type { Comment } from "./prose.js";

/** An ignore comment, where it stands and what it covers. */
export interface IgnoreComment extends Span {
  directive: "ignore-next-line" | "ignore-start" | "ignore-file";
  covers: Span;
}

/** An ignore comment that does nothing: why. */
export interface UnusedIgnore extends Span {
  directive: string;
  problem: string;
}

const DIRECTIVE = /^\s*ungarble-([\w-]+)(?:\s+--\s.*)?\s*$/is;

/**
 * The ignore comments among a source's comments.
 *
 *     <!-- ungarble-ignore-next-line -->                   the line after the comment's
 *     <!-- ungarble-ignore-start -- quoted from a scam --> up to ungarble-ignore-end, or the text's end
 *     <!-- ungarble-ignore-file -->                        the whole text, wherever the comment stands
 *
 * Case does not matter. What stands after ` -- ` is a remark. A misspelt directive and an end without a start are reported as unused.
 */
export function readIgnoreComments(comments: readonly Comment[], source: string): { ignores: IgnoreComment[]; faults: UnusedIgnore[] } {
  const ignores: IgnoreComment[] = [];
  const faults: UnusedIgnore[] = [];
  let started: Comment | undefined;
  for (const comment of comments) {
    const { start, end } = comment;
    const directive = DIRECTIVE.exec(comment.content)?.[1]?.toLowerCase();
    if (directive === undefined) continue;
    if (directive === "ignore-next-line") ignores.push({ start, end, directive, covers: lineAfter(source, end) });
    else if (directive === "ignore-file") ignores.push({ start, end, directive, covers: { start: 0, end: source.length } });
    else if (directive === "ignore-start") {
      if (started) faults.push({ start, end, directive, problem: "an ungarble-ignore-start is open already" });
      else started = comment;
    } else if (directive === "ignore-end") {
      if (started) ignores.push({ start: started.start, end: started.end, directive: "ignore-start", covers: { start: started.end, end: start } });
      else faults.push({ start, end, directive, problem: "no ungarble-ignore-start stands before it" });
      started = undefined;
    } else faults.push({ start, end, directive, problem: "no such directive; use ignore-next-line, ignore-start, ignore-end or ignore-file" });
  }
  if (started) ignores.push({ start: started.start, end: started.end, directive: "ignore-start", covers: { start: started.end, end: source.length } });
  return { ignores: ignores.sort((a, b) => a.start - b.start), faults };
}

const LINE_END = /\r\n|\n|\r|$/g;

function lineAfter(source: string, offset: number): Span {
  LINE_END.lastIndex = offset;
  const end = LINE_END.exec(source)!;
  LINE_END.lastIndex = end.index + end[0].length;
  return { start: end.index + end[0].length, end: LINE_END.exec(source)!.index };
}
