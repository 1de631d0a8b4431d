import type { DeepFlags } from "../deep.js";
import type { FailOn, Syntax } from "./configuration.js";

/** Flags of every command. */
export interface GlobalFlags {
  /** True for `--color`, false for `--no-color`. */
  color?: boolean;
}

/** Flags that say which edits are made: fix, check, stream, explain, demo. */
export interface RepairFlags extends GlobalFlags, DeepFlags {
  minProbability?: number;
  operatingPoint?: string;
  /** The operating point `precision-0.95`. */
  safe?: boolean;
  trust?: boolean;
  minVerdict?: number;
  leaveAlone?: string[];
  dictionary?: string[];
  /** A configuration file; false for `--no-config`. */
  config?: string | false;
  data?: string;
}

/** Flags that say which files are read and how: fix, check, explain. */
export interface FileFlags extends RepairFlags {
  ignore?: string[];
  /** False for `--no-gitignore`. */
  gitignore?: boolean;
  maxFileSize?: number;
  inputFormat?: Syntax;
  stdinFilename?: string;
}

export interface CheckFlags extends FileFlags {
  format?: string[];
  output?: string;
  failOn?: FailOn;
  quiet?: boolean;
  stats?: boolean;
  reportUnusedIgnores?: boolean;
  /** A file, or true for the configured or usual one. */
  baseline?: string | boolean;
  updateBaseline?: boolean;
  pruneBaseline?: boolean;
  allowEmpty?: boolean;
}

export interface FixFlags extends FileFlags {
  write?: boolean;
  diff?: boolean;
  interactive?: boolean;
  allowEmpty?: boolean;
  quiet?: boolean;
}

export interface StreamFlags extends RepairFlags {
  field?: string[];
  outputField: string;
  only?: string[];
  /** False for `--no-evidence`. */
  evidence: boolean;
  inputFormat: "text" | "markdown" | "mdx" | "html";
  onError: "record" | "skip" | "fail";
  /** Bytes. */
  maxRecordSize: number;
  workers?: number;
  unordered?: boolean;
  output?: string;
  resume?: boolean;
  /** Seconds. */
  timeout: number;
  /** A JSON file, or true for text on standard error. */
  summary?: string | true;
  progress?: boolean;
}

export interface ExplainFlags extends FileFlags {
  format: "pretty" | "json";
  all?: boolean;
}
