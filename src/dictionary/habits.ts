import { DictionaryError } from "./dictionary-error.js";
import { compareHeads } from "./parse.js";
import { isStyle, STYLES, type Style } from "./styles.js";

/** What spinners of one style were seen to do with a head, counted over annotated documents (see train/count-habits.ts). */
export interface Habit {
  head: string;
  style: Style;
  /** Documents in which it was replaced; a document that did both counts in parts. */
  replaced: number;
  /** Documents in which it stood as it is. */
  kept: number;
  /** Observed form → documents that wrote it. */
  forms: ReadonlyMap<string, number>;
}

const HEADER = "# head\tstyle\tdocuments that replaced it\tdocuments that kept it\tforms written: documents";

/**
 * Reads a file of habits: tab-separated, one head and style a line. Lines starting with # are passed over.
 *
 *     war	thesaurus	4	1	warfare: 3 | battle: 1
 *
 * @throws DictionaryError on the first line that does not read
 */
export function parseHabits(source: string, file: string): Habit[] {
  return source.split(/\r?\n/).flatMap((line, i) => (line === "" || line.startsWith("#") ? [] : [parseLine(line, file, i + 1)]));
}

function parseLine(line: string, file: string, number: number): Habit {
  const fail = (problem: string, cure: string): never => {
    throw new DictionaryError(file, number, problem, cure);
  };
  const [head, style, replaced, kept, forms, ...rest] = line.split("\t");
  if (!head || forms === undefined || rest.length > 0) return fail("not five tab-separated fields", "count the habits anew with `npm run habits`");
  if (!isStyle(style!)) return fail(`unknown style “${style}”`, `use one of ${STYLES.join(", ")}`);
  const count = (text: string): number => {
    const value = Number(text);
    return text !== "" && value >= 0 ? value : fail(`“${text}” is no count`, "write a number of documents");
  };
  const pairs = forms === "" ? [] : forms.split(" | ");
  return {
    head,
    style,
    replaced: count(replaced!),
    kept: count(kept!),
    forms: new Map(
      pairs.map((pair) => {
        const colon = pair.lastIndexOf(": ");
        return [pair.slice(0, colon), count(pair.slice(colon + 2))];
      }),
    ),
  };
}

/** Writes habits in the form `parseHabits` reads, by head, then by style. */
export function formatHabits(habits: readonly Habit[]): string {
  const lines = [...habits]
    .sort((a, b) => compareHeads(a.head, b.head) || STYLES.indexOf(a.style) - STYLES.indexOf(b.style))
    .map(({ head, style, replaced, kept, forms }) => {
      const written = [...forms].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([form, n]) => `${form}: ${n}`);
      return `${head}\t${style}\t${replaced}\t${kept}\t${written.join(" | ")}`;
    });
  return `${[HEADER, ...lines].join("\n")}\n`;
}
