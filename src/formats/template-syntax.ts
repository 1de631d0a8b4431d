/** What stands in a source in place of what a template engine reads: a noncharacter, so that no text has it. */
export const FILLER = "\uffff";

/** How a tag opens and closes; `paragraph` when no empty line may stand in it. */
interface Tag {
  open: string;
  close: string;
  within: "paragraph" | "file";
  /** An opening without a close reaches to the end of the source. */
  toEnd?: boolean;
}

/** Liquid, Jinja, Twig, Nunjucks, Handlebars, Vue, Angular, Hugo; ERB, EJS, ASP; PHP. */
const TAGS: readonly Tag[] = [
  { open: "{{", close: "}}", within: "paragraph" },
  { open: "{%", close: "%}", within: "paragraph" },
  { open: "{#", close: "#}", within: "paragraph" },
  { open: "<%", close: "%>", within: "file" },
  { open: "<?php", close: "?>", within: "file", toEnd: true },
  { open: "<?=", close: "?>", within: "file", toEnd: true },
];

const OPENING = /\{\{|\{%|\{#|<%|<\?php\b|<\?=/g;
/** A tag longer than this is none. UTF-16 code units. */
const TAG_MAX = 20_000;
/** Pairs of tags whose content is code: {% raw %} … {% endraw %}, {{< highlight go >}} … {{</highlight >}}. */
const PAIR = /^\{[{%][-<%]?\s*(highlight|raw|verbatim|code|codeblock|mermaid|comment)\b/;

/**
 * What the usual template engines read, replaced by {@link FILLER}, line breaks aside, so that offsets stay and the parser of the markup around it
 * is not misled.
 *
 *     The {{ place }} said <% if a > b %>no
 *     The ￿￿￿￿￿￿￿￿￿￿￿ said ￿￿￿￿￿￿￿￿￿￿￿￿￿￿no
 */
export function withoutTemplates(source: string): string {
  let out = "";
  let at = 0;
  const find = new Finder(source);
  OPENING.lastIndex = 0;
  for (let found = OPENING.exec(source); found; found = OPENING.exec(source)) {
    const tag = TAGS.find(({ open }) => open === found![0])!;
    const end = tagEnd(find, found.index, tag);
    if (end === undefined) {
      OPENING.lastIndex = found.index + 1;
      continue;
    }
    const whole = pairEnd(source, find, found.index, end);
    out += source.slice(at, found.index) + filled(source.slice(found.index, whole));
    at = whole;
    OPENING.lastIndex = whole;
  }
  return at === 0 ? source : out + source.slice(at);
}

/** The same text without a character to read in it, line by line. */
export function filled(text: string): string {
  return text.replace(/[^\r\n]/g, FILLER);
}

function tagEnd(find: Finder, start: number, { open, close, within, toEnd }: Tag): number | undefined {
  const closing = find.next(close, start + open.length);
  if (closing === Infinity) return toEnd ? find.source.length : undefined;
  if (within === "paragraph" && (closing - start > TAG_MAX || find.next("\n\n", start) < closing || find.next("\n\r\n", start) < closing)) return undefined;
  return closing + close.length;
}

/** Where the closing tag of a pair ends, for a tag that opens one; else where the tag itself ends. */
function pairEnd(source: string, find: Finder, start: number, end: number): number {
  const name = PAIR.exec(source.slice(start, Math.min(end, start + 100)))?.[1];
  if (name === undefined) return end;
  const closing = source[start + 1] === "{" ? find.next(`/${name}`, end) : find.next(`end${name}`, end);
  return closing === Infinity ? end : (tagEnd(find, closing, TAGS[source[start + 1] === "{" ? 0 : 1]!) ?? end);
}

/** Finds strings after ever later places, each stretch of the source looked through once a string. */
class Finder {
  private readonly found = new Map<string, number>();

  constructor(readonly source: string) {}

  /** The first place of a string from an offset on; Infinity when there is none. */
  next(wanted: string, from: number): number {
    const known = this.found.get(wanted) ?? -1;
    if (known >= from) return known;
    const place = this.source.indexOf(wanted, from);
    this.found.set(wanted, place < 0 ? Infinity : place);
    return place < 0 ? Infinity : place;
  }
}
