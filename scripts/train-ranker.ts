/**
 * Trains data/english.ranker: the models that judge single edits and whole documents.
 *
 *     npm run train:ranker -- ../shared/corpora [--annotated ../shared/eval/dev] [--fold 0|1] [--also FOLDER] [--documents 1600] [--least 2] [--out data]
 *
 * Text nobody trained the language model on (files named holdout…), and some lines of every other register, is garbled with random styles,
 * rates and parts of the dictionary. Annotated documents are added when a folder is named; with --fold only one half of them, so that the
 * other half measures; those of --also are always added. Each is read with the habits (see count-habits.ts, --least as there) of the others only. Held-out text that an annotated document shares is left out.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import progress from "cli-progress";
import { DocumentReader } from "../src/decode/document.ts";
import { FEATURES } from "../src/decode/features.ts";
import { VERDICT_FEATURES } from "../src/decode/verdict.ts";
import { DictionaryCompiler } from "../src/dictionary/compile.ts";
import { PhraseIndex } from "../src/dictionary/phrase-index.ts";
import { DATA_FILES } from "../src/load-data.ts";
import type { BoostedTreesTables } from "../src/model/boosted-trees.ts";
import { writeRanker } from "../src/model/ranker.ts";
import { type AnnotatedDocument, ofFold, readAnnotatedFolder, restoredText } from "../src/train/annotated.ts";
import { corpusFiles, readLines } from "../src/train/corpus-files.ts";
import { HabitCounter } from "../src/train/count-habits.ts";
import { documentsOf, type Example, ExampleMaker, shortened } from "../src/train/examples.ts";
import { seededRandom } from "../src/random.ts";
import { trainEditModel, trainVerdictModel } from "../src/train/ranker.ts";
import { bundledContextModel, bundledLanguageModel, dictionarySources } from "./bundled.ts";

/** How much an annotated document counts in the model of edits, and one of --also; self-garbled ones count 1. */
const ANNOTATED_WEIGHT = 8;
const ALSO_WEIGHT = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    annotated: { type: "string" },
    also: { type: "string" },
    fold: { type: "string" },
    documents: { type: "string", default: "1600" },
    least: { type: "string", default: "2" },
    data: { type: "string", default: "data" },
    out: { type: "string", default: "data" },
  },
});
const model = bundledLanguageModel(values.data);
const context = bundledContextModel(values.data);
const annotated = values.annotated ? readAnnotatedFolder(values.annotated) : [];
const trainedOn = ofFold(annotated, values.fold);
const further = values.also ? readAnnotatedFolder(values.also) : [];
const learnt = [...trainedOn, ...further];
const compiler = new DictionaryCompiler(dictionarySources());
const plain = new PhraseIndex(compiler.compile());
const counter = new HabitCounter(plain, new DocumentReader(plain, model, context), learnt, Number(values.least));
const makerWithout = (id: string): ExampleMaker => new ExampleMaker(new PhraseIndex(compiler.compile(counter.habits(id))), model, context);
const index = new PhraseIndex(compiler.compile(counter.habits()));
const maker = new ExampleMaker(index, model, context);
const total = Number(values.documents);
const texts = await cleanTexts(positionals[0] ?? "../shared/corpora", total, annotated);
const bar = new progress.SingleBar({ stream: process.stderr }, progress.Presets.legacy);
bar.start(texts.length, 0);
const cut = Math.floor(texts.length * 0.62);
const examples = texts.map((text, i) => {
  bar.update(i + 1);
  return maker.make(text, 1000 + i, i < cut ? 0.8 : 0.5);
});
bar.stop();
const short = texts.slice(cut).map((text, i) => maker.make(shortened(text, seededRandom(5000 + i)), 5000 + i, 0.5));
const annotatedExample = (document: AnnotatedDocument): Example => (document.marks.length > 0 ? makerWithout(document.id) : maker).annotated(document);
const [marked, alsoMarked] = [trainedOn.map(annotatedExample), further.map(annotatedExample)];
const editModel = (some: (i: number) => boolean): BoostedTreesTables =>
  trainEditModel([
    { weight: 1, examples: examples.slice(0, cut) },
    { weight: ANNOTATED_WEIGHT, examples: marked.filter((_, i) => some(i)) },
    { weight: ALSO_WEIGHT, examples: alsoMarked.filter((_, i) => some(i)) },
  ]);
const edit = editModel(() => true);
const verdict = trainVerdictModel(index, [
  { weight: 1, examples: [...examples.slice(cut), ...short], edit },
  ...[0, 1].flatMap((half) => {
    const other = editModel((i) => i % 2 !== half);
    return [
      { weight: 2, examples: marked.filter((_, i) => i % 2 === half), edit: other },
      { weight: 1, examples: alsoMarked.filter((_, i) => i % 2 === half), edit: other },
    ];
  }),
]);
writeFileSync(
  join(values.out, DATA_FILES.ranker),
  writeRanker({ edit: { tables: edit, features: FEATURES }, verdict: { tables: verdict, features: VERDICT_FEATURES } }),
);
console.log(`${DATA_FILES.ranker}: trained on ${texts.length} garbled and clean texts and ${marked.length + alsoMarked.length} annotated documents`);

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
