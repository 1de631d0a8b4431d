import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";

/**
 * What git ignores: the `.gitignore` files from a file's folder up to the repository's root, and `.git/info/exclude`. Outside a repository
 * the `.gitignore` files below the start folder count.
 */
export class GitIgnore {
  private readonly root: string;
  private readonly rules = new Map<string, Ignore | undefined>();

  /** @param start an absolute folder */
  constructor(start: string) {
    this.root = repositoryRoot(start) ?? start;
  }

  /** @param file an absolute path of a file */
  ignores(file: string): boolean {
    const below = relative(this.root, file).split(sep);
    if (below[0] === "..") return false;
    // A parent folder that is ignored ignores all below, whatever deeper files say: look from the root down.
    let folder = this.root;
    const folders = [folder];
    for (const [depth, name] of below.entries()) {
      const path = join(folder, name);
      if (this.verdict(folders, path, depth < below.length - 1)) return true;
      folder = path;
      folders.push(folder);
    }
    return false;
  }

  /** The deepest file that has a rule for the path decides. */
  private verdict(folders: readonly string[], path: string, isFolder: boolean): boolean {
    for (const folder of [...folders].reverse()) {
      const rules = this.rulesOf(folder);
      if (!rules) continue;
      const result = rules.test(relative(folder, path).split(sep).join("/") + (isFolder ? "/" : ""));
      if (result.ignored) return true;
      if (result.unignored) return false;
    }
    return false;
  }

  private rulesOf(folder: string): Ignore | undefined {
    if (!this.rules.has(folder)) {
      const files = folder === this.root ? [join(folder, ".git", "info", "exclude"), join(folder, ".gitignore")] : [join(folder, ".gitignore")];
      const texts = files.map(readIfThere).filter((text) => text !== "");
      this.rules.set(folder, texts.length > 0 ? ignore().add(texts.join("\n")) : undefined);
    }
    return this.rules.get(folder);
  }
}

function repositoryRoot(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
