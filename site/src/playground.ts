import type { Edit, Finding, FormatName, LoadProgress, PassageVerdict, Verdict, WorkerRepairer } from "ungarble";
import { createWorkerRepairer } from "ungarble";
import { type Decided, type Decisions, decide, keyOf, repaired } from "./decisions.ts";
import { formatOf } from "./format-of.ts";

export type View = "text" | "marked" | "sides" | "diff";

/** What was found in a text. */
export interface Found {
  source: string;
  edits: readonly Edit[];
  findings: readonly Finding[];
  verdict: Verdict;
  passages: readonly PassageVerdict[];
}

/** How far the models have come: bytes; `total` is 0 where it is not known. */
export type Loading = { state: "loading"; loaded: number; total: number } | { state: "ready" } | { state: "failed"; message: string };

/** What the slider begins at: an edit must be this probable. */
const LEAST = 0.05;
const DEFAULT_MIN_PROBABILITY = 0.68;

/** The playground without its looks: a text, what was found in it, what somebody decided. */
export class Playground {
  loading: Loading = { state: "loading", loaded: 0, total: 0 };
  source = "";
  /** The name under which the repaired text is saved. */
  fileName = "text.txt";
  /** What the text is. */
  format: FormatName = "text";
  reading = false;
  /** What went wrong with the last text, for people. */
  problem = "";
  found: Found | undefined;
  minProbability = DEFAULT_MIN_PROBABILITY;
  view: View = "text";
  decisions: Decisions = new Map();
  /** Said aloud by screen readers. */
  announcement = "";

  private repairer: WorkerRepairer | undefined;
  private readonly files = new Map<string, LoadProgress>();
  private latest = 0;

  constructor(private readonly changed: () => void) {}

  /** Loads the models; a text that was given meanwhile is read then. */
  async load(): Promise<void> {
    try {
      this.repairer = await createWorkerRepairer({ formats: ["markdown", "html"], onProgress: (progress) => this.progress(progress) });
      this.loading = { state: "ready" };
      this.announce("Ready to read.");
      if (this.reading) await this.read();
    } catch (error) {
      this.reading = false;
      this.loading = { state: "failed", message: error instanceof Error ? error.message : String(error) };
      this.changed();
    }
  }

  /** Another text; what was found and decided belonged to the old one. */
  edit(source: string, fileName = "text.txt"): void {
    this.source = source;
    this.fileName = fileName;
    this.format = formatOf(source, fileName);
    this.found = undefined;
    this.decisions = new Map();
    this.latest++;
    this.reading = false;
    this.problem = "";
    this.changed();
  }

  /** Read as something else than it seems to be. */
  readAs(format: FormatName): void {
    this.format = format;
    this.found = undefined;
    this.changed();
  }

  async read(): Promise<void> {
    if (this.source.trim() === "" || this.loading.state === "failed") return;
    const { source } = this;
    const turn = ++this.latest;
    this.reading = true;
    this.view = "marked";
    this.changed();
    if (this.repairer === undefined) return; // read as soon as the models are here
    try {
      const { edits, findings, verdict } = await this.repairer.detect(source, { minProbability: LEAST, format: this.format });
      if (turn !== this.latest) return; // the text has changed since
      this.found = { source, edits, findings, verdict, passages: verdict.passages };
      this.announce(verdict.garbled ? `Garbled. ${this.decided.length} spots marked.` : "Reads as clean. Nothing is changed.");
    } catch (error) {
      if (turn !== this.latest) return;
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.reading = false;
    this.changed();
  }

  /** The edits shown, as decided. */
  get decided(): Decided[] {
    return decide(this.found?.edits ?? [], this.minProbability, this.decisions);
  }

  /** Suspicious stretches where no edit shown stands. */
  get findings(): Finding[] {
    const { decided } = this;
    return (this.found?.findings ?? []).filter(({ start, end }) => !decided.some((edit) => edit.start < end && start < edit.end));
  }

  get repaired(): string {
    return this.found === undefined ? this.source : repaired(this.found.source, this.decided);
  }

  choose(edit: Edit, text: string): void {
    this.decisions = new Map(this.decisions).set(keyOf(edit), text);
    this.announce(text === edit.observed ? `Rejected: “${edit.observed}” stays.` : `Accepted: “${text}”.`);
  }

  /** Decides on every edit that is shown. */
  chooseAll(accept: boolean): void {
    const { decided } = this;
    this.decisions = new Map([...this.decisions, ...decided.map((edit): [string, string] => [keyOf(edit), accept ? edit.replacement : edit.observed])]);
    this.announce(`${accept ? "Accepted" : "Rejected"} all ${decided.length}.`);
  }

  showFrom(minProbability: number): void {
    this.minProbability = minProbability;
    this.announce(`${this.decided.length} spots are at least ${Math.round(minProbability * 100)} percent sure.`);
  }

  show(view: View): void {
    this.view = view;
    this.changed();
  }

  announce(text: string): void {
    this.announcement = text;
    this.changed();
  }

  private progress(progress: LoadProgress): void {
    this.files.set(progress.file, progress);
    const files = [...this.files.values()];
    const known = files.every(({ total }) => total !== undefined);
    this.loading = {
      state: "loading",
      loaded: files.reduce((sum, { loaded }) => sum + loaded, 0),
      total: known ? files.reduce((sum, { total }) => sum + total!, 0) : 0,
    };
    this.changed();
  }
}
