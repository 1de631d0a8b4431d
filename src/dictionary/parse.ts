import { DictionaryError } from "./dictionary-error.js";
import { isStyle, STYLES, type Style } from "./styles.js";

/** One head (original) with what spinners write for it, likeliest first, by style. */
export interface Entry {
  head: string;
  /** Observed forms by style, likeliest first. A user's untagged forms stand under every style. */
  forms: Map<Style, string[]>;
  /** Form → how sure it stands for the head, 0..1, where the entry says so ("warfare @0.5"). */
  weights?: ReadonlyMap<string, number>;
  line: number;
}

/**
 * Reads a dictionary file. One head a line, forms likeliest first, groups by style; a line without style names counts for all styles.
 * Blank lines and lines starting with # are passed over.
 *
 *     # provenance: authored for ungarble
 *     war = thesaurus: warfare | battle ; paraphraser: conflict
 *     flux capacitor = flow condenser | transition capacitor @0.8
 *
 * A number after an @ says how sure the form stands for the head, 0..1; it counts in a user's own dictionary (see decode/own-entries.ts).
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
  const weights = new Map<string, number>();
  for (const part of line.slice(equals + 3).split(" ; ")) {
    const tagged = /^([a-z]+):(?: +|$)(.*)$/.exec(part.trim());
    const name = tagged?.[1];
    if (name !== undefined && !isStyle(name)) fail(`unknown style “${name}”`, `use one of ${STYLES.join(", ")}`);
    const list = (tagged ? tagged[2]! : part).split("|").map((written) => {
      const [, form = written.trim(), weight] = /^(.*\S) @(\S+)$/.exec(written.trim()) ?? [];
      if (weight === undefined) return form;
      if (!/^(?:0|1|0?\.\d+|1\.0+)$/.test(weight)) fail(`the weight “@${weight}” of “${form}” is no probability`, "write a number from 0 to 1, such as @0.8");
      weights.set(form, Number(weight));
      return form;
    });
    for (const form of list) {
      if (form === "") fail(`an empty form for “${head}”`, "remove the spare |");
      if (form === head) fail(`“${head}” stands as its own form`, "remove it");
    }
    for (const style of name === undefined ? STYLES : [name as Style]) {
      if (forms.has(style)) fail(`two groups “${style}” for “${head}”`, "join them");
      forms.set(style, list);
    }
  }
  return { head, forms, ...(weights.size > 0 && { weights }), line: number };
}

/** Writes entries back in the form `parseDictionary` reads, sorted by head. */
export function formatDictionary(entries: readonly Entry[]): string {
  return [...entries]
    .sort((a, b) => compareHeads(a.head, b.head))
    .map(({ head, forms, weights }) => {
      const written = (form: string): string => (weights?.has(form) ? `${form} @${weights.get(form)}` : form);
      const groups = STYLES.filter((style) => forms.get(style)?.length).map((style) => `${style}: ${forms.get(style)!.map(written).join(" | ")}`);
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
