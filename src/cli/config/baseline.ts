import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { UsageError } from "../exit-status.js";
import { writeAtomically } from "../files/write-file.js";
import type { Finding } from "../inspector.js";

/** The file used when neither flag nor configuration names one. */
export const DEFAULT_BASELINE = "ungarble-baseline.json";

interface Entry {
  /** For readers, and to know when an entry is out of date; the fingerprint alone decides. */
  file: string;
  observed: string;
  replacement: string;
}

/** Old findings that do not fail a check, by fingerprint. */
export class Baseline {
  private readonly current = new Map<string, Entry>();
  private readonly checked = new Set<string>();

  private constructor(
    /** Absolute. */
    readonly file: string,
    private readonly entries: Map<string, Entry>,
  ) {}

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

  /** Whether a finding is an old one. */
  knows(finding: Finding): boolean {
    return this.entries.has(finding.fingerprint);
  }

  /** Notes what a file has now. @param path the file as the baseline names it */
  note(path: string, findings: readonly Finding[]): void {
    this.checked.add(path);
    for (const { fingerprint, observed, replacement } of findings) this.current.set(fingerprint, { file: path, observed, replacement });
  }

  /** Makes what was noted the baseline. Entries of files that were not checked stay. */
  async update(): Promise<number> {
    const kept = [...this.entries].filter(([, { file }]) => !this.checked.has(file));
    return this.write(new Map([...kept, ...this.current]));
  }

  /**
   * Drops the entries of checked and of vanished files that were found no more.
   * @param exists whether a file named by an entry is still there
   */
  async prune(exists: (path: string) => boolean): Promise<number> {
    const kept = [...this.entries].filter(([name, { file }]) => this.current.has(name) || (!this.checked.has(file) && exists(file)));
    await this.write(new Map(kept));
    return this.entries.size - kept.length;
  }

  private async write(entries: Map<string, Entry>): Promise<number> {
    const sorted = [...entries].sort(([a, { file }], [b, { file: other }]) => (file < other ? -1 : file > other ? 1 : a < b ? -1 : 1));
    await writeAtomically(this.file, `${JSON.stringify({ version: 1, findings: Object.fromEntries(sorted) }, null, 2)}\n`);
    return sorted.length;
  }
}

function parse(file: string, content: string): Map<string, Entry> {
  try {
    const { version, findings } = JSON.parse(content) as { version: unknown; findings: Record<string, Entry> };
    const entries = Object.entries(findings);
    if (version === 1 && entries.every(([, entry]) => typeof entry.file === "string")) return new Map(entries);
  } catch {
    // told below
  }
  throw new UsageError(`${file}: is no baseline of this version`, "remove it and write it anew with --update-baseline");
}
