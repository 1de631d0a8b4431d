import { DictionaryError } from "./dictionary-error.js";
import { isStyle, STYLES, type Style } from "./styles.js";

/** One head (original) with what spinners write for it, likeliest first, by style. */
export interface Entry {
  head: string;
  /** Observed forms by style, likeliest first. A user's untagged forms stand under every style. */
  forms: Map<Style, string[]>;
  line: number;
}

/**
 * Reads a dictionary file. One head a line, forms likeliest first, groups by style; a line without style names counts for all styles.
 * Blank lines and lines starting with # are passed over.
 *
 *     # provenance: authored for ungarble
 *     war = thesaurus: warfare | battle ; paraphraser: conflict
 *     flux capacitor = flow condenser | transition capacitor
 *
 * @throws DictionaryError on the first line that does not read: file, line, problem, cure.
 */
export function parseDictionary(source: string, file: string): Entry[] {
  const entries: Entry[] = [];
  const lines = source.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!.trim();
    if (line === "" || line.startsWith("#")) continue;
    entries.push(parseLine(line, file, i + 1));
  }
  return entries;
}

function parseLine(line: string, file: string, number: number): Entry {
  const fail = (problem: string, cure: string): never => {
    throw new DictionaryError(file, number, problem, cure);
  };
  const equals = line.indexOf(" = ");
  if (equals <= 0) return fail(`no head in “${line.slice(0, 40)}”`, "write HEAD = FORM | FORM");
  const head = line.slice(0, equals).trim();
  const forms = new Map<Style, string[]>();
  for (const part of line.slice(equals + 3).split(" ; ")) {
    const tagged = /^([a-z]+):(?: +|$)(.*)$/.exec(part.trim());
    const name = tagged?.[1];
    if (name !== undefined && !isStyle(name)) fail(`unknown style “${name}”`, `use one of ${STYLES.join(", ")}`);
    const list = (tagged ? tagged[2]! : part).split("|").map((form) => form.trim());
    for (const form of list) {
      if (form === "") fail(`an empty form for “${head}”`, "remove the spare |");
      if (form === head) fail(`“${head}” stands as its own form`, "remove it");
    }
    for (const style of name === undefined ? STYLES : [name as Style]) {
      if (forms.has(style)) fail(`two groups “${style}” for “${head}”`, "join them");
      forms.set(style, list);
    }
  }
  return { head, forms, line: number };
}

/** Writes entries back in the form `parseDictionary` reads, sorted by head. */
export function formatDictionary(entries: readonly Entry[]): string {
  return [...entries]
    .sort((a, b) => compareHeads(a.head, b.head))
    .map(({ head, forms }) => {
      const groups = STYLES.filter((style) => forms.get(style)?.length).map((style) => `${style}: ${forms.get(style)!.join(" | ")}`);
      return `${head} = ${groups.join(" ; ")}\n`;
    })
    .join("");
}

/** The order of heads in a file: by code unit, lower case first compared, so that it does not depend on the machine's locale. */
export function compareHeads(a: string, b: string): number {
  const x = a.toLowerCase();
  const y = b.toLowerCase();
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0;
}
