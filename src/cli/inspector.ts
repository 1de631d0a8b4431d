import type { Repairer } from "../repairer.js";
import type { RepairerOptions } from "../options.js";
import type { Edit, Verdict, Finding as Unknown } from "../types.js";
import type { FileSettings, Settings } from "./config/settings.js";
import { type DeepFlags, detect, namedScorer, tellUnavailable } from "./deep.js";
import { exitStatusOf } from "./exit-status.js";
import { LineIndex } from "./files/line-index.js";
import { type Failure, type Listed, readSource, type Skipped, type Source } from "./files/read-sources.js";
import { type Fingerprint, fingerprints } from "./fingerprint.js";
import { readIgnoreComments, type UnusedIgnore } from "../formats/ignore-comments.js";
import { createFormat } from "../formats/load-format.js";

/** An edit with its place and name. */
export interface Finding extends Edit {
  /** Where it starts; from 1, columns in UTF-16 code units. */
  line: number;
  column: number;
  /** Where it ends, exclusive. */
  endLine: number;
  endColumn: number;
  /** A name that is unique in the text and outlives moves. */
  fingerprint: string;
  /** What the baseline knows it by. */
  identity: Fingerprint;
  /** Known from the baseline: reported as such, and no reason to fail. */
  baselined: boolean;
}

/** A stretch that reads as substituted, with its place. */
export interface Unrepaired extends Unknown {
  /** From 1. */
  line: number;
  /** From 1, UTF-16 units. */
  column: number;
}

/** What was found in one text. */
export interface Inspection {
  /** As it is shown: relative to the working folder, with forward slashes. */
  path: string;
  text: string;
  lines: LineIndex;
  findings: Finding[];
  /** Reads as substituted, and nothing sure enough is known of what stood there. */
  unrepaired: Unrepaired[];
  verdict: Verdict;
  unusedIgnores: UnusedIgnore[];
}

export type Inspected = { kind: "inspected"; source: Source; inspection: Inspection } | { kind: "failure"; failure: Failure } | Skipped;

/** Finds garble in texts; makes a repairer for each set of options once. */
export class Inspector {
  private readonly repairers = new Map<string, Promise<Repairer>>();
  private named: ReturnType<typeof namedScorer> | undefined;

  /** @param reportUnusedIgnores look, at the cost of a second reading, whether ignore comments hide anything */
  constructor(
    private readonly reportUnusedIgnores = false,
    readonly deep: DeepFlags = {},
  ) {}

  /** Starts loading the models that most files will want, while files are still looked for. A fault is told when they are used. */
  prepare({ repairer }: FileSettings): void {
    this.repairer(repairer).catch(() => undefined);
  }

  /** @throws OptionsError, DictionaryError, DataError, ModelError, ScorerError */
  async repairer(options: RepairerOptions): Promise<Repairer> {
    const key = JSON.stringify(options);
    let made = this.repairers.get(key);
    if (!made) {
      made = Promise.all([import("../create-repairer.js"), this.scorer()]).then(([{ createRepairer }, judge]) =>
        createRepairer(judge === undefined ? options : { ...options, judge }),
      );
      this.repairers.set(key, made);
    }
    return made;
  }

  /** Made once: a model takes time and memory. */
  private scorer(): ReturnType<typeof namedScorer> {
    return (this.named ??= namedScorer(this.deep));
  }

  /**
   * Reads and inspects a file. A file that nothing can be made of, for whatever reason, is a failure of its own and not of the run.
   * @param stdinName see {@link readSource}
   * @throws OptionsError, DictionaryError, DataError, ModelError: the run as a whole makes no sense
   */
  async read(listed: Listed, settings: Settings, stdinName?: string): Promise<Inspected> {
    const read = await readSource(listed, settings, stdinName);
    if (read.kind !== "source") return read;
    const { source } = read;
    try {
      return { kind: "inspected", source, inspection: await this.inspect(source.path, source.text, settings.forFile(source.file)) };
    } catch (error) {
      if (exitStatusOf(error).expected) throw error;
      const problem = `could not be checked (${(error as Error).name}: ${(error as Error).message})`;
      return { kind: "failure", failure: { path: source.path, problem, cure: "leave it out with --ignore, and please report it with the file" } };
    }
  }

  async inspect(path: string, text: string, settings: FileSettings): Promise<Inspection> {
    const { minProbability } = settings;
    const repairer = await this.repairer(settings.repairer);
    const lines = new LineIndex(text);
    const format = (await createFormat(settings.syntax, settings.formatOptions)) ?? "text";
    const { edits, findings, verdict } = await detect(repairer, this.deep, text, { minProbability, format });
    tellUnavailable(path, verdict);
    const unusedIgnores = this.reportUnusedIgnores ? await this.unusedIgnores(repairer, text, settings) : [];
    return {
      path,
      text,
      lines,
      findings: located(text, lines, edits),
      unrepaired: findings.map((finding) => ({ ...lines.positionOf(finding.start), ...finding })),
      verdict,
      unusedIgnores: unusedIgnores.sort((a, b) => a.start - b.start),
    };
  }

  private async unusedIgnores(repairer: Repairer, text: string, { syntax, formatOptions, minProbability }: FileSettings): Promise<UnusedIgnore[]> {
    const format = await createFormat(syntax, { ...formatOptions, ignoreComments: false });
    if (!format) return [];
    const { ignores, faults } = readIgnoreComments(format.read(text).comments, text);
    if (ignores.length === 0) return faults;
    const { edits } = await detect(repairer, this.deep, text, { minProbability, format });
    const unused = ignores.filter(({ covers }) => !edits.some((edit) => edit.start < covers.end && edit.end > covers.start));
    return [...faults, ...unused.map(({ start, end, directive }) => ({ start, end, directive, problem: "nothing would be reported without it" }))];
  }
}

function located(text: string, lines: LineIndex, edits: readonly Edit[]): Finding[] {
  const identities = fingerprints(text, edits);
  return edits.map((edit, i) => {
    const from = lines.positionOf(edit.start);
    const to = lines.positionOf(edit.end);
    const identity = identities[i]!;
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column, ...edit, fingerprint: identity.name, identity, baselined: false };
  });
}
