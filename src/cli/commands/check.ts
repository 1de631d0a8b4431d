import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { Baseline, DEFAULT_BASELINE } from "../config/baseline.js";
import type { FailOn } from "../config/configuration.js";
import type { CheckFlags } from "../config/flags.js";
import { Settings } from "../config/settings.js";
import { EXIT, type ExitStatus } from "../exit-status.js";
import { listSources, readSource } from "../files/read-sources.js";
import { type Inspection, Inspector } from "../inspector.js";
import { Progress } from "../progress.js";
import type { Summary } from "../reports/report.js";
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
  const summary: Summary = { files: 0, filesWithFindings: 0, garbled: 0, findings: 0, baselined: 0, unusedIgnores: 0, failures: 0, skipped: 0 };
  const listed = await listSources(patterns, settings);
  if (listed.length === 0) process.stderr.write("ungarble: no files to check; name some, or set files in the configuration\n");
  const progress = new Progress(listed.length);
  for (const [done, item] of listed.entries()) {
    progress.tell(done, item.file);
    const read = await readSource(item, settings, flags.stdinFilename);
    if (read.kind === "skipped") {
      summary.skipped++;
      progress.clear();
      if (read.warn) process.stderr.write(`ungarble: ${read.path}: skipped (${read.reason})\n`);
    } else if (read.kind === "failure") {
      summary.failures++;
      progress.clear();
      if (!reports.tellsFailures) process.stderr.write(`ungarble: ${read.failure.path}: ${read.failure.problem}; ${read.failure.cure}\n`);
      await reports.failure(read.failure);
    } else {
      const { source } = read;
      const inspection = await inspector.inspect(source.path, source.text, settings.forFile(source.file));
      if (baseline) applyBaseline(baseline, source.file, inspection, flags.updateBaseline ?? false);
      count(summary, inspection);
      statistics.add(inspection);
      progress.clear();
      await reports.file(inspection);
    }
  }
  progress.clear();
  await reports.end(summary);
  if (flags.stats) process.stderr.write(statistics.text());
  if (baseline) await writeBaseline(baseline, flags);
  return statusOf(summary, flags.failOn ?? settings.failOn);
}

function count(summary: Summary, { findings, verdict, unusedIgnores }: Inspection): void {
  const fresh = findings.filter(({ baselined }) => !baselined).length;
  summary.files++;
  summary.findings += fresh;
  summary.baselined += findings.length - fresh;
  summary.unusedIgnores += unusedIgnores.length;
  if (fresh > 0) summary.filesWithFindings++;
  if (fresh > 0 && verdict.garbled) summary.garbled++;
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
function applyBaseline(baseline: Baseline, file: string, inspection: Inspection, all: boolean): void {
  baseline.note(relative(dirname(baseline.file), file).split(sep).join("/"), inspection.findings);
  for (const finding of inspection.findings) finding.baselined = all || baseline.knows(finding);
}

async function writeBaseline(baseline: Baseline, { updateBaseline, pruneBaseline, quiet }: CheckFlags): Promise<void> {
  const folder = dirname(baseline.file);
  const say = (message: string): void => void (quiet || process.stderr.write(`ungarble: ${message}\n`));
  if (updateBaseline) say(`${baseline.file}: ${await baseline.update()} findings`);
  else if (pruneBaseline) say(`${baseline.file}: ${await baseline.prune((path) => existsSync(resolve(folder, path)))} entries removed`);
}
