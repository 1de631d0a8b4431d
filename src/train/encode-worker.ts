import { closeSync, openSync, writeSync } from "node:fs";
import { readLines } from "./corpus-files.js";
import { type FormCounts, FormCounter } from "./form-counts.js";

/** What a worker process is asked: read the text file `from`, write its provisional numbers (Uint32) to `to`. */
export interface EncodeTask {
  index: number;
  from: string;
  to: string;
}

/** What it answers: bytes read so far, several times, then the counts. */
export type EncodeReport = { kind: "progress"; bytes: number } | { kind: "done"; index: number; counts: FormCounts };

/** Set in the environment of a process that shall encode what it is sent. */
export const ENCODE_WORKER = "UNGARBLE_ENCODE_WORKER";

const FLUSH_AT = 1 << 18;

/** Encodes one file in this process. */
export async function encodeFile({ index, from, to }: EncodeTask, report: (message: EncodeReport) => void): Promise<void> {
  const counter = new FormCounter();
  const out = openSync(to, "w");
  let numbers: number[] = [];
  const flush = (): void => {
    writeSync(out, new Uint8Array(Uint32Array.from(numbers).buffer));
    numbers = [];
  };
  for await (const lines of readLines(from, (bytes) => report({ kind: "progress", bytes }))) {
    for (const line of lines) counter.read(line, numbers);
    if (numbers.length > FLUSH_AT) flush();
  }
  flush();
  closeSync(out);
  report({ kind: "done", index, counts: counter.result() });
}

if (process.env[ENCODE_WORKER]) process.on("message", (task: EncodeTask) => encodeFile(task, (report) => process.send?.(report)));
