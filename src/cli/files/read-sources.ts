import { relative, resolve, sep } from "node:path";
import type { Settings } from "../config/settings.js";
import { decode, type ReadFile, readTextFile } from "./read-file.js";
import { selectFiles } from "./select-files.js";

/** A text to work on and where it came from. */
export interface Source {
  /** As it is shown. */
  path: string;
  /** Absolute; for standard input the name given by --stdin-filename, which need not exist. */
  file: string;
  text: string;
  /** Whether a byte order mark stood before the text. */
  bom: boolean;
  /** The encoding of an HTML file that declares another than UTF-8. */
  encoding: string | undefined;
  stdin: boolean;
}

/** A file that could not be read. */
export interface Failure {
  path: string;
  problem: string;
  cure: string;
}

/** Passed over: worth a warning when the file was named, or when it is huge. */
export interface Skipped {
  kind: "skipped";
  path: string;
  reason: string;
  warn: boolean;
}

export type ReadSource = { kind: "source"; source: Source } | { kind: "failure"; failure: Failure } | Skipped;

/** A file of a run, or standard input. */
export interface Listed {
  /** Absolute. */
  file: string;
  /** Named one by one, not found in a folder or by a glob. */
  named: boolean;
  stdin: boolean;
}

/** The files that a command line names, sorted by path. `-` is standard input. */
export async function listSources(patterns: readonly string[], settings: Settings): Promise<Listed[]> {
  const stdin = patterns.includes("-");
  const rest = patterns.filter((pattern) => pattern !== "-");
  const { cwd, base, files, ignores, gitignore } = settings;
  const found = stdin && rest.length === 0 ? [] : await selectFiles({ patterns: rest, cwd, base, files, ignores, gitignore });
  const listed = found.map(({ file, named }) => ({ file, named, stdin: false }));
  return stdin ? [{ file: "-", named: true, stdin: true }, ...listed] : listed;
}

/** What standard input is called that was given no name. */
const NO_NAME = "<stdin>";

const UNKNOWN_ENDING = {
  problem: "its ending does not tell how it is to be read",
  cure: "name the format: --input-format text, markdown, mdx or html (inputFormat in the configuration)",
};

/** @param stdinName the name standard input goes by, for its syntax and the reports; default `<stdin>` */
export async function readSource(listed: Listed, settings: Settings, stdinName = NO_NAME): Promise<ReadSource> {
  const { stdin, named } = listed;
  const file = stdin ? resolve(settings.cwd, stdinName) : listed.file;
  const path = stdin ? stdinName : shownPath(file, settings.cwd);
  if (path !== NO_NAME && !settings.knowsFormatOf(file)) return { kind: "failure", failure: { path, ...UNKNOWN_ENDING } };
  const html = settings.forFile(file).syntax === "html";
  const read = stdin ? decode(await standardInput(), html) : await readTextFile(file, settings.maxFileSize, html);
  return asSource(read, { path, file, stdin }, named, settings.maxFileSize);
}

function asSource(read: ReadFile, at: { path: string; file: string; stdin: boolean }, named: boolean, maxFileSize: number): ReadSource {
  const { path } = at;
  switch (read.kind) {
    case "text":
      return { kind: "source", source: { ...at, text: read.text, bom: read.bom, encoding: read.encoding } };
    case "failure":
      return { kind: "failure", failure: { path, problem: read.problem, cure: read.cure } };
    case "binary":
      return { kind: "skipped", path, reason: "binary", warn: named };
    case "huge":
      return { kind: "skipped", path, reason: `${read.bytes} bytes, more than the ${maxFileSize} of --max-file-size`, warn: true };
  }
}

/** Relative to the working folder, with forward slashes; absolute for files outside. */
export function shownPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return (path.startsWith(`..${sep}`) ? file : path).split(sep).join("/");
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
