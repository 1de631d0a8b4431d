import { applyEdits } from "../../repairer.js";
import type { FixFlags } from "../config/flags.js";
import { Settings } from "../config/settings.js";
import { EXIT, type ExitStatus, FileError, UsageError } from "../exit-status.js";
import { listSources, readSource, type Source } from "../files/read-sources.js";
import { writeAtomically } from "../files/write-file.js";
import { type Finding, type Inspection, Inspector } from "../inspector.js";
import { StandardOutput } from "../output.js";
import { Progress } from "../progress.js";
import { counted } from "../reports/wording.js";
import { coloursFor } from "../terminal.js";

const BOM = "\ufeff";

/** `ungarble fix`: prints the repaired text, or writes it (`--write`), or prints a patch (`--diff`); `--interactive` asks edit by edit. */
export async function fix(patterns: readonly string[], flags: FixFlags): Promise<ExitStatus> {
  checkFlags(patterns, flags);
  const settings = await Settings.load(flags);
  const inspector = new Inspector(false, flags);
  inspector.prepare(settings.forText());
  const output = new StandardOutput();
  const prints = !flags.write && !flags.diff && !flags.interactive;
  const listed = await listSources(patterns.length === 0 && prints ? ["-"] : patterns, settings);
  const progress = new Progress(flags.interactive ? 0 : listed.length);
  let failures = 0;
  let edits = 0;
  let changed = 0;
  for (const [done, item] of listed.entries()) {
    progress.tell(done, item.file);
    const read = await readSource(item, settings, flags.stdinFilename);
    if (read.kind !== "source") {
      progress.clear();
      if (read.kind === "failure") {
        failures++;
        complain(`${read.failure.path}: ${read.failure.problem}; ${read.failure.cure}`);
      } else if (read.warn) complain(`${read.path}: skipped (${read.reason})`);
      continue;
    }
    const { source } = read;
    const inspection = await inspector.inspect(source.path, source.text, settings.forFile(source.file));
    progress.clear();
    const { chosen, stop } = flags.interactive ? await ask(inspection, flags) : { chosen: inspection.findings, stop: false };
    const text = applyEdits(source.text, chosen);
    if (chosen.length > 0) changed++;
    edits += chosen.length;
    if (prints) await output.write((source.bom ? BOM : "") + text);
    else if (flags.diff) await output.write(await patch(source, text));
    else if (text !== source.text) failures += await write(source, text);
    if (stop) break;
  }
  progress.clear();
  if (!prints && !flags.diff && !flags.quiet) complain(`${counted(edits, "edit")} made in ${changed} of ${counted(listed.length, "file")}`);
  return failures > 0 ? EXIT.failure : EXIT.clean;
}

function checkFlags(patterns: readonly string[], { write, diff, interactive }: FixFlags): void {
  const stdin = patterns.includes("-");
  if (write && diff) throw new UsageError("--write and --diff exclude each other", "choose one");
  if (stdin && write) throw new UsageError("standard input cannot be written back", "leave --write out");
  if (interactive && (stdin || !process.stdin.isTTY))
    throw new UsageError("--interactive needs a terminal", "leave it out, or run ungarble in a terminal and name files");
  if (patterns.length === 0 && !write && !diff && !interactive && process.stdin.isTTY) {
    throw new UsageError("nothing to fix was named", "name files, give a text on standard input, or use --write or --diff for all files");
  }
}

async function write(source: Source, text: string): Promise<0 | 1> {
  try {
    await writeAtomically(source.file, (source.bom ? BOM : "") + text);
    return 0;
  } catch (error) {
    complain(new FileError(source.path, `cannot be written (${(error as Error).message})`, "allow writing to the file and its folder").message);
    return 1;
  }
}

async function patch(source: Source, text: string): Promise<string> {
  if (text === source.text) return "";
  const { unifiedDiff } = await import("../unified-diff.js");
  const bom = source.bom ? BOM : "";
  return unifiedDiff(source.path, bom + source.text, bom + text);
}

async function ask(inspection: Inspection, flags: FixFlags): Promise<{ chosen: Finding[]; stop: boolean }> {
  const { askEditByEdit } = await import("../interactive.js");
  return askEditByEdit(inspection, coloursFor(process.stdout, flags.color));
}

function complain(message: string): void {
  process.stderr.write(`ungarble: ${message}\n`);
}
