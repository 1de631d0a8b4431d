import { applyEdits } from "../repairer.js";
import type { Span } from "../types.js";

/** Unchanged lines shown around changed ones. */
const CONTEXT = 3;

/** A replacement of a span of the text. */
type Replacement = Span & { replacement: string };

/** Lines first … last of the old text (from 0), and what stands in their place. */
interface Change {
  first: number;
  last: number;
  after: string[];
}

/**
 * A unified diff that `git apply` and `patch -p1` take, from the folder that the path is relative to. What has changed is known, so that
 * nothing is compared, and the work is in proportion to the text.
 * @param path with forward slashes
 * @param edits sorted, never overlapping
 */
export function unifiedDiff(path: string, text: string, edits: readonly Replacement[]): string {
  const lines = splitLines(text);
  const hunks: string[] = [];
  let shift = 0; // lines that the hunks before have added
  for (const changes of grouped(changedLines(text, lines, edits))) {
    const hunk = formatHunk(lines, changes, shift);
    hunks.push(hunk.text);
    shift += hunk.added;
  }
  return hunks.length === 0 ? "" : `--- ${header("a", path)}\n+++ ${header("b", path)}\n${hunks.join("")}`;
}

/** Each with its line end; for git and patch only LF ends a line. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changedLines(text: string, lines: readonly string[], edits: readonly Replacement[]): Change[] {
  const changes: { first: number; last: number; start: number; end: number; edits: Replacement[] }[] = [];
  let line = 0;
  let start = 0; // where the line starts
  for (const edit of edits) {
    while (line < lines.length - 1 && start + lines[line]!.length <= edit.start) start += lines[line++]!.length;
    const open = changes.at(-1);
    let change = open && line <= open.last ? open : undefined;
    if (!change) {
      change = { first: line, last: line, start, end: start + lines[line]!.length, edits: [] };
      changes.push(change);
    }
    // A line end that goes joins the line after it.
    while (change.last < lines.length - 1 && change.end <= edit.end) change.end += lines[++change.last]!.length;
    change.edits.push(edit);
  }
  return changes.map(({ first, last, start: from, end, edits: inside }) => ({
    first,
    last,
    after: splitLines(
      applyEdits(
        text.slice(from, end),
        inside.map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from })),
      ),
    ),
  }));
}

/** Changes so near to one another that their contexts touch make one hunk. */
function grouped(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.first - last.last - 1 <= 2 * CONTEXT) hunks.at(-1)!.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function formatHunk(lines: readonly string[], changes: readonly Change[], shift: number): { text: string; added: number } {
  const from = Math.max(0, changes[0]!.first - CONTEXT);
  const to = Math.min(lines.length, changes.at(-1)!.last + CONTEXT + 1);
  const out: string[] = [];
  let at = from;
  let added = 0;
  for (const { first, last, after } of changes) {
    out.push(...marked(" ", lines.slice(at, first)), ...marked("-", lines.slice(first, last + 1)), ...marked("+", after));
    at = last + 1;
    added += after.length - (last - first + 1);
  }
  out.push(...marked(" ", lines.slice(at, to)));
  return { text: `@@ -${range(from, to - from)} +${range(from + shift, to - from + added)} @@\n${out.join("")}`, added };
}

/** From 1; an empty range is named by the line before it. */
const range = (from: number, count: number): string => `${count === 0 ? from : from + 1}${count === 1 ? "" : `,${count}`}`;

const marked = (mark: string, lines: readonly string[]): string[] =>
  lines.map((line) => (line.endsWith("\n") ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`));

/** As git writes names: in quotes when they hold quotes, backslashes or control characters; a tab ends a name with spaces. */
function header(side: "a" | "b", path: string): string {
  const name = `${side}/${path.replace(/^\//, "")}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git quotes names with control characters
  if (/["\\\u0000-\u001f\u007f]/.test(name)) return `"${name.replace(/["\\]/g, "\\$&").replace(/[\u0000-\u001f\u007f]/g, octal)}"`;
  return name.includes(" ") ? `${name}\t` : name;
}

const octal = (char: string): string => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`;
