import { gzipSync } from "node:zlib";
import type { Log, Notification, Region, Result, Run } from "sarif";
import type { Failure } from "../files/read-sources.js";
import type { Finding, Inspection } from "../inspector.js";
import { printableJson, say } from "../printable.js";
import type { Report, ReportOptions, Summary } from "./report.js";
import { findingSentence, shownProbability } from "./wording.js";

const HOME = "https://www.npmjs.com/package/ungarble";
const RULES = ["garbled-wording", "unused-ignore-comment"] as const;

/** What GitHub's code scanning takes: bytes of the gzipped file, and results of a run. Warned of a little earlier. */
const UPLOAD_MAX = 10 * 1024 * 1024;
const RESULTS_MAX = 25_000;
const NEAR = 0.9;

/**
 * SARIF 2.1.0 for code scanning. Findings of the baseline stay in, as suppressed and unchanged, so that they are not closed and opened
 * again; fingerprints outlive moves. Columns are UTF-16 code units.
 */
export class SarifReport implements Report {
  private readonly results: Result[] = [];
  private readonly notifications: Notification[] = [];
  private readonly artifacts: NonNullable<Run["artifacts"]> = [];

  constructor(
    private readonly options: ReportOptions,
    private readonly warn: (message: string) => void = say,
  ) {}

  file({ path, findings, verdict, unusedIgnores, lines }: Inspection): string {
    const uri = asUri(path);
    this.artifacts.push({ location: { uri }, properties: { verdict } });
    for (const finding of findings) this.results.push(this.result(uri, finding));
    for (const { start, end, directive, problem } of unusedIgnores) {
      const from = lines.positionOf(start);
      const to = lines.positionOf(end);
      const region = { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
      this.results.push({
        ruleId: RULES[1],
        ruleIndex: 1,
        level: "note",
        message: { text: `ungarble-${directive} is unused: ${problem}` },
        locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
      });
    }
    return "";
  }

  failure({ path, problem, cure }: Failure): string {
    this.notifications.push({
      level: "error",
      message: { text: `${problem}; ${cure}` },
      locations: [{ physicalLocation: { artifactLocation: { uri: asUri(path) } } }],
    });
    return "";
  }

  end(summary: Summary): string {
    const log: Log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [this.run(summary)] };
    const text = `${printableJson(JSON.stringify(log, null, 2))}\n`;
    this.warnOfLimits(text);
    return text;
  }

  private run(summary: Summary): Run {
    return {
      tool: {
        driver: {
          name: "ungarble",
          version: this.options.version,
          semanticVersion: this.options.version,
          informationUri: HOME,
          rules: [
            {
              id: RULES[0],
              name: "GarbledWording",
              shortDescription: { text: "Wording that an article spinner put in place of the original" },
              fullDescription: {
                text: "A word or phrase was replaced by machine with a synonym that does not fit. The original wording is proposed with its probability.",
              },
              help: {
                text: "Put the original wording back: ungarble fix --write. Leave a passage alone with an ungarble-ignore comment, or a word with leaveAlone.",
              },
              defaultConfiguration: { level: "warning" },
            },
            {
              id: RULES[1],
              name: "UnusedIgnoreComment",
              shortDescription: { text: "An ignore comment that hides nothing" },
              help: { text: "Remove the comment." },
              defaultConfiguration: { level: "note" },
            },
          ],
        },
      },
      columnKind: "utf16CodeUnits",
      invocations: [{ executionSuccessful: summary.failures === 0, toolExecutionNotifications: this.notifications }],
      artifacts: this.artifacts,
      results: this.results,
    };
  }

  private result(uri: string, finding: Finding): Result {
    const { line, column, endLine, endColumn, observed, replacement, probability, alternatives, fingerprint, baselined } = finding;
    const region: Region = { startLine: line, startColumn: column, endLine, endColumn };
    return {
      ruleId: RULES[0],
      ruleIndex: 0,
      level: "warning",
      message: { text: `${findingSentence(finding)} (${shownProbability(probability)})` },
      locations: [{ physicalLocation: { artifactLocation: { uri }, region: { ...region, snippet: { text: observed } } } }],
      partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, "ungarble/v1": fingerprint },
      fixes: [
        {
          description: { text: findingSentence(finding) },
          artifactChanges: [{ artifactLocation: { uri }, replacements: [{ deletedRegion: region, insertedContent: { text: replacement } }] }],
        },
      ],
      rank: Math.round(probability * 1000) / 10,
      properties: { probability, alternatives },
      ...(this.options.baseline ? { baselineState: baselined ? ("unchanged" as const) : ("new" as const) } : {}),
      ...(baselined ? { suppressions: [{ kind: "external" as const, status: "accepted" as const, justification: "in the baseline file" }] } : {}),
    };
  }

  private warnOfLimits(text: string): void {
    const cure = "check fewer files a run (one upload each, with a category), or raise --min-probability";
    if (this.results.length > RESULTS_MAX * NEAR) this.warn(`the SARIF output has ${this.results.length} results; GitHub takes ${RESULTS_MAX} a run; ${cure}`);
    if (text.length < UPLOAD_MAX * NEAR) return; // gzip makes it smaller still
    const bytes = gzipSync(text).length;
    if (bytes > UPLOAD_MAX * NEAR) this.warn(`the SARIF output is ${(bytes / 1024 / 1024).toFixed(1)} MB when gzipped; GitHub takes 10 MB; ${cure}`);
  }
}

function asUri(path: string): string {
  const uri = path.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${uri}` : uri;
}
