import type { Failure } from "../files/read-sources.js";
import type { Inspection } from "../inspector.js";
import { printable } from "../printable.js";
import type { Report, ReportOptions, Summary } from "./report.js";
import { counted, shownProbability, summarySentence, unrepairedSentence, verdictSentence } from "./wording.js";

/** Findings a file shows; a job summary may have 1 MiB, and nobody reads more. */
const ROWS_MAX = 50;

/** Markdown for a job summary or a comment: a table for each file with findings. */
export class MarkdownReport implements Report {
  private body = "";

  constructor(private readonly options: ReportOptions) {}

  file({ path, findings, unrepaired, verdict, unusedIgnores, lines }: Inspection): string {
    const fresh = findings.filter(({ baselined }) => !baselined);
    const known = findings.length > 0 && fresh.length === 0;
    const told = known ? [] : unrepaired;
    if (fresh.length + told.length + unusedIgnores.length === 0) return "";
    this.body += `\n### ${escaped(path)}\n\n`;
    if (!this.options.quiet) this.body += `${verdictSentence(verdict)}\n\n`;
    if (fresh.length > 0) {
      this.body += "| Line | Found | Should read | Probability |\n| ---: | --- | --- | ---: |\n";
      for (const { line, column, observed, replacement, probability } of fresh.slice(0, ROWS_MAX))
        this.body += `| ${line}:${column} | ${escaped(observed)} | ${escaped(replacement)} | ${shownProbability(probability)} |\n`;
      if (fresh.length > ROWS_MAX) this.body += `\n… and ${counted(fresh.length - ROWS_MAX, "finding")} more.\n`;
    }
    if (told.length > 0 && !this.options.quiet) this.body += `\n${escaped(unrepairedSentence(told))}\n`;
    for (const { start, directive, problem } of unusedIgnores)
      this.body += `\n- Line ${lines.positionOf(start).line}: \`ungarble-${directive}\` is unused: ${escaped(problem)}\n`;
    return "";
  }

  failure({ path, problem, cure }: Failure): string {
    this.body += `\n- **${escaped(path)}**: ${escaped(problem)}; ${escaped(cure)}\n`;
    return "";
  }

  end(summary: Summary): string {
    return `## ungarble\n${this.options.quiet ? "" : `\n${summarySentence(summary)}\n`}${this.body}`;
  }
}

/** Text of others that must not become markup. */
function escaped(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>|#~&@]/g, (char) => `&#${char.charCodeAt(0)};`);
}
