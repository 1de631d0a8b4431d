import { filled } from "./template-syntax.js";

/** A line whose quote marks, list marks and indentation are longer than this is not read. UTF-16 code units. */
const PREFIX_MAX = 200;
/** A paragraph is read up to this many marks that may open or close something; the parser of MDX takes longer over each. */
export const MARKS_MAX = { markdown: 10_000, mdx: 1000 } as const;

const PREFIX = /(?:[ \t>]|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/y;
const MARKS = /[*_[\]<>&!`~(){}$\\]/g;
/** A line that can only begin a new block. */
const START = /^ {0,3}(?:#{1,6}[ \t]|[-+*][ \t])/;

/**
 * Markdown without the lines that no person writes and no parser of Markdown reads in linear time: thousands of nested quotes, tens of thousands of
 * brackets in one paragraph. They are filled in, and so not prose; all else is read as it is.
 */
export function withoutThickets(source: string, marksMax: number): string {
  let out = "";
  let at = 0;
  let marks = 0;
  for (let start = 0; start < source.length; ) {
    const next = source.indexOf("\n", start);
    const end = next < 0 ? source.length : next;
    PREFIX.lastIndex = start;
    PREFIX.test(source);
    const line = source.slice(start, end);
    if (START.test(line) || line.trim() === "") marks = 0;
    if (marks <= marksMax) marks += line.match(MARKS)?.length ?? 0;
    if (PREFIX.lastIndex - start > PREFIX_MAX || marks > marksMax) {
      out += source.slice(at, start) + filled(line);
      at = end;
    }
    start = end + 1;
  }
  return at === 0 ? source : out + source.slice(at);
}
