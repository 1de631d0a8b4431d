import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { UsageError } from "../exit-status.js";
import { writeWhole } from "../files/write-file.js";
import type { Finding } from "../inspector.js";

/** The file used when neither flag nor configuration names one. */
export const DEFAULT_BASELINE = "ungarble-baseline.json";

const VERSION = 2;

/** An old finding: its hashes (see {@link Fingerprint}), and for readers what it says. */
interface Entry {
  observed: string;
  replacement: string;
  wording: string;
  before: string;
  after: string;
}

const MEMBERS = ["observed", "replacement", "wording", "before", "after"] as const;

/** Old findings that do not fail a check, by wording. */
export class Baseline {
  private readonly current = new Map<string, Entry[]>();
  private readonly byWording: ReadonlyMap<string, readonly (readonly Entry[])[]>;

  private constructor(
    /** Absolute. */
    readonly file: string,
    /** By the file they stood in, as the baseline names it. */
    private readonly entries: ReadonlyMap<string, readonly Entry[]>,
  ) {
    const byWording = new Map<string, Entry[][]>();
    for (const list of entries.values()) {
      for (const [wording, same] of groups(list)) byWording.set(wording, [...(byWording.get(wording) ?? []), same]);
    }
    this.byWording = byWording;
  }

  /**
   * @param orEmpty a missing file is an empty baseline (it is about to be written)
   * @throws UsageError for a file that is missing or no baseline
   */
  static async read(file: string, orEmpty: boolean): Promise<Baseline> {
    let content: string;
    try {
      content = await readFile(file, "utf8");
    } catch (error) {
      if (orEmpty && !existsSync(file)) return new Baseline(file, new Map());
      throw new UsageError(`${file}: the baseline cannot be read (${(error as Error).message})`, "write it first with --update-baseline");
    }
    return new Baseline(file, parse(file, content));
  }

  /**
   * Which findings of a text are old ones. A wording may stand as often as it did in the file that had it most often; of more the old ones
   * are those whose neighbours are the same.
   */
  known(findings: readonly Finding[]): Set<Finding> {
    const known = new Set<Finding>();
    for (const [wording, same] of groups(findings, ({ identity }) => identity.wording)) {
      const old = this.byWording.get(wording) ?? [];
      const allowed = Math.max(0, ...old.map((list) => list.length));
      const before = new Set(old.flat().map((entry) => entry.before));
      const after = new Set(old.flat().map((entry) => entry.after));
      const likeness = ({ identity }: Finding): number => Number(before.has(identity.before)) + Number(after.has(identity.after));
      const likest = [...same].sort((a, b) => likeness(b) - likeness(a)); // stable: else the first ones
      for (const finding of likest.slice(0, allowed)) known.add(finding);
    }
    return known;
  }

  /** Notes what a file has now. @param path the file as the baseline names it */
  note(path: string, findings: readonly Finding[]): void {
    this.current.set(
      path,
      findings.map(({ observed, replacement, identity: { wording, before, after } }) => ({ observed, replacement, wording, before, after })),
    );
  }

  /** Makes what was noted the baseline. Entries of files that were not checked stay. @returns how many there are now */
  async update(): Promise<number> {
    return this.write(new Map([...this.entries, ...this.current]));
  }

  /**
   * Drops the entries of checked and of vanished files that were found no more.
   * @param exists whether a file named by an entry is still there
   * @returns how many were dropped
   */
  async prune(exists: (path: string) => boolean): Promise<number> {
    const found = new Set([...this.current.values()].flat().map(({ wording }) => wording));
    const gone = (path: string): boolean => this.current.has(path) || !exists(path);
    const kept = [...this.entries].map(([path, list]) => [path, gone(path) ? list.filter(({ wording }) => found.has(wording)) : list] as const);
    return count(this.entries) - (await this.write(new Map(kept)));
  }

  private async write(entries: ReadonlyMap<string, readonly Entry[]>): Promise<number> {
    const files = [...entries].filter(([, list]) => list.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
    await writeWhole(this.file, `${JSON.stringify({ version: VERSION, files: Object.fromEntries(files) }, null, 2)}\n`);
    return count(entries);
  }
}

const count = (entries: ReadonlyMap<string, readonly Entry[]>): number => [...entries.values()].reduce((sum, { length }) => sum + length, 0);

/** In the order of the list. */
function groups<T>(list: readonly T[], wordingOf: (item: T) => string = (item) => (item as Entry).wording): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of list) {
    const same = found.get(wordingOf(item));
    if (same) same.push(item);
    else found.set(wordingOf(item), [item]);
  }
  return found;
}

function parse(file: string, content: string): Map<string, Entry[]> {
  try {
    const { version, files } = JSON.parse(content) as { version: unknown; files: Record<string, Entry[]> };
    const all = Object.entries(files);
    if (version === VERSION && all.every(([, list]) => list.every((entry) => MEMBERS.every((name) => typeof entry[name] === "string")))) return new Map(all);
  } catch {
    // told below
  }
  throw new UsageError(`${file}: is no baseline of this version`, "remove it and write it anew with --update-baseline");
}
