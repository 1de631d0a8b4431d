import { stat } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import ignore from "ignore";
import { UsageError } from "../exit-status.js";
import { GitIgnore } from "./git-ignore.js";

/** What files are wanted. */
export interface Selection {
  /** Files, folders and globs of the command line, relative to `cwd`; none: the folder `cwd`. */
  patterns: readonly string[];
  cwd: string;
  /** Globs of the files looked for in folders, relative to `base`; case does not matter (README.MD is Markdown). */
  files: readonly string[];
  /** Globs that are left out, even of files named one by one; relative to `base`. */
  ignores: readonly string[];
  /** The configuration's folder. */
  base: string;
  /** Leave out what git ignores. Files named one by one are read all the same. */
  gitignore: boolean;
}

export interface SelectedFile {
  /** Absolute. */
  file: string;
  /** Named one by one, not found in a folder or by a glob. */
  named: boolean;
}

const ALWAYS_IGNORED = ["**/node_modules/**", "**/.git/**"];

/**
 * The files of a run, sorted by path, each once. Symbolic links are not followed, unless a link is named itself.
 * A name that no file has is among them: reading it fails with its own message.
 * @throws UsageError for a glob that matches nothing
 */
export async function selectFiles(selection: Selection): Promise<SelectedFile[]> {
  const { cwd, base } = selection;
  const found = new Map<string, boolean>();
  const add = (files: readonly string[], named: boolean): void => {
    for (const file of files) found.set(file, named || (found.get(file) ?? false));
  };
  for (const pattern of selection.patterns.length > 0 ? selection.patterns : ["."]) {
    const path = resolve(cwd, pattern);
    const entry = await stat(path).catch(() => undefined);
    if (entry?.isDirectory()) add(await filesIn(path, selection), false);
    else if (entry || !(await isGlob(pattern))) add([path], true);
    else {
      const matches = await globbed(pattern, cwd);
      if (matches.length === 0) throw new UsageError(`no file matches “${pattern}”`, "check the glob, and quote it so that the shell leaves it alone");
      add(matches, false);
    }
  }
  const ignored = ignoredBy(selection);
  const git = selection.gitignore ? new GitIgnore(cwd) : undefined;
  const gitOf = (file: string): GitIgnore | undefined => (isInside(file, cwd) ? git : selection.gitignore ? new GitIgnore(base) : undefined);
  return [...found]
    .filter(([file, named]) => !ignored(file) && (named || !gitOf(file)?.ignores(file)))
    .map(([file, named]) => ({ file, named }))
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

async function filesIn(folder: string, { files, base }: Selection): Promise<string[]> {
  if (!isInside(folder, base) || files.every((pattern) => pattern.startsWith("**/") || pattern.startsWith("!**/"))) return globbed(files, folder, false);
  return (await globbed(files, base, false)).filter((file) => isInside(file, folder));
}

async function isGlob(pattern: string): Promise<boolean> {
  return (await import("tinyglobby")).isDynamicPattern(pattern);
}

async function globbed(patterns: string | readonly string[], cwd: string, caseSensitiveMatch = true): Promise<string[]> {
  const options = {
    caseSensitiveMatch,
    cwd,
    absolute: true,
    dot: false,
    onlyFiles: true,
    followSymbolicLinks: false,
    expandDirectories: false,
    ignore: ALWAYS_IGNORED,
  };
  const { glob } = await import("tinyglobby");
  return (await glob(typeof patterns === "string" ? [patterns] : [...patterns], options)).map((file) => resolve(file));
}

/** The configuration's `ignores` in the manner of .gitignore, which also takes globs. */
function ignoredBy({ ignores, base }: Selection): (file: string) => boolean {
  if (ignores.length === 0) return () => false;
  const rules = ignore().add([...ignores]);
  return (file) => isInside(file, base) && file !== base && rules.ignores(relative(base, file).split(sep).join("/"));
}

export function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
