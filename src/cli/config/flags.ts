import type { DeepFlags } from "../deep.js";
import { UsageError } from "../exit-status.js";
import type { FailOn, Syntax } from "./configuration.js";

/** Flags of every command. */
export interface GlobalFlags {
  /** True for `--color`, false for `--no-color`. */
  color?: boolean;
}

/** Flags that say what of a source is prose: fix, check, stream, explain. */
export interface FormatFlags {
  attribute?: string[];
  boilerplate?: boolean;
}

/** Flags of the two ways out of a page: fix, stream. */
export interface ArticleFlags extends FormatFlags {
  inputFormat?: Syntax;
  /** The text of the article; `inputFormat` is then `html`. */
  article?: boolean;
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
export interface FileFlags extends RepairFlags, FormatFlags {
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
  article?: boolean;
  write?: boolean;
  diff?: boolean;
  interactive?: boolean;
  allowEmpty?: boolean;
  quiet?: boolean;
}

/** Flags that say how records are read and written: stream, enqueue. */
export interface RecordFlags extends FormatFlags {
  article?: boolean;
  field?: string[];
  outputField: string;
  only?: string[];
  /** False for `--no-evidence`. */
  evidence: boolean;
  inputFormat: "text" | "markdown" | "mdx" | "html";
  onError: "record" | "skip" | "fail";
  /** Bytes. */
  maxRecordSize: number;
  unordered?: boolean;
  output?: string;
  resume?: boolean;
  /** A JSON file, or true for text on standard error. */
  summary?: string | true;
  progress?: boolean;
}

/** Flags of the threads: stream, worker. */
export interface ThreadFlags {
  workers?: number;
  /** Seconds. */
  timeout: number;
}

/** Flags that say where a queue is: enqueue, worker. */
export interface QueueFlags {
  /** A URL. */
  redis: string;
  queue: string;
}

export interface StreamFlags extends RepairFlags, RecordFlags, ThreadFlags {}

export interface EnqueueFlags extends GlobalFlags, RecordFlags, QueueFlags {
  /** Jobs. */
  ahead: number;
  config?: string | false;
}

export interface WorkerFlags extends RepairFlags, ThreadFlags, QueueFlags {
  /** Seconds. */
  stalledAfter: number;
}

export interface ExplainFlags extends FileFlags {
  format: "pretty" | "json";
  all?: boolean;
}

/** @throws UsageError for an article of what is no page, or with what stands around it */
export function checkArticleFlags({ article, boilerplate, inputFormat }: ArticleFlags): void {
  if (!article) return;
  if (inputFormat !== "html") throw new UsageError("--article is the text of an HTML page", `leave --input-format ${inputFormat} away`);
  if (boilerplate) throw new UsageError("--article leaves out what --boilerplate reads", "choose one");
}
