/**
 * Measures verdicts on whole documents made of clean text kept aside:
 *
 *     npm run evaluate:documents -- FILES… [--documents 60] [--associations moby-words.txt] [--data data]
 *
 * - left clean, put once, twice, three and five times: how many are called garbled, and edits a 10,000 words
 * - garbled by listed spinners, and by spinners nobody listed (any sense of WordNet, an associative thesaurus) in one word of ten and of five
 * - a paragraph of about 120 words garbled among some 1,200 clean ones: how often it is found, and what is changed outside it
 *
 * Files hold a paragraph a line; a document is made of neighbouring lines, about 700 words.
 */
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { FormsByHead, garble } from "../src/dictionary/garble.ts";
import { STYLES } from "../src/dictionary/styles.ts";
import { createRepairer } from "../src/index.ts";
import { seededRandom } from "../src/random.ts";
import { spin, type Spinner, unlistedSpinners } from "../src/train/spinners.ts";
import { bundledIndex, bundledWordNet } from "./bundled.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: "string", default: "60" },
    associations: { type: "string" },
    data: { type: "string", default: "data" },
  },
});
const DOCUMENT_WORDS = 700;
const PARAGRAPH_WORDS = 120;
const SURROUNDING_WORDS = 1200;
const TIMES = [1, 2, 3, 5];
const wordsOf = (text: string): number => text.split(/\s+/).filter(Boolean).length;
const repairer = await createRepairer({ data: resolve(values.data) });
const documents = globSync(positionals, { absolute: true, expandDirectories: false })
  .sort()
  .map((file) => ({ name: basename(file), texts: documentsOf(readFileSync(file, "utf8"), Number(values.documents)) }));

console.log(`${"clean".padEnd(28)}documents  called garbled when put ${TIMES.join(", ")} times   edits a 10,000 words (once)`);
for (const { name, texts } of documents) {
  const called = TIMES.map((times) => texts.filter((text) => repairer.detect(Array(times).fill(text).join("\n\n")).verdict.garbled).length);
  const edits = texts.reduce((sum, text) => sum + repairer.detect(text).edits.length, 0);
  const words = texts.reduce((sum, text) => sum + wordsOf(text), 0);
  console.log(`${name.padEnd(28)}${String(texts.length).padEnd(11)}${called.join(" ").padEnd(44)}${((10_000 * edits) / words).toFixed(2)}`);
}

const all = documents.flatMap(({ texts }) => texts.slice(0, Math.ceil(Number(values.documents) / documents.length)));
console.log(`\n${"garbled".padEnd(28)}documents  substitutions a 100 words  called garbled  words in edits or findings  of them rightly`);
const index = bundledIndex();
const forms = new FormsByHead(index);
for (const [style, name] of STYLES.entries()) {
  measure(name, (text, i) => garble(text, forms, index, { random: seededRandom(100 * style + i), style, rate: 0.6 }));
}
const associations = new Map(
  (values.associations ? readFileSync(values.associations, "utf8").split("\n") : []).map((line): [string, string[]] => {
    const [word, ...others] = line.trim().split(",");
    return [word!, others];
  }),
);
const unlisted = unlistedSpinners({ wordNet: bundledWordNet(), neighbours: new Map(), associations, words: [] });
for (const name of associations.size > 0 ? ["synset", "association"] : ["synset"]) {
  const spinner = unlisted.find((some) => some.name === name)!;
  for (const share of [0.1, 0.2]) {
    measure(`${name} (unlisted) ${share}`, (text, i) =>
      spin(text, spinner, { random: seededRandom(i), rate: rateFor(text, spinner, share), once: i % 2 === 0, steepness: 1 }),
    );
  }
}

console.log("\na garbled paragraph in clean text");
let found = 0;
let outside = 0;
const places = all.slice(0, Math.floor(all.length / 2) * 2);
for (let i = 0; i + 1 < places.length; i += 2) {
  const clean = wordsUpTo(`${places[i]}\n${places[i + 1]}`, SURROUNDING_WORDS).split("\n");
  const spun = garble(wordsUpTo(places[(i + 2) % places.length]!, PARAGRAPH_WORDS), forms, index, {
    random: seededRandom(i),
    style: i % STYLES.length,
    rate: 0.8,
  }).text;
  const at = Math.floor(clean.length / 2);
  const text = [...clean.slice(0, at), spun, ...clean.slice(at)].join("\n");
  const start = text.indexOf(spun);
  const { edits, verdict } = repairer.detect(text);
  const inside = (edit: { start: number; end: number }): boolean => edit.end > start && edit.start < start + spun.length;
  if (verdict.garbled && edits.some(inside)) found++;
  outside += edits.filter((edit) => !inside(edit)).length;
}
console.log(`found ${found} of ${Math.floor(places.length / 2)}; ${outside} edits outside in all`);

/** Prints how documents that a spinner garbled are judged. */
function measure(name: string, spun: (text: string, i: number) => { text: string; substitutions: readonly { start: number; end: number }[] }): void {
  let words = 0;
  let swaps = 0;
  let called = 0;
  let marked = 0;
  let right = 0;
  for (const [i, text] of all.entries()) {
    const made = spun(text, i);
    words += wordsOf(made.text);
    swaps += made.substitutions.length;
    const { verdict, edits, findings } = repairer.detect(made.text);
    called += Number(verdict.garbled);
    for (const { start, end } of [...edits, ...findings]) {
      marked++;
      right += Number(made.substitutions.some((span) => span.start < end && span.end > start));
    }
  }
  const cells = [String(all.length).padEnd(11), ((100 * swaps) / words).toFixed(1).padEnd(27), `${called}`.padEnd(16), String(marked).padEnd(28)];
  console.log(`${name.padEnd(28)}${cells.join("")}${marked === 0 ? "-" : (right / marked).toFixed(2)}`);
}

/** The rate at which a spinner replaces about a share of a text's words. */
function rateFor(text: string, spinner: Spinner, share: number): number {
  const { substitutions } = spin(text, spinner, { random: seededRandom(0), rate: 1, once: false, steepness: 1 });
  return Math.min(1, (share * wordsOf(text)) / Math.max(1, substitutions.length));
}

/** Documents spread over a file. */
function documentsOf(source: string, count: number): string[] {
  const lines = source.split("\n").filter((line) => line.trim() !== "");
  const made: string[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start;
    for (let words = 0; end < lines.length && words < DOCUMENT_WORDS; end++) words += wordsOf(lines[end]!);
    made.push(lines.slice(start, end).join("\n"));
    start = end;
  }
  const step = Math.max(1, Math.floor(made.length / count));
  return made.filter((_, i) => i % step === 0).slice(0, count);
}

/** Whole lines, so many words of them at least. */
function wordsUpTo(text: string, words: number): string {
  const taken: string[] = [];
  for (const line of text.split("\n")) {
    if (wordsOf(taken.join(" ")) >= words) break;
    taken.push(line);
  }
  return taken.join("\n");
}
