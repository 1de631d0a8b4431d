import { readFile } from "node:fs/promises";
import { dirname, extname, relative, resolve, sep } from "node:path";
import ignore from "ignore";
import { OPERATING_POINTS, type OperatingPoint } from "../../operating-points.js";
import { type DictionaryText, type RepairerOptions, resolveMinProbability } from "../../options.js";
import type { FormatOptions } from "../../formats/load-format.js";
import { FileError } from "../exit-status.js";
import type { Configuration, FailOn, FileConfiguration, Override, Syntax } from "./configuration.js";
import type { ArticleFlags, FileFlags } from "./flags.js";
import { loadConfiguration } from "./load-configuration.js";

/** What holds for one file. */
export interface FileSettings {
  minProbability: number;
  syntax: Exclude<Syntax, "auto">;
  formatOptions: FormatOptions;
  /** What its repairer is made with: files with the same options share one. */
  repairer: RepairerOptions;
}

export const DEFAULT_FILES = ["**/*.{md,markdown,mdx,txt,html,htm,xhtml}"];
const DEFAULT_MAX_FILE_SIZE = 5_000_000;

/** Flags over configuration over defaults: the only place that says which wins. */
export class Settings {
  /** Dictionaries by absolute path, read once. */
  private readonly dictionaries = new Map<string, DictionaryText>();

  private constructor(
    private readonly configuration: Configuration,
    private readonly flags: FileFlags & ArticleFlags,
    readonly cwd: string,
    /** The folder that the configuration's paths are relative to. */
    readonly base: string,
  ) {}

  /** @throws ConfigurationError, OptionsError (a flag), FileError (a dictionary) */
  static async load(flags: FileFlags & ArticleFlags, cwd = process.cwd()): Promise<Settings> {
    const { configuration, file } = await loadConfiguration(cwd, flags.config);
    const settings = new Settings(configuration, flags, cwd, file === undefined ? cwd : dirname(file));
    await settings.readDictionaries();
    return settings;
  }

  get files(): readonly string[] {
    return this.configuration.files ?? DEFAULT_FILES;
  }

  get ignores(): readonly string[] {
    return [...(this.configuration.ignores ?? []), ...(this.flags.ignore ?? [])];
  }

  get gitignore(): boolean {
    return this.flags.gitignore !== false && (this.configuration.gitignore ?? true);
  }

  get maxFileSize(): number {
    return this.flags.maxFileSize ?? this.configuration.maxFileSize ?? DEFAULT_MAX_FILE_SIZE;
  }

  get failOn(): FailOn {
    return this.configuration.failOn ?? "edits";
  }

  /** Absolute. */
  get baseline(): string | undefined {
    return this.configuration.baseline === undefined ? undefined : resolve(this.base, this.configuration.baseline);
  }

  /** @param file absolute; its name alone matters, it need not exist */
  forFile(file: string): FileSettings {
    const merged = this.merged(file);
    return { ...this.settingsOf(merged), syntax: this.formatOf(file) ?? "text" };
  }

  /** Whether the name's ending, a flag or the configuration tells how a file is to be read. A name without an ending is one of plain text. */
  knowsFormatOf(file: string): boolean {
    return this.formatOf(file) !== undefined;
  }

  /** What holds for text that is no file (a stream's documents, a phrase). */
  forText(): FileSettings {
    return { ...this.settingsOf(this.configuration), syntax: "text" };
  }

  private settingsOf(options: FileConfiguration): Omit<FileSettings, "syntax"> {
    const attributes = [...new Set([...(options.attributes ?? []), ...(this.flags.attribute ?? [])])];
    const boilerplate = this.flags.boilerplate ?? (!this.flags.article && options.boilerplate === true);
    return { minProbability: this.minProbability(options), formatOptions: { attributes, boilerplate }, repairer: this.repairerOptions(options) };
  }

  private formatOf(file: string): FileSettings["syntax"] | undefined {
    const format = this.flags.inputFormat ?? this.merged(file).inputFormat ?? "auto";
    return format === "auto" ? FORMATS[extname(file).toLowerCase()] : format;
  }

  private merged(file: string): FileConfiguration {
    const path = relative(this.base, file).split(sep).join("/");
    const matches = ({ files }: Override): boolean => !path.startsWith("..") && ignore().add(files).ignores(path);
    return Object.assign({}, this.configuration, ...(this.configuration.overrides ?? []).filter(matches)) as FileConfiguration;
  }

  private minProbability({ minProbability, operatingPoint }: FileConfiguration): number {
    const { flags } = this;
    const point = (flags.safe ? "precision-0.95" : flags.operatingPoint) as OperatingPoint | undefined;
    return (
      resolveMinProbability(definite({ minProbability: flags.minProbability, operatingPoint: point })) ??
      resolveMinProbability(definite({ minProbability, operatingPoint: operatingPoint as OperatingPoint | undefined })) ??
      OPERATING_POINTS.best
    );
  }

  private repairerOptions(options: FileConfiguration): RepairerOptions {
    const { flags, configuration } = this;
    const files = this.dictionaryFiles(options);
    return definite({
      safe: flags.safe,
      trust: flags.trust,
      minVerdict: flags.minVerdict ?? options.minVerdict,
      leaveAlone: [...(options.leaveAlone ?? []), ...(flags.leaveAlone ?? [])],
      withoutHeads: options.withoutHeads,
      withoutFiles: options.withoutFiles,
      dictionaries: files.map((file) => this.dictionaries.get(file)!),
      noBundledDictionaries: options.noBundledDictionaries,
      data: flags.data !== undefined ? resolve(this.cwd, flags.data) : configuration.data !== undefined ? resolve(this.base, configuration.data) : undefined,
    });
  }

  private dictionaryFiles({ dictionaries = [] }: FileConfiguration): string[] {
    return [...dictionaries.map((file) => resolve(this.base, file)), ...(this.flags.dictionary ?? []).map((file) => resolve(this.cwd, file))];
  }

  private async readDictionaries(): Promise<void> {
    const all = [this.configuration, ...(this.configuration.overrides ?? [])].flatMap((options) => this.dictionaryFiles(options));
    for (const file of new Set(all)) {
      const text = await readFile(file, "utf8").catch((error: Error) => {
        throw new FileError(
          file,
          `the dictionary cannot be read (${error.message})`,
          "check its name in the configuration's dictionaries or after --dictionary",
        );
      });
      this.dictionaries.set(file, { name: relative(this.cwd, file), text });
    }
  }
}

/** What the ending of a name tells. */
const FORMATS: Record<string, Exclude<Syntax, "auto">> = {
  "": "text",
  ".txt": "text",
  ".text": "text",
  ".md": "markdown",
  ".markdown": "markdown",
  ".mdx": "mdx",
  ".html": "html",
  ".htm": "html",
  ".xhtml": "html",
};

/** The members that have a value. */
function definite<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
