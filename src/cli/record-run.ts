import { relative, resolve } from "node:path";
import { batches } from "../bulk/batches.js";
import { concurrentMap } from "../bulk/concurrent-map.js";
import { fileInput, type Input, standardInput } from "../bulk/input.js";
import { type Line, readLines } from "../bulk/lines.js";
import { type Part, type RecordOptions, resolveRecordOptions } from "../bulk/record-options.js";
import { RunProgress } from "../bulk/run-progress.js";
import { summarize, summaryText } from "../bulk/summary.js";
import { type Position, ResumableOutput } from "../bulk/resumable-output.js";
import { Tally } from "../bulk/tally.js";
import type { LinesResult } from "../bulk/worker.js";
import { checkArticleFlags, type RecordFlags } from "./config/flags.js";
import type { Settings } from "./config/settings.js";
import { EXIT, type ExitStatus, FileError, UsageError } from "./exit-status.js";
import { selectFiles } from "./files/select-files.js";
import { writeWhole } from "./files/write-file.js";
import { StandardOutput } from "./output.js";
import { say } from "./printable.js";

/** Files of a folder that hold records. */
const RECORD_FILES = ["**/*.{jsonl,ndjson,JSONL,NDJSON}", "**/*.{jsonl,ndjson,JSONL,NDJSON}.{gz,zst,GZ,ZST}"];
const BATCH_LINES = 64;
const BATCH_BYTES = 32_768;
/** Lines under way at once hold no more, one that is larger apart. */
const MAX_BYTES = 8_000_000;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** What repairs batches of lines. */
export interface Work {
  repair(lines: readonly Line[]): Promise<LinesResult>;
  /** Batches at once. */
  batches: number;
  close(): Promise<void>;
}

/** The options that tell how records are read and written. @throws UsageError, OptionsError */
export function recordOptions(flags: RecordFlags, settings: Settings): RecordOptions {
  checkArticleFlags(flags);
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
  return records;
}

/**
 * Repairs the records of files or of standard input, to standard output or a file. Reads on only as fast as the output is taken. A signal ends the
 * reading: what is under way is finished.
 * @param identity what the output depends on beside the flags of records; must survive JSON
 */
export async function repairRecords(
  globs: readonly string[],
  flags: RecordFlags,
  records: RecordOptions,
  settings: Settings,
  identity: Record<string, unknown>,
  openWork: () => Promise<Work>,
): Promise<ExitStatus> {
  if ((flags.resume === true) !== (flags.output !== undefined))
    throw new UsageError("--output and --resume go together", "give both, or redirect standard output");
  if (flags.resume && flags.unordered) throw new UsageError("--resume keeps the order", "leave --unordered away");
  const inputs = await openInputs(globs, settings);
  const run = new RecordRun(inputs, flags);
  if (flags.output !== undefined) {
    const { onError, maxRecordSize } = flags;
    const files = inputs.map(({ file }) => file ?? "-");
    await run.resume(resolve(flags.output), { inputs: files, records, onError, maxRecordSize, ...identity });
  }
  const hold = (signal: keyof typeof SIGNALS): void => run.interrupt(signal);
  process.once("SIGINT", hold).once("SIGTERM", hold); // a second one ends the process
  const work = await openWork();
  try {
    await run.through(work);
  } finally {
    process.off("SIGINT", hold).off("SIGTERM", hold);
    await work.close();
  }
  return run.end();
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
class RecordRun {
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
    private readonly flags: RecordFlags,
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

  async through(work: Work): Promise<void> {
    const from = this.position;
    for (const [index, input] of this.inputs.entries()) {
      if (this.interrupted) break;
      if (index < from.input) continue;
      const lines = this.untilStopped(notBlank(readLines(input.chunks(), this.flags.maxRecordSize), this.shown(input), index === from.input ? from.line : 0));
      const results = concurrentMap(
        batches(lines, BATCH_LINES, BATCH_BYTES, sizeOf),
        async (batch) => ({ ...(await work.repair(batch)), last: batch.at(-1)!.number }),
        {
          limit: work.batches,
          ordered: !this.flags.unordered,
          maxWeight: Math.max(MAX_BYTES, work.batches * BATCH_BYTES),
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
