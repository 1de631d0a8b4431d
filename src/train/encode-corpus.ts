import { fork } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ModelFile, writeModelFile } from "../model/model-file.js";
import { readVocabulary, SENTENCE_START, type Vocabulary } from "../model/vocabulary.js";
import { type ChosenVocabulary, chooseVocabulary, mergeCounts, type VocabularyOptions } from "./choose-vocabulary.js";
import { type CorpusFile, readLines, TrainError } from "./corpus-files.js";
import { ENCODE_WORKER, encodeFile, type EncodeReport, type EncodeTask } from "./encode-worker.js";
import { FormCounter, type FormCounts, LINE_END } from "./form-counts.js";

/** Ends a line in a file of ids. */
export const LINE_END_ID = 0xffff;

/** Hears how far a step is: both in the same unit (bytes, n-grams). */
export type OnProgress = (done: number, total: number) => void;

/**
 * A corpus → ids, in two steps so that the text is read once: worker processes turn every file into provisional numbers and counts; then
 * the vocabulary is chosen and the numbers are rewritten. Leaves `corpus.ids` (Uint16: 1 before a sentence, 65,535 at a line's end)
 * with `corpus.json`, which says where in it every file ends, and the vocabulary, as `vocab.lm` and as `vocab.txt` (one form a line, line
 * number − 1 = id), in the work folder. Which worker reads which file does not matter.
 */
export async function encodeCorpus(
  files: readonly CorpusFile[],
  work: string,
  options: VocabularyOptions & { workers: number },
  onProgress: OnProgress = () => {},
): Promise<ChosenVocabulary> {
  mkdirSync(work, { recursive: true });
  const numberFile = (index: number): string => join(work, `part-${index}.u32`);
  const parts = await countInWorkers(files, numberFile, options.workers, onProgress);
  const chosen = chooseVocabulary(mergeCounts(parts), options);
  const unfinished = join(work, "corpus.ids.part");
  rmSync(unfinished, { force: true });
  let end = 0;
  const ends = parts.map(({ forms }, index) => {
    const ids = Uint16Array.from(["", "", ...forms], (form) => chosen.vocabulary.id(form));
    ids[SENTENCE_START] = SENTENCE_START;
    const numbers = asArray(readFileSync(numberFile(index)), Uint32Array);
    appendFileSync(unfinished, new Uint8Array(translate(numbers, ids).buffer));
    rmSync(numberFile(index));
    end += numbers.length;
    return { name: files[index].name, end };
  });
  writeFileSync(join(work, "corpus.json"), JSON.stringify(ends));
  renameSync(unfinished, join(work, "corpus.ids"));
  writeFileSync(join(work, "vocab.txt"), vocabularyLines(chosen.vocabulary));
  writeFileSync(join(work, "vocab.lm"), writeModelFile(chosen.vocabulary.sections(), {}));
  return chosen;
}

/** Where the files end in the ids that encodeCorpus left in the work folder, in order. */
export function readCorpusFileEnds(work: string): { name: string; end: number }[] {
  const path = join(work, "corpus.json");
  if (!existsSync(path)) throw new TrainError(`${path}: no such file; run \`npm run train\` with this work folder first`);
  return JSON.parse(readFileSync(path, "utf8")) as { name: string; end: number }[];
}

/** The ids and the vocabulary that encodeCorpus left in the work folder. @throws TrainError when there are none. */
export function readEncodedCorpus(work: string): { ids: Uint16Array; vocabulary: Vocabulary } {
  const [ids, words] = [join(work, "corpus.ids"), join(work, "vocab.lm")];
  for (const path of [ids, words]) if (!existsSync(path)) throw new TrainError(`${path}: no such file; run without --reuse first`);
  return { ids: asArray(readFileSync(ids), Uint16Array), vocabulary: readVocabulary(new ModelFile(readFileSync(words), words)) };
}

/** Text files → ids under a vocabulary, in memory: for hold-out texts. */
export async function encodeFiles(files: readonly CorpusFile[], vocabulary: Vocabulary): Promise<Uint16Array> {
  const ids: Uint16Array[] = [];
  for (const { path } of files) for await (const lines of readLines(path)) ids.push(encodeLines(lines, vocabulary));
  const all = new Uint16Array(ids.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of ids) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Lines → ids under a vocabulary. */
export function encodeLines(lines: readonly string[], vocabulary: Vocabulary): Uint16Array {
  const counter = new FormCounter();
  const numbers: number[] = [];
  for (const line of lines) counter.read(line, numbers);
  const ids = ["", "<s>", ...counter.result().forms].map((form) => vocabulary.id(form));
  return translate(numbers, ids);
}

function translate(numbers: ArrayLike<number>, ids: ArrayLike<number>): Uint16Array {
  const out = new Uint16Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) out[i] = numbers[i] === LINE_END ? LINE_END_ID : ids[numbers[i]];
  return out;
}

function vocabularyLines(vocabulary: Vocabulary): string {
  let lines = "";
  for (let id = 0; id < vocabulary.size; id++) lines += `${vocabulary.word(id)}\n`;
  return lines;
}

function asArray<T>(bytes: Buffer, type: { new (buffer: ArrayBufferLike, offset: number, length: number): T; BYTES_PER_ELEMENT: number }): T {
  const aligned = bytes.byteOffset % type.BYTES_PER_ELEMENT === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer);
  return new type(aligned.buffer, aligned.byteOffset, aligned.length / type.BYTES_PER_ELEMENT);
}

/** Counts every file, in one of several processes (in this one when `workers` is 0), large files first. Output in the order of the files. */
async function countInWorkers(
  files: readonly CorpusFile[],
  numberFile: (index: number) => string,
  workers: number,
  onProgress: OnProgress,
): Promise<FormCounts[]> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const results: FormCounts[] = new Array(files.length);
  let read = 0;
  const take = (report: EncodeReport): void => {
    if (report.kind === "done") results[report.index] = report.counts;
    else {
      read += report.bytes;
      onProgress(read, total);
    }
  };
  const waiting = Array.from(files.keys())
    .sort((a, b) => files[b].bytes - files[a].bytes || a - b)
    .map((index): EncodeTask => ({ index, from: files[index].path, to: numberFile(index) }));
  if (workers === 0) for (const task of waiting) await encodeFile(task, take);
  else await Promise.all(Array.from({ length: Math.min(workers, files.length) }, () => runWorker(waiting, take)));
  return results;
}

/** One process that takes tasks until none waits. */
function runWorker(waiting: EncodeTask[], take: (report: EncodeReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(fileURLToPath(new URL("./encode-worker.ts", import.meta.url)), {
      serialization: "advanced",
      env: { ...process.env, [ENCODE_WORKER]: "1" },
    });
    const next = (): void => {
      const task = waiting.shift();
      if (task) worker.send(task);
      else worker.disconnect();
    };
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new TrainError(`a worker process ended with status ${code}`))));
    worker.on("message", (report: EncodeReport) => {
      take(report);
      if (report.kind === "done") next();
    });
    next();
  });
}
