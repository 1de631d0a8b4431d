import type { Failure } from "../files/read-sources.js";
import type { Inspection } from "../inspector.js";
import type { Colours } from "../terminal.js";

/** How a run of `check` went, over all its files. */
export interface Summary {
  files: number;
  filesWithFindings: number;
  garbled: number;
  /** New findings; those of the baseline aside. */
  findings: number;
  baselined: number;
  unusedIgnores: number;
  failures: number;
  skipped: number;
}

/** Of a run that has not begun. */
export function emptySummary(): Summary {
  return { files: 0, filesWithFindings: 0, garbled: 0, findings: 0, baselined: 0, unusedIgnores: 0, failures: 0, skipped: 0 };
}

/** Writes a run in one format: what each step adds to the output. Formats that need all (SARIF) answer at the end. */
export interface Report {
  file?(inspection: Inspection): string;
  failure?(failure: Failure): string;
  end(summary: Summary): string;
}

export interface ReportOptions {
  colours: Colours;
  /** Columns to fit lines into. */
  width: number;
  /** Findings only: no verdicts and no summary. */
  quiet: boolean;
  /** A baseline is in use. */
  baseline: boolean;
  /** That no file was checked is no fault. */
  allowEmpty: boolean;
  /** The package's version. */
  version: string;
}

export const FORMATS = ["pretty", "compact", "json", "jsonl", "sarif", "github", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

/** A report in a format; its module is loaded when it is wanted. */
export async function createReport(format: Format, options: ReportOptions): Promise<Report> {
  switch (format) {
    case "pretty":
      return new (await import("./pretty.js")).PrettyReport(options);
    case "compact":
      return new (await import("./compact.js")).CompactReport(options);
    case "json":
      return new (await import("./json.js")).JsonReport();
    case "jsonl":
      return new (await import("./jsonl.js")).JsonLinesReport(options);
    case "sarif":
      return new (await import("./sarif.js")).SarifReport(options);
    case "github":
      return new (await import("./github.js")).GithubReport(options);
    case "markdown":
      return new (await import("./markdown.js")).MarkdownReport(options);
  }
}
