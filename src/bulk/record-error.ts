import type { Line } from "./lines.js";

/** Why a record could not be repaired. */
export type RecordErrorCode =
  | "not-utf-8"
  | "not-json"
  | "not-an-object"
  | "too-deep"
  | "too-long"
  | "no-text"
  | "member-exists"
  | "timeout"
  | "crash"
  | "failure";

/** What is wrong with a record and where. */
export interface RecordError {
  /** The input file; not there for standard input. */
  file?: string;
  /** From 1, blank lines counted. */
  line: number;
  /** Where the line starts: bytes from the start of the uncompressed input. */
  offset: number;
  /** `not-utf-8` only: the first byte that is no UTF-8, from the start of the uncompressed input. */
  byte?: number;
  code: RecordErrorCode;
  /** What is wrong, and the cure. */
  message: string;
}

/** How a malformed line stands in the output: beside the error the line itself, so that nothing is lost. */
export interface ErrorRecord {
  error: RecordError & {
    /** The line; of one that is too long its beginning. */
    source?: string;
    /** Instead of `source`, for a line that is no UTF-8. */
    sourceBase64?: string;
    /** `too-long` only: the line's length in bytes. */
    bytes?: number;
  };
}

/** The error record of a line. */
export function errorRecord(line: Line, error: RecordError): ErrorRecord {
  const extent = line.cut ? { bytes: line.length } : {};
  if (error.code === "not-utf-8") return { error: { ...error, ...extent, sourceBase64: Buffer.from(line.bytes).toString("base64") } };
  return { error: { ...error, ...extent, source: new TextDecoder().decode(line.bytes) } };
}
