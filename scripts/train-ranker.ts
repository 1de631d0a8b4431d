/**
 * Trains data/english.ranker: the model that judges single edits.
 *
 *     npm run train:ranker -- ../shared/corpora [--annotated ../shared/eval/dev] [--fold 0|1] [--also FOLDER] [--documents 1600] [--habits dictionaries/habits.tsv] [--least 2] [--out data]
 *
 * Text nobody trained the language model on (files named holdout…), and some lines of every other register, is garbled with random styles,
 * rates and parts of the dictionary. Annotated documents are added when a folder is named; with --fold only one half of them, so that the
 * other half measures; those of --also are always added. Each is read with the habits (see count-habits.ts, --least as there) of the others only, or with those of --habits less its own. Held-out text that an annotated document shares is left out.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import progress from "cli-progress";
import { FEATURES } from "../src/decode/features.ts";
import { DictionaryCompiler } from "../src/dictionary/compile.ts";
import { PhraseIndex } from "../src/dictionary/phrase-index.ts";
import type { Habit } from "../src/dictionary/habits.ts";
import { lazily } from "../src/load.ts";
import { DATA_FILES } from "../src/load-data.ts";
import { writeRanker } from "../src/model/ranker.ts";
import { type AnnotatedDocument, ofFold, readAnnotatedFolder, restoredText } from "../src/train/annotated.ts";
import { corpusFiles, readLines } from "../src/train/corpus-files.ts";
import { HabitCounter } from "../src/train/count-habits.ts";
import { documentsOf, type Example, ExampleMaker } from "../src/train/examples.ts";
import { seededRandom } from "../src/random.ts";
import { trainEditModel } from "../src/train/ranker.ts";
import { bundledHabits, bundledResources, dictionarySources, pipelineOf } from "./bundled.ts";

/** How much an annotated document counts in the model of edits, and one of --also; self-garbled ones count 1. */
const ANNOTATED_WEIGHT = 8;
const ALSO_WEIGHT = 2;
/** Of the texts that are garbled here; the others stay clean. */
const GARBLED_SHARE = 0.8;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    annotated: { type: "string" },
    also: { type: "string" },
    fold: { type: "string" },
    documents: { type: "string", default: "1600" },
    least: { type: "string", default: "2" },
    habits: { type: "string" },
    data: { type: "string", default: "data" },
    out: { type: "string", default: "data" },
  },
});
const annotated = values.annotated ? readAnnotatedFolder(values.annotated) : [];
const trainedOn = ofFold(annotated, values.fold);
const further = values.also ? readAnnotatedFolder(values.also) : [];
const learnt = [...trainedOn, ...further];
const compiler = new DictionaryCompiler(dictionarySources());
const plain = new PhraseIndex(compiler.compile());
const shared = bundledResources(plain, values.data);
const counter = new HabitCounter(shared, learnt, Number(values.least));
const makerWith = (habits: readonly Habit[]): ExampleMaker => {
  const index = new PhraseIndex(compiler.compile(habits));
  const { gate, model, context, reader } = shared;
  const never = (): never => {
    throw new Error("training has no use for a trained ranker or verdict");
  };
  const resources = lazily({
    gate,
    own: undefined,
    index: () => index,
    model: () => model,
    context: () => context,
    reader: () => reader,
    ranker: never,
    verdict: never,
  });
  return new ExampleMaker(index, pipelineOf(resources));
};
// What the package knows of spinners, if these documents are part of it; otherwise what these documents show.
const known = values.habits ? bundledHabits(values.habits) : undefined;
const habitsWithout = (id: string): Habit[] => (known ? counter.less(known, id) : counter.habits(id));
const maker = makerWith(known ?? counter.habits());
const total = Number(values.documents);
const texts = await cleanTexts(positionals[0] ?? "../shared/corpora", total, annotated);
const bar = new progress.SingleBar({ stream: process.stderr }, progress.Presets.legacy);
bar.start(texts.length, 0);
const examples = texts.map((text, i) => {
  bar.update(i + 1);
  return maker.make(text, 1000 + i, GARBLED_SHARE);
});
bar.stop();
const annotatedExample = (document: AnnotatedDocument): Example =>
  (document.marks.length > 0 ? makerWith(habitsWithout(document.id)) : maker).annotated(document);
const tables = trainEditModel([
  { weight: 1, examples },
  { weight: ANNOTATED_WEIGHT, examples: trainedOn.map(annotatedExample) },
  { weight: ALSO_WEIGHT, examples: further.map(annotatedExample) },
]);
writeFileSync(join(values.out, DATA_FILES.ranker), writeRanker(tables, FEATURES));
console.log(`${DATA_FILES.ranker}: trained on ${texts.length} garbled and clean texts and ${learnt.length} annotated documents`);

/** Documents of clean text: two thirds from the hold-out, the rest from the other files, in an order of their own. */
async function cleanTexts(folder: string, count: number, avoid: readonly AnnotatedDocument[]): Promise<string[]> {
  const { training, holdout } = corpusFiles(folder);
  const shingles = new Set(avoid.flatMap((document) => shinglesOf(restoredText(document))));
  const fresh = (text: string): boolean => shinglesOf(text).filter((shingle) => shingles.has(shingle)).length < 2;
  const news: string[] = [];
  for (const { path } of holdout) news.push(...documentsOf(await linesOf(path, Number.POSITIVE_INFINITY), seededRandom(7)));
  const others: string[] = [];
  for (const { path, name } of training.filter((file) => !file.name.startsWith("news"))) {
    others.push(...[...documentsOf(await linesOf(path, 4000), seededRandom(name.length))].slice(0, 120));
  }
  const random = seededRandom(3);
  const shuffled = (list: string[]): string[] =>
    list
      .map((text) => [random(), text] as const)
      .sort(([a], [b]) => a - b)
      .map(([, text]) => text);
  const chosen = [...shuffled(news.filter(fresh)).slice(0, Math.round(count * 0.67)), ...shuffled(others.filter(fresh)).slice(0, Math.round(count * 0.33))];
  return shuffled(chosen);
}

async function linesOf(path: string, most: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const some of readLines(path)) {
    lines.push(...some.filter((line) => line !== ""));
    if (lines.length >= most) break;
  }
  return lines;
}

function shinglesOf(text: string): string[] {
  const words = text.toLowerCase().split(/\W+/).filter(Boolean);
  return words.slice(0, -7).map((_, i) => words.slice(i, i + 8).join(" "));
}
