import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { Baseline, DEFAULT_BASELINE } from "../config/baseline.js";
import type { FailOn } from "../config/configuration.js";
import type { CheckFlags } from "../config/flags.js";
import { Settings } from "../config/settings.js";
import { EXIT, type ExitStatus } from "../exit-status.js";
import { listSources } from "../files/read-sources.js";
import { type Inspection, Inspector } from "../inspector.js";
import { say } from "../printable.js";
import { Progress } from "../progress.js";
import { emptySummary, type Summary } from "../reports/report.js";
import { openReports } from "../reports/open-reports.js";
import { Statistics } from "../statistics.js";

/** `ungarble check`: reports findings; the status tells whether there are any. */
export async function check(patterns: readonly string[], flags: CheckFlags): Promise<ExitStatus> {
  const settings = await Settings.load(flags);
  const baseline = await openBaseline(flags, settings);
  const reports = await openReports(flags, baseline !== undefined);
  const inspector = new Inspector(flags.reportUnusedIgnores, flags);
  inspector.prepare(settings.forText());
  const statistics = new Statistics();
  const summary = emptySummary();
  const listed = await listSources(patterns, settings);
  const progress = new Progress(listed.length);
  for (const [done, item] of listed.entries()) {
    progress.tell(done, item.file);
    const inspected = await inspector.read(item, settings, flags.stdinFilename);
    progress.clear();
    if (inspected.kind === "skipped") {
      summary.skipped++;
      if (inspected.warn) say(`${inspected.path}: skipped (${inspected.reason})`);
    } else if (inspected.kind === "failure") {
      const { path, problem, cure } = inspected.failure;
      summary.failures++;
      if (!reports.tellsFailures) say(`${path}: ${problem}; ${cure}`);
      await reports.failure(inspected.failure);
    } else {
      const { source, inspection } = inspected;
      if (baseline) applyBaseline(baseline, source.file, inspection, flags.updateBaseline ?? false);
      count(summary, inspection);
      statistics.add(inspection);
      await reports.file(inspection);
    }
  }
  await reports.end(summary);
  if (flags.stats) process.stderr.write(statistics.text());
  if (isEmpty(summary) && !flags.allowEmpty) {
    say("no file was checked; name some, set files in the configuration, or give --allow-empty where that is to be expected");
    return EXIT.usage;
  }
  if (baseline) await writeBaseline(baseline, flags);
  return statusOf(summary, flags.failOn ?? settings.failOn);
}

const isEmpty = ({ files, failures }: Summary): boolean => files + failures === 0;

function count(summary: Summary, { findings, verdict, unusedIgnores }: Inspection): void {
  const fresh = findings.filter(({ baselined }) => !baselined).length;
  summary.files++;
  summary.findings += fresh;
  summary.baselined += findings.length - fresh;
  summary.unusedIgnores += unusedIgnores.length;
  if (fresh > 0) summary.filesWithFindings++;
  if ((fresh > 0 || findings.length === 0) && verdict.garbled) summary.garbled++;
}

/** A failure outweighs findings: what was not read may be garbled or clean. */
function statusOf(summary: Summary, failOn: FailOn): ExitStatus {
  if (summary.failures > 0) return EXIT.failure;
  if (failOn === "edits") return summary.findings + summary.unusedIgnores > 0 ? EXIT.garbled : EXIT.clean;
  return failOn === "verdict" && summary.garbled > 0 ? EXIT.garbled : EXIT.clean;
}

async function openBaseline(flags: CheckFlags, settings: Settings): Promise<Baseline | undefined> {
  const { baseline, updateBaseline, pruneBaseline } = flags;
  if (baseline === false) return undefined;
  if (baseline === undefined && !updateBaseline && !pruneBaseline && settings.baseline === undefined) return undefined;
  const file = typeof baseline === "string" ? resolve(settings.cwd, baseline) : (settings.baseline ?? resolve(settings.cwd, DEFAULT_BASELINE));
  return Baseline.read(file, updateBaseline ?? false);
}

/** @param all every finding is about to be in the baseline */
function applyBaseline(baseline: Baseline, file: string, { findings }: Inspection, all: boolean): void {
  baseline.note(relative(dirname(baseline.file), file).split(sep).join("/"), findings);
  const known = all ? new Set(findings) : baseline.known(findings);
  for (const finding of findings) finding.baselined = known.has(finding);
}

async function writeBaseline(baseline: Baseline, { updateBaseline, pruneBaseline, quiet }: CheckFlags): Promise<void> {
  const folder = dirname(baseline.file);
  const tell = (message: string): void => void (quiet || say(message));
  if (updateBaseline) tell(`${baseline.file}: ${await baseline.update()} findings`);
  else if (pruneBaseline) tell(`${baseline.file}: ${await baseline.prune((path) => existsSync(resolve(folder, path)))} entries removed`);
}
