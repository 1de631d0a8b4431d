import type { Failure } from "../files/read-sources.js";
import type { Finding, Inspection } from "../inspector.js";
import { printable } from "../printable.js";
import type { Report, ReportOptions, Summary } from "./report.js";
import { findingSentence, shownProbability, summarySentence, unrepairedSentence, verdictSentence } from "./wording.js";

/**
 * For people: each finding with its line and an underline, each document's verdict, a summary.
 *
 *     news.md:3:8: “state division” should read “State Department” (0.77)
 *       3 | The US state division stated on Tuesday
 *         |        ^^^^^^^^^^^^^^
 */
export class PrettyReport implements Report {
  constructor(private readonly options: ReportOptions) {}

  file(inspection: Inspection): string {
    const { colours, quiet } = this.options;
    const { path, findings, unrepaired, verdict, unusedIgnores, lines } = inspection;
    const fresh = findings.filter(({ baselined }) => !baselined);
    let out = fresh.map((finding) => this.finding(inspection, finding)).join("");
    for (const unused of unusedIgnores) {
      const { line, column } = lines.positionOf(unused.start);
      out += `${colours.bold(`${printable(path)}:${line}:${column}`)}: ungarble-${unused.directive} is unused: ${unused.problem}\n`;
    }
    const known = findings.length > 0 && fresh.length === 0;
    if (unrepaired.length > 0 && !quiet && !known) out += `${colours.bold(printable(path))}: ${unrepairedSentence(unrepaired)}\n`;
    if ((out !== "" || (verdict.garbled && !known)) && !quiet)
      out += `${colours.bold(printable(path))}: ${verdict.garbled ? colours.red(verdictSentence(verdict)) : verdictSentence(verdict)}\n\n`;
    return out;
  }

  failure({ path, problem, cure }: Failure): string {
    return `${this.options.colours.bold(printable(path))}: ${this.options.colours.red(printable(problem))}; ${printable(cure)}\n`;
  }

  end(summary: Summary): string {
    const { colours, quiet, allowEmpty } = this.options;
    if (quiet) return "";
    const sentence = summarySentence(summary);
    const empty = summary.files === 0 && !allowEmpty;
    return `${empty || summary.findings + summary.failures + summary.unusedIgnores > 0 ? colours.red(`✖ ${sentence}`) : colours.green(`✔ ${sentence}`)}\n`;
  }

  private finding({ path, lines }: Inspection, finding: Finding): string {
    const { colours, width } = this.options;
    const { line, column, probability } = finding;
    const number = String(line);
    const source = lines.textOf(line);
    const end = finding.endLine === line ? finding.endColumn - 1 : source.length;
    const { shown, from, to } = excerpt(source, column - 1, end, Math.max(30, width - number.length - 6));
    const marked = shown.slice(0, from) + colours.red(shown.slice(from, to)) + shown.slice(to);
    const head = `${colours.bold(`${printable(path)}:${line}:${column}`)}: ${findingSentence(finding)} ${colours.dim(`(${shownProbability(probability)})`)}`;
    const underline = " ".repeat(columns(shown.slice(0, from))) + colours.red("^".repeat(Math.max(1, columns(shown.slice(from, to)))));
    return `${head}\n  ${colours.dim(`${number} |`)} ${marked}\n  ${" ".repeat(number.length)} ${colours.dim("|")} ${underline}\n`;
  }
}

/**
 * The part of a line that fits: the finding with as much around it on either side.
 * @returns what is shown and where the finding stands in it
 */
export function excerpt(line: string, start: number, end: number, width: number): { shown: string; from: number; to: number } {
  let first = 0;
  let last = line.length;
  if (line.length > width) {
    const room = Math.max(0, width - (end - start) - 2);
    first = Math.max(0, Math.min(start - (room >> 1), line.length - width));
    last = Math.min(line.length, Math.max(end, first + width - (first > 0 ? 1 : 0) - 1));
  }
  if (first > 0 && isLowSurrogate(line, first)) first--;
  if (last < line.length && isLowSurrogate(line, last)) last++;
  const before = first > 0 ? "…" : "";
  const after = last < line.length ? "…" : "";
  const shift = before.length - first;
  return { shown: before + printable(line.slice(first, last)) + after, from: start + shift, to: end + shift };
}

const isLowSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/** Columns of a terminal: wide characters (East Asian, emoji) take two, marks none. */
function columns(text: string): number {
  let count = 0;
  for (const char of text) {
    if (/[\p{M}\p{Cf}]/u.test(char)) continue;
    count += /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(char) ? 2 : 1;
  }
  return count;
}
