import { dirname } from "node:path";
import { applyEdits } from "../../text/apply-edits.js";
import { checkArticleFlags, type FixFlags } from "../config/flags.js";
import { Settings } from "../config/settings.js";
import { EXIT, type ExitStatus, FileError, UsageError } from "../exit-status.js";
import { encodeAs, representable } from "../files/html-encoding.js";
import { listSources, type Source } from "../files/read-sources.js";
import { removeStaleFiles } from "../files/temporary-files.js";
import { writeWhole } from "../files/write-file.js";
import { type Finding, type Inspection, Inspector } from "../inspector.js";
import { StandardOutput } from "../output.js";
import { printableDocument, say } from "../printable.js";
import { Progress } from "../progress.js";
import { counted } from "../reports/wording.js";
import { coloursFor } from "../terminal.js";
import { unifiedDiff } from "../unified-diff.js";

const BOM = "\ufeff";

/** A text and the edits that are to be made in it. */
interface Chosen {
  source: Source;
  edits: readonly Finding[];
}

/** `ungarble fix`: prints the repaired text (of a page that of its article: `--article`), or writes it (`--write`), or prints a patch (`--diff`); `--interactive` asks edit by edit. */
export async function fix(patterns: readonly string[], flags: FixFlags): Promise<ExitStatus> {
  checkFlags(patterns, flags);
  checkArticleFlags(flags);
  const settings = await Settings.load(flags);
  const inspector = new Inspector(false, flags);
  inspector.prepare(settings.forText());
  const prints = !flags.write && !flags.diff && !flags.interactive;
  const print = flags.article ? printArticle : printText;
  const deliver = prints ? print(new StandardOutput()) : flags.diff ? printPatch(new StandardOutput()) : writeBack();
  const listed = await listSources(patterns.length === 0 && prints ? ["-"] : patterns, settings);
  const progress = new Progress(flags.interactive ? 0 : listed.length);
  const answered: Chosen[] = [];
  let failures = 0;
  let skipped = 0;
  let edits = 0;
  let changed = 0;
  const carryOut = async (chosen: Chosen): Promise<void> => {
    if (!(await deliver(chosen))) failures++;
    else if (chosen.edits.length > 0) {
      changed++;
      edits += chosen.edits.length;
    }
  };
  for (const [done, item] of listed.entries()) {
    progress.tell(done, item.file);
    const inspected = await inspector.read(item, settings, flags.stdinFilename);
    progress.clear();
    if (inspected.kind === "failure") {
      failures++;
      say(`${inspected.failure.path}: ${inspected.failure.problem}; ${inspected.failure.cure}`);
      continue;
    }
    if (inspected.kind === "skipped") {
      skipped++;
      if (inspected.warn) say(`${inspected.path}: skipped (${inspected.reason})`);
      continue;
    }
    const { source, inspection } = inspected;
    const { chosen, stop } = flags.interactive ? await ask(inspection, flags) : { chosen: inspection.findings, stop: false };
    // Answers take effect when all are given, so that Ctrl-C at any of them leaves every file as it was.
    if (flags.interactive) answered.push({ source, edits: chosen });
    else await carryOut({ source, edits: chosen });
    if (stop) break;
  }
  for (const one of answered) await carryOut(one);
  if (!prints && !flags.diff && !flags.quiet) say(`${counted(edits, "edit")} made in ${changed} of ${counted(listed.length, "file")}`);
  if (listed.length === skipped && !flags.allowEmpty) {
    say("no file was read; name some, set files in the configuration, or give --allow-empty where that is to be expected");
    return EXIT.usage;
  }
  return failures > 0 ? EXIT.failure : EXIT.clean;
}

function checkFlags(patterns: readonly string[], { write, diff, interactive, article }: FixFlags): void {
  const stdin = patterns.includes("-");
  if (write && diff) throw new UsageError("--write and --diff exclude each other", "choose one");
  if (article && (write || diff || interactive)) throw new UsageError("--article prints", "leave --write, --diff and --interactive out");
  if (stdin && write) throw new UsageError("standard input cannot be written back", "leave --write out");
  if (interactive && (stdin || !process.stdin.isTTY))
    throw new UsageError("--interactive needs a terminal", "leave it out, or run ungarble in a terminal and name files");
  if (patterns.length === 0 && !write && !diff && !interactive && process.stdin.isTTY) {
    throw new UsageError("nothing to fix was named", "name files, give a text on standard input, or use --write or --diff for all files");
  }
}

/** Does with a text what was asked for. @returns whether it could; else it has said why not */
type Deliver = (chosen: Chosen) => Promise<boolean>;

/** Byte for byte, but for control characters on a terminal. */
function print(output: StandardOutput, text: string, encoding: string | undefined): Promise<void> {
  return output.write(output.isTTY ? printableDocument(text) : encoded(text, encoding));
}

/** As the file has it. */
function encoded(text: string, encoding: string | undefined): Buffer {
  return encoding === undefined ? Buffer.from(text) : encodeAs(text, encoding);
}

/** The edits with what the file's encoding has no character for spelt as character references. */
function writable({ source: { encoding }, edits }: Chosen): readonly Finding[] {
  return encoding === undefined ? edits : edits.map((edit) => ({ ...edit, replacement: representable(edit.replacement, encoding) }));
}

function printText(output: StandardOutput): Deliver {
  return async (chosen) => {
    const { text, bom, encoding } = chosen.source;
    await print(output, (bom ? BOM : "") + applyEdits(text, writable(chosen)), encoding);
    return true;
  };
}

/** Another document than the page: UTF-8, whatever the page is in. */
function printArticle(output: StandardOutput): Deliver {
  return async ({ source: { text }, edits }) => {
    const { articleText } = await import("../../formats/article-text.js");
    await print(output, `${articleText(text, edits)}\n`, undefined);
    return true;
  };
}

function printPatch(output: StandardOutput): Deliver {
  return async (chosen) => {
    const { path, text, bom, encoding } = chosen.source;
    const start = bom ? BOM : "";
    const shifted = writable(chosen).map((edit) => ({ ...edit, start: edit.start + start.length, end: edit.end + start.length }));
    await print(output, unifiedDiff(path, start + text, shifted), encoding);
    return true;
  };
}

function writeBack(): Deliver {
  const tidied = new Set<string>();
  return async (chosen) => {
    const { file, path, text, bom, encoding } = chosen.source;
    const edits = writable(chosen);
    const folder = dirname(file);
    if (!tidied.has(folder)) await removeStaleFiles(folder);
    tidied.add(folder);
    if (edits.length === 0) return true;
    const start = bom ? BOM : "";
    try {
      await writeWhole(file, encoded(start + applyEdits(text, edits), encoding), encoded(start + text, encoding));
      return true;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      say(`${path}: ${error.problem}; ${error.cure}`);
      return false;
    }
  };
}

async function ask(inspection: Inspection, flags: FixFlags): Promise<{ chosen: Finding[]; stop: boolean }> {
  const { askEditByEdit } = await import("../interactive.js");
  return askEditByEdit(inspection, coloursFor(process.stdout, flags.color));
}
