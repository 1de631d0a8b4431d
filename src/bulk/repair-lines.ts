import type { RepairOptions } from "../options.js";
import { DocumentFailure } from "./document-failure.js";
import type { Line } from "./lines.js";
import { packLines } from "./packed-lines.js";
import { errorRecord, type RecordError } from "./record-error.js";
import type { RecordOptions } from "./record-options.js";
import { Tally } from "./tally.js";
import type { LinesResult } from "./worker.js";
import type { WorkerPool } from "./worker-pool.js";

/** Repairs lines in the threads of a pool. What breaks a thread down twice becomes an error record. */
export function repairLines(pool: WorkerPool, lines: readonly Line[], records: RecordOptions, repair: RepairOptions): Promise<LinesResult> {
  return tryEach(lines, async (some) => {
    const answer = await pool.run({ kind: "lines", lines: packLines(some), records, repair });
    if (answer.kind !== "lines") throw new Error("the worker answered something else");
    return answer;
  });
}

/**
 * A batch that fails is taken apart: each line is tried once more, alone, and what fails again is reported.
 * @param run throws DocumentFailure for lines that fail
 */
export async function tryEach(lines: readonly Line[], run: (some: readonly Line[]) => Promise<LinesResult>): Promise<LinesResult> {
  try {
    return await run(lines);
  } catch (error) {
    if (!(error instanceof DocumentFailure)) throw error;
  }
  const tally = new Tally();
  const result: LinesResult = { outputs: [], errors: [], tally: tally.counts };
  for (const line of lines) {
    const one = await run([line]).catch((error: unknown) => failed(line, error));
    result.outputs.push(...one.outputs);
    result.errors.push(...one.errors);
    tally.merge(one.tally);
  }
  return result;
}

function failed(line: Line, failure: unknown): LinesResult {
  if (!(failure instanceof DocumentFailure)) throw failure;
  const { file, number, offset } = line;
  const error: RecordError = {
    ...(file === undefined ? {} : { file }),
    line: number,
    offset,
    code: failure.code,
    message: `line ${number} ${failure.problem}, twice; report it with the line`,
  };
  const tally = new Tally();
  tally.add(line.length, [], error);
  return { outputs: [JSON.stringify(errorRecord(line, error))], errors: [error], tally: tally.counts };
}
