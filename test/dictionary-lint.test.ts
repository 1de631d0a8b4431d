import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compileDictionary } from "../src/dictionary/compile.js";
import { compareHeads, type Entry, parseDictionary } from "../src/dictionary/parse.js";
import { STYLES } from "../src/dictionary/styles.js";
import { readTerms } from "../src/text/terms.js";
import { tokenize } from "../src/text/tokenize.js";
import { inItsCase } from "./cased-words.js";

/** Dictionaries are source code: what the parser lets through but no text or reviewer should see is told here, with the cure. */
const root = fileURLToPath(new URL("../dictionaries/", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".txt"))
  .sort()
  .map((name) => ({ file: `dictionaries/${name}`, text: readFileSync(join(root, name), "utf8") }));
const sources = files.map(({ file, text }) => ({ file, text, entries: parseDictionary(text, file) }));

/** The first faults of all files, as `file:line: problem; cure`. */
function faults(find: (entry: Entry, before: Entry | undefined, earlier: ReadonlySet<string>) => readonly string[]): string[] {
  return sources
    .flatMap(({ file, entries }) => {
      const earlier = new Set<string>();
      return entries.flatMap((entry, i) => {
        const found = find(entry, entries[i - 1], earlier).map((fault) => `${file}:${entry.line}: ${fault}`);
        earlier.add(entry.head.toLowerCase());
        return found;
      });
    })
    .slice(0, 20);
}

const normal = (text: string): string =>
  readTerms(text, tokenize(text))
    .map(({ form }) => form)
    .join(" ");
const groups = ({ forms }: Entry) => [...forms].map(([style, list]) => ({ style, list }));

describe("the dictionaries", () => {
  it("say at their head what they are about and where they come from", () => {
    const missing = sources.flatMap(({ file, text }) => {
      const comments = text.split("\n").filter((line) => line.startsWith("#"));
      return ["domain", "provenance"]
        .filter((name) => !comments.some((line) => new RegExp(`^# ${name}: \\S`).test(line)))
        .map((name) => `${file}:1: no line “# ${name}: …”; add it`);
    });
    expect(missing).toEqual([]);
  });

  it("are sorted by head", () => {
    const unsorted = faults(({ head }, before) =>
      before && compareHeads(before.head, head) > 0 ? [`“${head}” stands after “${before.head}”; sort the file (compareHeads: by code unit, case aside)`] : [],
    );
    expect(unsorted).toEqual([]);
  });

  it("have every head once in a file", () => {
    expect(faults(({ head }, _, earlier) => (earlier.has(head.toLowerCase()) ? [`“${head}” stands twice; join the two lines`] : []))).toEqual([]);
  });

  it("have no form that is its head with or without a hyphen: authors write both", () => {
    const plain = (words: string): string => words.toLowerCase().replaceAll("-", "");
    const open = (words: string): boolean => /^-|-$|-\s|\s-/.test(words);
    const variants = faults((entry) =>
      [...new Set([...entry.forms.values()].flat())]
        .filter((form) => form.toLowerCase() !== entry.head.toLowerCase() && plain(form) === plain(entry.head) && !open(form) && !open(entry.head))
        .map((form) => `“${form}” is a spelling of “${entry.head}”; remove it`),
    );
    expect(variants).toEqual([]);
  });

  it("have every form once in a group", () => {
    const twice = faults((entry) =>
      groups(entry).flatMap(({ style, list }) =>
        list.filter((form, i) => list.indexOf(form) < i).map((form) => `“${form}” stands twice under ${style} of “${entry.head}”; remove the later one`),
      ),
    );
    expect(twice).toEqual([]);
  });

  it("have no form that reads as its head", () => {
    const same = faults((entry) =>
      groups(entry).flatMap(({ style, list }) =>
        list
          .filter((form) => normal(form) === normal(entry.head))
          .map((form) => `“${form}” under ${style} differs from “${entry.head}” in nothing the reader of texts sees; remove it`),
      ),
    );
    expect(same).toEqual([]);
  });

  it("have only words that texts can hold", () => {
    const impossible = faults((entry) =>
      [entry.head, ...groups(entry).flatMap(({ list }) => list)]
        .filter((phrase) => phrase === "" || tokenize(phrase).filter(({ kind }) => kind !== "space").length > readTerms(phrase, tokenize(phrase)).length)
        .map((phrase) => `“${phrase}” is never matched in text; write it without quotation marks, braces, URLs or symbols`),
    );
    expect(impossible).toEqual([]);
  });

  it("write names and abbreviations in their own case", () => {
    expect(faults(({ head }) => (inItsCase(head) === head ? [] : [`“${head}” is written “${inItsCase(head)}”; write it so`]))).toEqual([]);
  });

  it("have no stray blanks", () => {
    const stray = files.flatMap(({ file, text }) =>
      text
        .split("\n")
        .flatMap((line, i) => (/\s$|^\s|[^\S ]| {2}/.test(line) ? [`${file}:${i + 1}: a tab, a double blank or one at an end of the line; remove it`] : [])),
    );
    expect(stray.slice(0, 20)).toEqual([]);
  });

  it("are as wide as promised", () => {
    const { headSurfaces, pairHead } = compileDictionary(sources);
    const heads = (wanted: (entry: Entry, file: string) => boolean): number =>
      new Set(sources.flatMap(({ file, entries }) => entries.filter((entry) => wanted(entry, file)).map(({ head }) => head.toLowerCase()))).size;
    const byStyle = Object.fromEntries(STYLES.map((style) => [style, heads(({ forms }) => (forms.get(style)?.length ?? 0) > 0)]));
    expect(headSurfaces.length).toBeGreaterThanOrEqual(7500);
    expect(pairHead.length).toBeGreaterThanOrEqual(60_000);
    expect(byStyle.thesaurus).toBeGreaterThanOrEqual(7500);
    expect(byStyle.phrase).toBeGreaterThanOrEqual(3000);
    expect(byStyle.paraphraser).toBeGreaterThanOrEqual(3000);
    expect(heads((_, file) => file.startsWith("dictionaries/names/"))).toBeGreaterThanOrEqual(800);
  });
});
