import type { Failure } from "../files/read-sources.js";
import type { Inspection } from "../inspector.js";
import { printableJson } from "../printable.js";
import type { Report, Summary } from "./report.js";

/** What the JSON formats tell of a file; the text itself aside. */
export function fileRecord({ path, verdict, findings, unrepaired, unusedIgnores, lines }: Inspection) {
  return {
    path,
    verdict,
    findings: findings.map(({ identity: _, ...finding }) => finding),
    unrepaired,
    unusedIgnores: unusedIgnores.map(({ start, end, directive, problem }) => ({ ...lines.positionOf(start), start, end, directive, problem })),
  };
}

/** One JSON object: `{ version, files, failures, summary }`. */
export class JsonReport implements Report {
  private readonly files: ReturnType<typeof fileRecord>[] = [];
  private readonly failures: Failure[] = [];

  file(inspection: Inspection): string {
    this.files.push(fileRecord(inspection));
    return "";
  }

  failure(failure: Failure): string {
    this.failures.push(failure);
    return "";
  }

  end(summary: Summary): string {
    return `${printableJson(JSON.stringify({ version: 1, files: this.files, failures: this.failures, summary }, null, 2))}\n`;
  }
}
