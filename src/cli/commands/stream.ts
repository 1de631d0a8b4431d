import { availableParallelism } from "node:os";
import type { Line } from "../../bulk/lines.js";
import type { RecordError } from "../../bulk/record-error.js";
import { type RecordOptions, resolveRecordOptions } from "../../bulk/record-options.js";
import { openRecordFormat } from "../../bulk/record-format.js";
import { repairLines } from "../../bulk/repair-lines.js";
import { repairRecord } from "../../bulk/repair-record.js";
import { Tally } from "../../bulk/tally.js";
import type { LinesResult } from "../../bulk/worker.js";
import { WorkerPool } from "../../bulk/worker-pool.js";
import type { Detection } from "../../types.js";
import type { StreamFlags } from "../config/flags.js";
import { Settings } from "../config/settings.js";
import { detect, isDeep, tellUnavailable } from "../deep.js";
import type { ExitStatus } from "../exit-status.js";
import { Inspector } from "../inspector.js";
import { recordOptions, repairRecords, type Work } from "../record-run.js";

/** A thread that has done a batch finds the next one there, however long the first of the others takes. */
const BATCHES_PER_WORKER = 6;

/**
 * `ungarble stream`: JSON Lines in, JSON Lines out, in the same order. Each object comes back with its texts repaired and a member
 * `repair: { edits, findings, verdict }`; offsets are those of the text that came in. A line that is no such object gives an error record and the run
 * goes on; the status is then 3.
 */
export async function stream(globs: readonly string[], flags: StreamFlags): Promise<ExitStatus> {
  const settings = await Settings.load(flags);
  const records = recordOptions(flags, settings);
  const { minProbability, repairer } = settings.forText();
  const deep = isDeep(flags) ? { deep: flags.judge ?? true } : {};
  return repairRecords(globs, flags, records, settings, { minProbability, repairer, ...deep }, () => openWork(records, flags, settings));
}

async function openWork(records: RecordOptions, flags: StreamFlags, settings: Settings): Promise<Work> {
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
    return { batches: BATCHES_PER_WORKER, repair: (lines) => inThisThread(lines, repairLine), close: async () => {} };
  }
  const workers = flags.workers ?? availableParallelism();
  const pool = await WorkerPool.create({ repairer: options, workers, timeout: flags.timeout * 1000 });
  return { batches: workers * BATCHES_PER_WORKER, repair: (lines) => repairLines(pool, lines, records, { minProbability }), close: () => pool.close() };
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
