import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import { batches } from "../../bulk/batches.js";
import { concurrentMap } from "../../bulk/concurrent-map.js";
import { fileInput, type Input, standardInput } from "../../bulk/input.js";
import { type Line, readLines } from "../../bulk/lines.js";
import type { RecordError } from "../../bulk/record-error.js";
import { type Part, type RecordOptions, resolveRecordOptions } from "../../bulk/record-options.js";
import { openRecordFormat } from "../../bulk/record-format.js";
import { repairLines } from "../../bulk/repair-lines.js";
import { repairRecord } from "../../bulk/repair-record.js";
import { RunProgress } from "../../bulk/run-progress.js";
import { summarize, summaryText } from "../../bulk/summary.js";
import { type Position, ResumableOutput } from "../../bulk/resumable-output.js";
import { Tally } from "../../bulk/tally.js";
import type { LinesResult } from "../../bulk/worker.js";
import { WorkerPool } from "../../bulk/worker-pool.js";
import { checkArticleFlags, type StreamFlags } from "../config/flags.js";
import { Settings } from "../config/settings.js";
import { detect, isDeep, tellUnavailable } from "../deep.js";
import { EXIT, type ExitStatus, FileError, UsageError } from "../exit-status.js";
import { selectFiles } from "../files/select-files.js";
import { writeWhole } from "../files/write-file.js";
import { Inspector } from "../inspector.js";
import { StandardOutput } from "../output.js";
import { say } from "../printable.js";
import type { Detection } from "../../types.js";

/** Files of a folder that hold records. */
const RECORD_FILES = ["**/*.{jsonl,ndjson,JSONL,NDJSON}", "**/*.{jsonl,ndjson,JSONL,NDJSON}.{gz,zst,GZ,ZST}"];
const BATCH_LINES = 64;
const BATCH_BYTES = 32_768;
const BATCHES_PER_WORKER = 6;
/** Lines under way at once hold no more, one that is larger apart. */
const MAX_BYTES = 8_000_000;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * `ungarble stream`: JSON Lines in, JSON Lines out, in the same order. Each object comes back with its texts repaired and a member
 * `repair: { edits, verdict }`; offsets are those of the text that came in. A line that is no such object gives an error record and the run
 * goes on; the status is then 3. Reads on only as fast as the output is taken. A signal ends the reading: what is under way is finished.
 */
export async function stream(globs: readonly string[], flags: StreamFlags): Promise<ExitStatus> {
  checkArticleFlags(flags);
  const settings = await Settings.load(flags);
  const records: RecordOptions = {
    ...(flags.field ? { fields: flags.field } : {}),
    ...(flags.only ? { only: flags.only as Part[] } : {}),
    outputField: flags.outputField,
    noEvidence: !flags.evidence,
    format: flags.inputFormat,
    formatOptions: settings.forText().formatOptions,
    ...(flags.article ? { article: true } : {}),
  };
  resolveRecordOptions(records); // faults are told before anything is read
  if ((flags.resume === true) !== (flags.output !== undefined))
    throw new UsageError("--output and --resume go together", "give both, or redirect standard output");
  if (flags.resume && flags.unordered) throw new UsageError("--resume keeps the order", "leave --unordered away");
  const inputs = await openInputs(globs, settings);
  const run = new Run(inputs, flags);
  if (flags.output !== undefined) {
    const { onError, maxRecordSize } = flags;
    const { minProbability, repairer } = settings.forText();
    await run.resume(resolve(flags.output), {
      inputs: inputs.map(({ file }) => file ?? "-"),
      records,
      onError,
      maxRecordSize,
      minProbability,
      repairer,
    });
  }
  const hold = (signal: keyof typeof SIGNALS): void => run.interrupt(signal);
  process.once("SIGINT", hold).once("SIGTERM", hold); // a second one ends the process
  const work = await openWork(records, flags, settings);
  try {
    await run.through(work.repair, work.workers);
  } finally {
    process.off("SIGINT", hold).off("SIGTERM", hold);
    await work.close();
  }
  return run.end();
}

type Work = (lines: readonly Line[]) => Promise<LinesResult>;

async function openWork(records: RecordOptions, flags: StreamFlags, settings: Settings): Promise<{ repair: Work; workers: number; close(): Promise<void> }> {
  const { repairer: options, minProbability } = settings.forText();
  if (isDeep(flags)) {
    const repairer = await new Inspector(false, flags).repairer(options); // one model, which has threads of its own
    const resolved = resolveRecordOptions(records);
    const { format, write } = await openRecordFormat(records);
    const repairLine = (line: Line): ReturnType<typeof repairRecord> => {
      const read = async (text: string): Promise<Detection> => {
        const found = await detect(repairer, flags, text, { minProbability, format });
        tellUnavailable(`line ${line.number}`, found.verdict);
        return found;
      };
      return repairRecord(line, resolved, read, write);
    };
    return { workers: 1, repair: (lines) => inThisThread(lines, repairLine), close: async () => {} };
  }
  const workers = flags.workers ?? availableParallelism();
  const pool = await WorkerPool.create({ repairer: options, workers, timeout: flags.timeout * 1000 });
  return { workers, repair: (lines) => repairLines(pool, lines, records, { minProbability }), close: () => pool.close() };
}

async function inThisThread(lines: readonly Line[], repair: (line: Line) => ReturnType<typeof repairRecord>): Promise<LinesResult> {
  const tally = new Tally();
  const outputs: string[] = [];
  const errors: (RecordError | undefined)[] = [];
  for (const line of lines) {
    const { output, error, detections } = await repair(line);
    outputs.push(output);
    errors.push(error);
    tally.add(line.length, detections, error);
  }
  return { outputs, errors, tally: tally.counts };
}

async function openInputs(globs: readonly string[], settings: Settings): Promise<Input[]> {
  if (globs.length === 0 || (globs.length === 1 && globs[0] === "-")) return [standardInput(process.stdin)];
  if (globs.includes("-")) throw new UsageError("standard input is named beside files", "name files, or - alone");
  const { cwd, base, ignores } = settings;
  const files = await selectFiles({ patterns: globs, cwd, base, files: RECORD_FILES, ignores, gitignore: false });
  if (files.length === 0) throw new UsageError("no file of JSON Lines is there", "name files, or folders with *.jsonl, *.jsonl.gz or *.jsonl.zst");
  return Promise.all(files.map(({ file }) => fileInput(resolve(cwd, file))));
}

/** A run from the inputs to the output, and its figures. */
class Run {
  private readonly started = performance.now();
  private readonly tally = new Tally();
  private readonly output = new StandardOutput();
  private readonly progress: RunProgress;
  private resumed: ResumableOutput | undefined;
  private position: Position = { input: 0, line: 0 };
  private interrupted: keyof typeof SIGNALS | undefined;
  private stop: (() => void) | undefined;
  private readonly stopped = new Promise<undefined>((resolve) => {
    this.stop = () => resolve(undefined);
  });

  constructor(
    private readonly inputs: readonly Input[],
    private readonly flags: StreamFlags,
  ) {
    this.progress = new RunProgress(inputs, flags.progress ?? Boolean(process.stderr.isTTY && !process.stdout.isTTY));
  }

  private shown = ({ file }: Input): string | undefined => (file === undefined ? undefined : relative(process.cwd(), file));

  async resume(file: string, run: unknown): Promise<void> {
    this.resumed = await ResumableOutput.open(file, run, this.tally.counts);
    this.position = this.resumed.position;
    this.tally.merge(this.resumed.counts);
  }

  interrupt(signal: keyof typeof SIGNALS): void {
    this.interrupted = signal;
    this.stop?.();
  }

  async through(repair: Work, workers: number): Promise<void> {
    const from = this.position;
    for (const [index, input] of this.inputs.entries()) {
      if (this.interrupted) break;
      if (index < from.input) continue;
      const lines = this.untilStopped(notBlank(readLines(input.chunks(), this.flags.maxRecordSize), this.shown(input), index === from.input ? from.line : 0));
      const results = concurrentMap(
        batches(lines, BATCH_LINES, BATCH_BYTES, sizeOf),
        async (batch) => ({ ...(await repair(batch)), last: batch.at(-1)!.number }),
        {
          limit: workers * BATCHES_PER_WORKER,
          ordered: !this.flags.unordered,
          maxWeight: MAX_BYTES,
          weight: (batch) => batch.reduce((sum, line) => sum + sizeOf(line), 0),
        },
      );
      for await (const result of results) await this.write(result, { input: index, line: result.last }, this.shown(input) ?? "standard input");
    }
    await this.resumed?.checkpoint(this.position, this.tally.counts);
  }

  /** Lines until a signal comes, which does not wait for the next one. */
  private async *untilStopped(lines: AsyncGenerator<Line>): AsyncGenerator<Line> {
    for (;;) {
      const next = this.interrupted ? undefined : await Promise.race([lines.next(), this.stopped]);
      if (next === undefined || next.done) return;
      yield next.value;
    }
  }

  private async write({ outputs, errors, tally }: LinesResult, position: Position, shown: string): Promise<void> {
    const first = errors[0];
    if (this.tally.counts.documents === 0 && first?.code === "member-exists") throw new UsageError(first.message, "nothing has been written");
    this.tally.merge(tally);
    const { onError } = this.flags;
    const fatal = onError === "fail" ? errors.findIndex((error) => error !== undefined) : -1;
    const kept = outputs.slice(0, fatal < 0 ? outputs.length : fatal).filter((_, i) => onError !== "skip" || errors[i] === undefined);
    if (onError === "skip") for (const error of errors) if (error) say(`${shown}: ${error.message}`);
    const text = kept.map((line) => `${line}\n`).join("");
    if (fatal < 0) this.position = position; // else the batch is read again
    if (!this.resumed) await this.output.write(text);
    else if (fatal < 0) await this.resumed.write(text, position, this.tally.counts);
    if (fatal >= 0) throw new FileError(shown, errors[fatal]!.message, "mend it, or leave --on-error fail away");
    this.progress.tell(this.tally.counts);
  }

  async end(): Promise<ExitStatus> {
    this.progress.clear();
    await this.resumed?.close();
    const summary = summarize(this.tally.counts, (performance.now() - this.started) / 1000);
    if (this.flags.summary === true) say(summaryText(summary).trimEnd());
    else if (this.flags.summary !== undefined) await writeWhole(this.flags.summary, `${JSON.stringify(summary, null, 2)}\n`);
    if (this.interrupted) {
      process.stdin.destroy(); // nothing more is read
      say(`${this.interrupted}: stopped after ${summary.documents} documents, which are written`);
      return SIGNALS[this.interrupted];
    }
    return Object.keys(summary.errors).length > 0 ? EXIT.failure : EXIT.clean;
  }
}

const sizeOf = (line: Line): number => line.bytes.length;

async function* notBlank(lines: AsyncGenerator<Line>, file: string | undefined, after: number): AsyncGenerator<Line> {
  for await (const line of lines)
    if (line.number > after && (line.cut || !line.bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)))
      yield file === undefined ? line : { ...line, file };
}
