import * as v from "valibot";
import { FORMAT_NAMES } from "../../formats/load-format.js";
import type { RepairOptions } from "../../options.js";
import type { Line } from "../lines.js";
import { PARTS, type RecordOptions, resolveRecordOptions } from "../record-options.js";
import { decodeUtf8 } from "../utf8.js";
import type { LinesResult } from "../worker.js";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A line as it stands in the input. */
const JobLine = v.strictObject({
  /** The line, without its end. */
  source: v.optional(v.string()),
  /** Instead of `source`, for bytes that are no UTF-8. */
  sourceBase64: v.optional(v.pipe(v.string(), v.base64())),
  /** As in the records of errors. Default: the place in the job, from 1. */
  number: v.optional(count),
  /** Default 0. */
  offset: v.optional(count),
  /** Of a line that is too long, of which only the beginning is here: its length in bytes. */
  cutFrom: v.optional(count),
  file: v.optional(v.string()),
});

const RepairJobData = v.strictObject({
  lines: v.array(JobLine),
  records: v.optional(
    v.strictObject({
      fields: v.optional(v.array(v.string())),
      outputField: v.optional(v.string()),
      only: v.optional(v.array(v.picklist(PARTS))),
      noEvidence: v.optional(v.boolean()),
      format: v.optional(v.picklist(FORMAT_NAMES)),
      formatOptions: v.optional(v.strictObject({ attributes: v.optional(v.array(v.string())), boilerplate: v.optional(v.boolean()) })),
      article: v.optional(v.boolean()),
    }),
  ),
  repair: v.optional(v.strictObject({ minProbability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))) })),
});

/** What a job of the queue holds: lines of JSON and how they are to be read, repaired and written. JSON. */
export type RepairJob = v.InferInput<typeof RepairJobData>;

/** What a job gives back: {@link LinesResult} as JSON. */
export interface RepairJobResult {
  outputs: string[];
  errors: (LinesResult["errors"][number] | null)[];
  tally: Omit<LinesResult["tally"], "substitutions"> & { substitutions: [string, number][] };
}

/** A job is malformed: what is wrong. No retry helps. */
export class JobError extends Error {
  override readonly name = "JobError";
}

export function packJob(lines: readonly Line[], records: RecordOptions): RepairJob {
  return {
    lines: lines.map(({ bytes, cut, length, number, offset, file }) => {
      const decoded = decodeUtf8(bytes);
      return {
        ...("fault" in decoded ? { sourceBase64: Buffer.from(bytes).toString("base64") } : { source: decoded.text }),
        number,
        offset,
        ...(cut ? { cutFrom: length } : {}),
        ...(file === undefined ? {} : { file }),
      };
    }),
    records: JSON.parse(JSON.stringify(records)) as NonNullable<RepairJob["records"]>,
  };
}

/** @throws JobError */
export function unpackJob(data: unknown): { lines: Line[]; records: RecordOptions; repair: RepairOptions } {
  const parsed = v.safeParse(RepairJobData, data);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new JobError(`the job's data are malformed at “${v.getDotPath(issue) ?? "."}” (${issue.message}); give { lines: [{ source: "{…}" }] }`);
  }
  const { lines, records = {}, repair = {} } = parsed.output;
  try {
    resolveRecordOptions(records as RecordOptions);
  } catch (error) {
    throw new JobError((error as Error).message);
  }
  const unpacked = lines.map(({ source, sourceBase64, number, offset = 0, cutFrom, file }, i): Line => {
    const bytes = source === undefined ? Buffer.from(sourceBase64 ?? "", "base64") : Buffer.from(source);
    return { number: number ?? i + 1, offset, length: cutFrom ?? bytes.length, bytes, cut: cutFrom !== undefined, ...(file === undefined ? {} : { file }) };
  });
  return { lines: unpacked, records: records as RecordOptions, repair: repair as RepairOptions };
}

export function packResult({ outputs, errors, tally }: LinesResult): RepairJobResult {
  return { outputs, errors: errors.map((error) => error ?? null), tally: { ...tally, substitutions: [...tally.substitutions] } };
}

export function unpackResult({ outputs, errors, tally }: RepairJobResult): LinesResult {
  return { outputs, errors: errors.map((error) => error ?? undefined), tally: { ...tally, substitutions: new Map(tally.substitutions) } };
}
