import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { ExplainFlags } from "../config/flags.js";
import { type FileSettings, Settings } from "../config/settings.js";
import { EXIT, type ExitStatus, FileError, UsageError } from "../exit-status.js";
import { LineIndex } from "../files/line-index.js";
import { readSource } from "../files/read-sources.js";
import { explainSpan, type Explanation } from "../explanation.js";
import { Inspector } from "../inspector.js";
import { StandardOutput } from "../output.js";
import { printableJson } from "../printable.js";
import { explanationText } from "../reports/explanation-text.js";
import { coloursFor } from "../terminal.js";
import type { Span } from "../../types.js";

interface Subject {
  path: string;
  text: string;
  span: Span;
  settings: FileSettings;
}

/** `ungarble explain FILE:LINE[:COL]` or a phrase: what was weighed there, what speaks for it, and why it is or is not proposed. */
export async function explain(target: string, flags: ExplainFlags): Promise<ExitStatus> {
  const settings = await Settings.load(flags);
  const subject = (await fileSubject(target, settings)) ?? {
    path: "<phrase>",
    text: target,
    span: { start: 0, end: target.length },
    settings: settings.forText(),
  };
  const repairer = await new Inspector(false, flags).repairer(subject.settings.repairer);
  const explanation: Explanation = await explainSpan(repairer, subject, flags);
  const output = new StandardOutput();
  await output.write(
    flags.format === "json" ? `${printableJson(JSON.stringify(explanation, null, 2))}\n` : explanationText(explanation, coloursFor(output, flags.color)),
  );
  return EXIT.clean;
}

/** undefined when the target names no file, and so is a phrase. */
async function fileSubject(target: string, settings: Settings): Promise<Subject | undefined> {
  const place = /^(.+?):(\d+)(?::(\d+))?$/s.exec(target);
  const name = place?.[1] ?? target;
  const file = resolve(settings.cwd, name);
  const there = !target.includes("\n") && (await stat(file).catch(() => undefined)) !== undefined;
  if (!place) {
    if (there) throw new UsageError(`“${target}” is a file`, `say where in it: ${target}:LINE or ${target}:LINE:COLUMN`);
    return undefined;
  }
  if (!there && !/[./\\]/.test(name)) return undefined;
  const read = await readSource({ file, named: true, stdin: false }, settings);
  if (read.kind === "failure") throw new FileError(read.failure.path, read.failure.problem, read.failure.cure);
  if (read.kind === "skipped") throw new FileError(read.path, read.reason, "name a text file");
  const { text, path } = read.source;
  return { path, text, span: spanAt(text, Number(place[2]), place[3] === undefined ? undefined : Number(place[3]), path), settings: settings.forFile(file) };
}

function spanAt(text: string, line: number, column: number | undefined, path: string): Span {
  const lines = new LineIndex(text);
  if (line < 1 || line > lines.count) throw new UsageError(`${path} has no line ${line}`, `it has ${lines.count}`);
  const start = lines.startOf(line);
  const end = lines.endOf(line);
  if (column === undefined) return { start, end };
  if (column < 1 || column > end - start + 1) throw new UsageError(`line ${line} has no column ${column}`, `it has ${end - start}`);
  return { start: start + column - 1, end: start + column };
}
