import { workerData } from "piscina";
import { createRepairer } from "../create-repairer.js";
import type { RepairerOptions, RepairOptions } from "../options.js";
import type { Repairer } from "../repairer.js";
import type { Detection } from "../types.js";
import { type PackedLines, unpackLines } from "./packed-lines.js";
import type { RecordError } from "./record-error.js";
import { openRecordFormat } from "./record-format.js";
import { repairRecord } from "./repair-record.js";
import { type RecordOptions, resolveRecordOptions } from "./record-options.js";
import { type Counts, Tally } from "./tally.js";

/** What a worker is made with. */
export interface WorkerOptions {
  repairer: RepairerOptions;
}

/** Texts, or lines of JSON. `progress` is set to the index of the document that is being read, from 1. */
export type Batch =
  | { kind: "texts"; texts: readonly string[]; repair: RepairOptions; progress: Int32Array }
  | { kind: "lines"; lines: PackedLines; records: RecordOptions; repair: RepairOptions; progress: Int32Array };

export interface LinesResult {
  /** Of each line its output without a line end, and its error. */
  outputs: string[];
  errors: (RecordError | undefined)[];
  tally: Counts;
}

/** A fault of options, dictionaries or models: no retry helps. Errors lose their class on the way between threads. */
export type WorkerAnswer = { kind: "texts"; detections: Detection[] } | ({ kind: "lines" } & LinesResult) | { kind: "fault"; name: string; message: string };

let repairer: Promise<Repairer> | undefined;

/** The work of a thread of the pool. */
export default async function work(batch: Batch): Promise<WorkerAnswer> {
  let ready: Repairer;
  try {
    ready = await (repairer ??= createRepairer((workerData as WorkerOptions).repairer));
  } catch (error) {
    return { kind: "fault", name: (error as Error).name, message: (error as Error).message };
  }
  if (batch.kind === "texts") {
    const detections = batch.texts.map((text, i) => {
      Atomics.store(batch.progress, 0, i + 1);
      return ready.detect(text, batch.repair);
    });
    return { kind: "texts", detections };
  }
  const records = resolveRecordOptions(batch.records);
  const { format, write } = await openRecordFormat(batch.records);
  const read = (text: string): Detection => ready.detect(text, { ...batch.repair, format });
  const tally = new Tally();
  const outputs: string[] = [];
  const errors: (RecordError | undefined)[] = [];
  for (const [i, line] of unpackLines(batch.lines).entries()) {
    Atomics.store(batch.progress, 0, i + 1);
    const { output, error, detections } = await repairRecord(line, records, read, write);
    outputs.push(output);
    errors.push(error);
    tally.add(line.length, detections, error);
  }
  return { kind: "lines", outputs, errors, tally: tally.counts };
}
