import { relative, resolve, sep } from "node:path";
import type { Failure } from "../files/read-sources.js";
import type { Inspection } from "../inspector.js";
import { printable } from "../printable.js";
import type { Report, ReportOptions, Summary } from "./report.js";
import { findingSentence, shownProbability, summarySentence } from "./wording.js";

/**
 * Workflow commands that GitHub Actions shows beside the lines. Paths are relative to the workspace, columns count from 1, the end column
 * is the last one meant. GitHub shows at most ten warnings and ten errors a step; the summary line counts them all.
 */
export class GithubReport implements Report {
  constructor(private readonly options: ReportOptions) {}

  file({ path, findings, unusedIgnores, lines }: Inspection): string {
    const file = workspacePath(path);
    const fresh = findings
      .filter(({ baselined }) => !baselined)
      .map((finding) => {
        const { line, column, endLine, endColumn } = finding;
        const place = { file, line, ...(line === endLine ? { endLine, col: column, endColumn: Math.max(column, endColumn - 1) } : { endLine }) };
        return command("warning", { ...place, title: "ungarble" }, `${findingSentence(finding)} (${shownProbability(finding.probability)})`);
      });
    const unused = unusedIgnores.map(({ start, directive, problem }) => {
      const { line, column } = lines.positionOf(start);
      return command("warning", { file, line, col: column, title: "ungarble" }, `ungarble-${directive} is unused: ${problem}`);
    });
    return [...fresh, ...unused].join("");
  }

  failure({ path, problem, cure }: Failure): string {
    return command("error", { file: workspacePath(path), title: "ungarble" }, `${problem}; ${cure}`);
  }

  end(summary: Summary): string {
    return this.options.quiet ? "" : command("notice", { title: "ungarble" }, summarySentence(summary));
  }
}

function command(kind: "warning" | "error" | "notice", properties: Record<string, string | number>, message: string): string {
  const named = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${kind} ${named.join(",")}::${escapeData(message)}\n`;
}

const escapeData = (text: string): string => printable(text).replaceAll("%", "%25");
const escapeProperty = (text: string): string => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

function workspacePath(path: string): string {
  const root = process.env.GITHUB_WORKSPACE;
  if (root === undefined || root === "") return path;
  const inside = relative(root, resolve(path));
  return inside.startsWith("..") ? path : inside.split(sep).join("/");
}
