import type { Failure } from "../files/read-sources.js";
import type { Inspection } from "../inspector.js";
import { printableJson } from "../printable.js";
import { fileRecord } from "./json.js";
import type { Report, ReportOptions, Summary } from "./report.js";

/** One JSON object a line, as the run goes: `type` is finding, unused-ignore, file, failure or (last) summary. */
export class JsonLinesReport implements Report {
  constructor(private readonly options: ReportOptions) {}

  file(inspection: Inspection): string {
    const { path, verdict, findings, unrepaired, unusedIgnores } = fileRecord(inspection);
    const records = [
      ...findings.map((finding) => ({ type: "finding", path, ...finding })),
      ...unrepaired.map((place) => ({ type: "unrepaired", path, ...place })),
      ...unusedIgnores.map((unused) => ({ type: "unused-ignore", path, ...unused })),
      ...(this.options.quiet ? [] : [{ type: "file", path, verdict, findings: findings.length }]),
    ];
    return records.map(line).join("");
  }

  failure(failure: Failure): string {
    return line({ type: "failure", ...failure });
  }

  end(summary: Summary): string {
    return this.options.quiet ? "" : line({ type: "summary", ...summary });
  }
}

const line = (record: object): string => `${printableJson(JSON.stringify(record))}\n`;
