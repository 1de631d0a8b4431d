/**
 * Trains data/english.context from the encoded corpus that `npm run train` leaves in its work folder:
 *
 *     npm run train:context -- --work FOLDER [--data data] [--out data] [--dimensions 52] [--context-words 30000] [--stretches N]
 *
 * The language model beside which it is trained is that of --data. All of the news is used, of files that are not named news… a part.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import progress from "cli-progress";
import { compileDictionary } from "../src/dictionary/compile.ts";
import { PhraseIndex } from "../src/dictionary/phrase-index.ts";
import { DATA_FILES } from "../src/load-data.ts";
import { writeContextModel } from "../src/model/context-model.ts";
import { trainContextModel } from "../src/train/context-model.ts";
import { readCorpusFileEnds, readEncodedCorpus } from "../src/train/encode-corpus.ts";
import { bundledLanguageModel, dictionarySources } from "./bundled.ts";

/** Share of the text that is not news. */
const OTHERS_SHARE = 0.35;

const { values } = parseArgs({
  options: {
    work: { type: "string", default: "/tmp/ungarble-train" },
    data: { type: "string", default: "data" },
    out: { type: "string", default: "data" },
    dimensions: { type: "string", default: "52" },
    "context-words": { type: "string", default: "30000" },
    "learning-rate": { type: "string", default: "0.03" },
    choices: { type: "string", default: "1" },
    stretches: { type: "string" },
  },
});
const { ids } = readEncodedCorpus(values.work);
const ends = readCorpusFileEnds(values.work);
const isNews = (place: number): boolean => ends.find(({ end }) => place < end)?.name.startsWith("news") ?? false;
const model = bundledLanguageModel(values.data);
const bar = new progress.SingleBar(
  { stream: process.stderr, format: "{bar} {percentage} %  {eta_formatted} left  loss {without} → {with}" },
  progress.Presets.legacy,
);
bar.start(100, 0, { without: "", with: "" });
const losses: [number, number][] = [];
// Without the habits counted on annotated documents, so that those documents can measure.
const tables = trainContextModel(ids, model.vocabulary, model, new PhraseIndex(compileDictionary(dictionarySources())), {
  dimensions: Number(values.dimensions),
  contextWords: Number(values["context-words"]),
  learningRate: Number(values["learning-rate"]),
  choices: Number(values.choices),
  share: (place) => (isNews(place) ? 1 : OTHERS_SHARE),
  ...(values.stretches ? { stretches: Number(values.stretches) } : {}),
  onProgress: (done, without, withModel) => {
    losses.push([without, withModel]);
    bar.update(Math.round(100 * done), { without: without.toFixed(3), with: withModel.toFixed(3) });
  },
});
bar.stop();
const file = writeContextModel(tables);
writeFileSync(join(values.out, DATA_FILES.contextModel), file);
const last = losses.slice(-5);
const mean = (k: 0 | 1): string => (last.reduce((sum, pair) => sum + pair[k], 0) / Math.max(1, last.length)).toFixed(4);
console.log(
  `${DATA_FILES.contextModel}: ${tables.target.length / tables.dimensions} targets, ${tables.dimensions} dimensions, ${(file.length / 1e6).toFixed(2)} MB; log loss a choice ${mean(0)} without, ${mean(1)} with it`,
);
