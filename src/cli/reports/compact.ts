import type { Failure } from "../files/read-sources.js";
import type { Inspection } from "../inspector.js";
import { printable } from "../printable.js";
import type { Report, ReportOptions, Summary } from "./report.js";
import { findingSentence, shownProbability, summarySentence } from "./wording.js";

/** One line a finding, for grep and editors: `file:line:column: sentence (probability)`. */
export class CompactReport implements Report {
  constructor(private readonly options: ReportOptions) {}

  file({ path, findings, unusedIgnores, lines }: Inspection): string {
    const fresh = findings
      .filter(({ baselined }) => !baselined)
      .map((finding) => `${printable(path)}:${finding.line}:${finding.column}: ${findingSentence(finding)} (${shownProbability(finding.probability)})\n`);
    const unused = unusedIgnores.map(({ start, directive, problem }) => {
      const { line, column } = lines.positionOf(start);
      return `${printable(path)}:${line}:${column}: ungarble-${directive} is unused: ${problem}\n`;
    });
    return [...fresh, ...unused].join("");
  }

  failure({ path, problem, cure }: Failure): string {
    return `${printable(`${path}: ${problem}; ${cure}`)}\n`;
  }

  end(summary: Summary): string {
    return this.options.quiet ? "" : `${summarySentence(summary)}\n`;
  }
}
