import { closest, distance } from "fastest-levenshtein";
import { formatFault, formatsFault } from "./formats/format-of.js";
import type { FormatName } from "./formats/load-format.js";
import type { Format } from "./formats/prose.js";
import type { CausalScorer } from "./judge/causal-scorer.js";
import { DATA_FILES, type DataPlace, type LoadProgress } from "./load-data.js";
import { MIN_VERDICT, OPERATING_POINTS, type OperatingPoint } from "./operating-points.js";
import { OptionsError } from "./options-error.js";
import type { Span } from "./types.js";

export { OptionsError };

/** A dictionary of one's own: its text (see dictionaries/README.md for the format) and a name for error messages. */
export interface DictionaryText {
  /** Shown in errors: `name:line: problem; cure`. */
  name: string;
  /** The dictionary file's content. */
  text: string;
  /**
   * How sure a form of it stands for its head, 0..1, where the entry itself does not say (`warfare @0.5`). A form that is at least as sure as an edit must
   * be is restored wherever it stands in a garbled document; 0 makes it evidence like the bundled entries. Default {@link OWN_WEIGHT}: what is listed is meant.
   */
  weight?: number;
}

/** What an entry of one's own weighs unless it says otherwise, 0..1. */
export const OWN_WEIGHT = 0.99;

/** Options of a single call. */
export interface RepairOptions {
  /**
   * The least probability an edit must have, 0..1. Higher: fewer and surer edits. Default: that of `operatingPoint`.
   */
  minProbability?: number;
  /** A named point on the precision/recall curve instead of a number. Default `"best"`, the best F0.5. */
  operatingPoint?: OperatingPoint;
  /**
   * What the text is: `"text"`, `"markdown"`, `"mdx"`, `"html"`, or a format with options of its own, such as `html({ attributes: ["alt"] })` of
   * `ungarble/formats`. Markup and code are then neither read nor changed, and all offsets are those of the source. Default `"text"`.
   */
  format?: FormatName | Format;
  /**
   * Only what is sure: the operating point is `"precision-0.95"` unless another is named, and braces are never taken for a spinner's. Default false.
   */
  safe?: boolean;
  /** Restore what one's own dictionaries list in any text, also where nothing else speaks for garble. Default false: in garbled documents only. */
  trust?: boolean;
  /** Stretches of the text that are neither read nor changed (code, markup). UTF-16 offsets. Default: none. */
  exclude?: readonly Span[];
}

/** Options of a repairer. All are fixed when it is created, but for those of RepairOptions, which a call may override. */
export interface RepairerOptions extends Omit<RepairOptions, "exclude" | "format"> {
  /**
   * Formats whose parsers are loaded at once, or formats of one's own, which calls may then name. Default: none; a parser is loaded when a call first
   * names its format. Needed where that cannot be done in the midst of a synchronous call: in browsers.
   */
  formats?: readonly (FormatName | Format)[];
  /** Dictionaries of one's own, added to the bundled ones. Same format, same checks. Default: none. */
  dictionaries?: readonly DictionaryText[];
  /** Leave the bundled English dictionaries out. Default false. */
  noBundledDictionaries?: boolean;
  /** Words and phrases (as they stand in the text, case aside) that are never changed. Default: none. */
  leaveAlone?: readonly string[];
  /** Originals (heads) that are never proposed, case aside. Default: none. */
  withoutHeads?: readonly string[];
  /** Bundled dictionary files, or folders of them, whose originals are never proposed: `"names"`, `"news/business.txt"`. Default: none. */
  withoutFiles?: readonly string[];
  /** The least probability of garbling for a document to be called garbled, 0..1. Default 0.75. */
  minVerdict?: number;
  /**
   * Where the bundled data (`english.lm`, …) lie: a directory's path or URL, or an object with the place or the bytes of each file. Relative to the working
   * directory in Node, to the page in a browser. Default: the package's own `data/`, read from disk in Node and fetched elsewhere.
   */
  data?: NonNullable<DataPlace>;
  /** Told again and again how far each data file has come, where they are fetched. Default: nobody is. */
  onProgress?: (progress: LoadProgress) => void;
  /**
   * The causal language model that deep mode reads with: `llamaCppScorer`, `endpointScorer`, or one of your own. Default: that of the package
   * ungarble-deep, if it is installed. Without a call of `repairDeep` or `detectDeep` it is never used.
   */
  judge?: CausalScorer;
}

/** RepairerOptions with every default filled in. */
export interface ResolvedOptions {
  formats: readonly (FormatName | Format)[];
  minProbability: number;
  safe: boolean;
  trust: boolean;
  minVerdict: number;
  dictionaries: readonly DictionaryText[];
  bundledDictionaries: boolean;
  leaveAlone: readonly string[];
  withoutHeads: readonly string[];
  withoutFiles: readonly string[];
  data: DataPlace;
  onProgress: (progress: LoadProgress) => void;
  judge: CausalScorer | undefined;
}

const tellNobody = (): void => {};

/** A text that is none. */
export class InputError extends Error {
  override readonly name = "InputError";

  constructor(
    /** The argument: `"text"`. */
    readonly where: string,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`${where}: ${problem}; ${cure}`);
  }
}

/** Every option with its check: what is wrong with a value that is there and the cure, or nothing. */
type Checks<T> = { [name in keyof Required<T>]: (value: unknown) => [problem: string, cure: string] | undefined };

const CALL_CHECKS: Checks<RepairOptions> = {
  minProbability: probability,
  operatingPoint: (value) =>
    typeof value === "string" && Object.hasOwn(OPERATING_POINTS, value)
      ? undefined
      : [`${shown(value)} is no operating point`, `use one of ${Object.keys(OPERATING_POINTS).join(", ")}`],
  safe: flag,
  trust: flag,
  exclude: spans,
  format: formatFault,
};

const CHECKS: Checks<RepairerOptions> = {
  minProbability: CALL_CHECKS.minProbability,
  operatingPoint: CALL_CHECKS.operatingPoint,
  safe: flag,
  trust: flag,
  minVerdict: probability,
  formats: formatsFault,
  dictionaries: dictionaryTexts,
  noBundledDictionaries: flag,
  leaveAlone: strings,
  withoutHeads: strings,
  withoutFiles: strings,
  onProgress: (value) => (typeof value === "function" ? undefined : [`${shown(value)} is not a function`, "give a function, or leave it out"]),
  data: dataPlace,
  judge: (value) =>
    typeof (value as Partial<CausalScorer> | null)?.score === "function"
      ? undefined
      : ["no language model", "give what llamaCppScorer or endpointScorer return, or an object with a method score(left, options, right)"],
};

/**
 * The only place with defaults.
 * @throws OptionsError naming option, problem and cure.
 */
export function resolveOptions(options: RepairerOptions = {}): ResolvedOptions {
  check(options, CHECKS, "createRepairer takes");
  return {
    minProbability: leastProbability(options) ?? OPERATING_POINTS.best,
    safe: options.safe ?? false,
    trust: options.trust ?? false,
    minVerdict: options.minVerdict ?? MIN_VERDICT,
    dictionaries: options.dictionaries ?? [],
    formats: options.formats ?? [],
    bundledDictionaries: !(options.noBundledDictionaries ?? false),
    leaveAlone: options.leaveAlone ?? [],
    withoutHeads: options.withoutHeads ?? [],
    withoutFiles: options.withoutFiles ?? [],
    data: options.data,
    onProgress: options.onProgress ?? tellNobody,
    judge: options.judge,
  };
}

/**
 * What a call is given, checked.
 * @throws InputError for a text that is no string, OptionsError naming option, problem and cure
 */
export function checkCall(text: unknown, options: RepairOptions): void {
  if (typeof text !== "string") throw new InputError("text", `${shown(text)} is not a string`, "give the text as a string; bytes are decoded with TextDecoder");
  check(options, CALL_CHECKS, "a call takes");
}

/**
 * The least probability that the options ask for, or undefined when they leave it open.
 * @throws OptionsError naming option, problem and cure.
 */
export function resolveMinProbability(options: RepairOptions): number | undefined {
  check(options, CALL_CHECKS, "a call takes");
  return leastProbability(options);
}

function leastProbability({ minProbability, operatingPoint, safe }: RepairOptions): number | undefined {
  const point = operatingPoint ?? (safe ? "precision-0.95" : undefined);
  return minProbability ?? (point === undefined ? undefined : OPERATING_POINTS[point]);
}

function check<T>(options: unknown, checks: Checks<T>, taker: string): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new OptionsError("list", `${shown(options)} is no object with options`, "give an object such as { minProbability: 0.9 }, or nothing");
  }
  const names = Object.keys(checks);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) {
      throw new OptionsError(name, "is unknown", isNear(name, names) ? `did you mean ${closest(name, names)}?` : `${taker} ${names.join(", ")}`);
    }
    const fault = value === undefined ? undefined : checks[name as keyof T](value);
    if (fault) throw new OptionsError(name, ...fault);
  }
}

/** Another name by a slip or two. */
const isNear = (name: string, names: readonly string[]): boolean =>
  names.some((known) => distance(known.toLowerCase(), name.toLowerCase()) <= Math.max(2, known.length / 4));

function probability(value: unknown): [string, string] | undefined {
  return typeof value === "number" && value >= 0 && value <= 1 ? undefined : [`${shown(value)} is not a probability`, "give a number from 0 to 1"];
}

function dictionaryTexts(value: unknown): [string, string] | undefined {
  const isText = (item: Partial<DictionaryText> | null): boolean => typeof item?.name === "string" && typeof item?.text === "string";
  if (!Array.isArray(value) || !value.every(isText)) return ["not a list of { name, text }", 'give [{ name: "mine.txt", text: "war = warfare | battle" }]'];
  for (const { name, weight } of value as DictionaryText[]) {
    const fault = weight === undefined ? undefined : probability(weight);
    if (fault) return [`the weight of ${name}: ${fault[0]}`, fault[1]];
  }
  return undefined;
}

function flag(value: unknown): [string, string] | undefined {
  return typeof value === "boolean" ? undefined : [`${shown(value)} is neither true nor false`, "give true or false"];
}

function strings(value: unknown): [string, string] | undefined {
  const good = Array.isArray(value) && value.every((item) => typeof item === "string");
  return good ? undefined : ["not a list of strings", 'give an array such as ["war", "state division"]'];
}

function spans(value: unknown): [string, string] | undefined {
  if (!Array.isArray(value)) return ["not a list of spans", "give an array such as [{ start: 0, end: 12 }]"];
  let free = 0;
  for (const [i, span] of value.entries()) {
    const { start, end } = (span ?? {}) as Partial<Span>;
    if (!Number.isInteger(start) || !Number.isInteger(end) || start! < 0)
      return [`span ${i} has no offsets`, "give { start, end } in whole UTF-16 units from 0"];
    if (end! < start!) return [`span ${i} ends at ${end}, before it starts at ${start}`, "give the smaller offset as start"];
    if (start! < free) return [`span ${i} starts at ${start}, before the one before it ends at ${free}`, "sort the spans, and join those that overlap"];
    free = end!;
  }
  return undefined;
}

const isPlace = (value: unknown): boolean => typeof value === "string" || value instanceof URL;
const isContent = (value: unknown): boolean => value instanceof Uint8Array;

function dataPlace(value: unknown): [string, string] | undefined {
  if (isPlace(value)) return undefined;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${shown(value)} is no place`, "give a folder's path or URL"];
  const files: readonly string[] = Object.values(DATA_FILES);
  for (const [file, place] of Object.entries(value)) {
    if (!files.includes(file)) return [`“${file}” is no data file`, `name files of ${files.join(", ")}`];
    if (place !== undefined && !isPlace(place) && !isContent(place)) return [`${shown(place)} is no place for ${file}`, "give the file's path or URL"];
  }
  return undefined;
}

/** A value as a message shows it: short, on one line. */
function shown(value: unknown): string {
  if (typeof value === "string") return `“${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`.replaceAll("\n", " ");
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : typeof value === "function" ? "a function" : String(value);
}
