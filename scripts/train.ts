/**
 * Trains data/english.lm and prints its perplexity on the hold-out files:
 *
 *     npm run train -- ../shared/corpora --out data/ --keep FILE
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import progress from "cli-progress";
import { type ConditionalModel, readLanguageModel } from "../src/model/language-model.js";
import { ModelFile } from "../src/model/model-file.js";
import { corpusFiles, TrainError } from "../src/train/corpus-files.js";
import { encodeCorpus, encodeFiles, type OnProgress, readEncodedCorpus } from "../src/train/encode-corpus.js";
import { countNgrams } from "../src/train/ngram-trie.js";
import { perplexity } from "../src/train/perplexity.js";
import { readKeepLists } from "../src/train/read-keep-list.js";
import { fullModel, MODEL_DEFAULTS, type ModelOptions, shrunkModel } from "../src/train/train-model.js";

const USAGE = `Usage: npm run train -- FOLDER [options]

FOLDER holds the corpus: .txt and .txt.xz files, a sentence or paragraph a line. Files named holdout… are not trained on, they measure.

  --out FOLDER          where english.lm goes (data)
  --keep FILE           words and phrases, one a line, whose words become words of the model if they occur; may be repeated
  --words N             size of the vocabulary (60000)
  --min-count N         occurrences a word needs (5)
  --megabytes N         size of the file, in millions of bytes (8.0); several, separated by commas: the first is written, all are measured
  --order N             longest n-gram, 2 to 4 (${MODEL_DEFAULTS.order})
  --lower-orders KIND   continuations or occurrences (${MODEL_DEFAULTS.lowerOrders})
  --value-bits N        bits of a cell that hold the value, 1 to 8 (${MODEL_DEFAULTS.valueBits})
  --work FOLDER         for corpus.ids and vocab.txt, which are left there
  --reuse               start from what a former run left in the work folder
  --workers N           processes that read the corpus (2)
`;

const started = Date.now();
const say = (line: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);

try {
  await train();
} catch (error) {
  const known = error instanceof TrainError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  console.error(known ? (error as Error).message : error);
  process.exitCode = known ? 2 : 1;
}

async function train(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: "string", default: "data" },
      keep: { type: "string", multiple: true, default: [] },
      words: { type: "string", default: "60000" },
      "min-count": { type: "string", default: "5" },
      megabytes: { type: "string", default: "8.0" },
      order: { type: "string", default: String(MODEL_DEFAULTS.order) },
      "lower-orders": { type: "string", default: MODEL_DEFAULTS.lowerOrders },
      "value-bits": { type: "string", default: String(MODEL_DEFAULTS.valueBits) },
      work: { type: "string", default: join(tmpdir(), "ungarble-train") },
      reuse: { type: "boolean", default: false },
      workers: { type: "string", default: "2" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || positionals.length !== 1) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const megabytes = values.megabytes.split(",").map((part) => inRange("--megabytes", part, 0.1, 1000));
  const lowerOrders = values["lower-orders"];
  if (lowerOrders !== "continuations" && lowerOrders !== "occurrences") {
    throw new TrainError(`--lower-orders ${lowerOrders}: give continuations or occurrences`);
  }
  const options: ModelOptions = {
    ...MODEL_DEFAULTS,
    order: inRange("--order", values.order, 2, 4),
    lowerOrders,
    valueBits: inRange("--value-bits", values["value-bits"], 1, 8),
  };
  const { training, holdout } = corpusFiles(positionals[0]);
  if (!values.reuse) {
    const vocabularyOptions = {
      size: inRange("--words", values.words, 3, 65_534),
      minCount: inRange("--min-count", values["min-count"], 1, 1e9),
      keep: readKeepLists(values.keep),
    };
    say(`reading ${training.length} files`);
    const workers = inRange("--workers", values.workers, 0, 64);
    await withBar((onProgress) => encodeCorpus(training, values.work, { ...vocabularyOptions, workers }, onProgress));
  }
  const { ids, vocabulary } = readEncodedCorpus(values.work);
  const held = await encodeFiles(holdout, vocabulary);
  const measure = (what: string, model: ConditionalModel): void => {
    if (held.length === 0) return;
    const { all, known, unknownRate } = perplexity(held, model);
    say(`${what}: perplexity ${all.toFixed(1)}; of known words ${known.toFixed(1)}; ${(100 * unknownRate).toFixed(2)} % unknown`);
  };
  say(`${ids.length} ids, ${vocabulary.size} words; counting`);
  const trie = countNgrams(ids, vocabulary.size, options.order);
  say(
    `n-grams by length: ${trie.levels
      .slice(1)
      .map(({ size }) => size)
      .join(", ")}`,
  );
  measure("full", fullModel(trie, options));
  mkdirSync(values.out, { recursive: true });
  megabytes.forEach((size, i) => {
    const { small, bytes } = shrunkModel(trie, vocabulary, { ...options, bytes: size * 1e6 });
    measure(`${size} MB, pruned`, small);
    measure(`${size} MB, pruned and quantised`, readLanguageModel(new ModelFile(bytes)));
    if (i > 0) return;
    const path = join(values.out, "english.lm");
    writeFileSync(path, bytes);
    say(`${path}: ${bytes.length} bytes`);
  });
}

function inRange(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!(value >= least && value <= most)) throw new TrainError(`${option} ${text}: give a number between ${least} and ${most}`);
  return value;
}

async function withBar<T>(work: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  const bar = new progress.SingleBar({ stream: process.stderr, format: "{bar} {percentage} %  {eta_formatted} left" }, progress.Presets.legacy);
  bar.start(1, 0);
  try {
    return await work((done, total) => {
      bar.setTotal(total);
      bar.update(done);
    });
  } finally {
    bar.stop();
  }
}
