import type { CausalScorer } from "./judge/causal-scorer.js";
import type { DataPlace, LoadProgress } from "./load-data.js";
import { MIN_VERDICT, OPERATING_POINTS, type OperatingPoint } from "./operating-points.js";
import type { Span } from "./types.js";

/** A dictionary of one's own: its text (see dictionaries/README.md for the format) and a name for error messages. */
export interface DictionaryText {
  /** Shown in errors: `name:line: problem; cure`. */
  name: string;
  /** The dictionary file's content. */
  text: string;
}

/** Options of a single call. */
export interface RepairOptions {
  /**
   * The least probability an edit must have, 0..1. Higher: fewer and surer edits. Default: that of `operatingPoint`.
   */
  minProbability?: number;
  /** A named point on the precision/recall curve instead of a number. Default `"best"`, the best F0.5. */
  operatingPoint?: OperatingPoint;
  /** Stretches of the text that are neither read nor changed (code, markup). UTF-16 offsets. Default: none. */
  exclude?: readonly Span[];
}

/** Options of a repairer. All are fixed when it is created, but for those of RepairOptions, which a call may override. */
export interface RepairerOptions extends Omit<RepairOptions, "exclude"> {
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
  /** The least probability of garbling for a document to be called garbled, 0..1. Default 0.95: most documents are clean. */
  minVerdict?: number;
  /**
   * Where the bundled data (`english.lm`, …) lie: a directory's path or URL, or an object with the place of each file. Relative to the working
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
  minProbability: number;
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

/** A fault in an option: which, what is wrong, and the cure. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";

  constructor(
    readonly option: string,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`option ${option}: ${problem}; ${cure}`);
  }
}

const tellNobody = (): void => {};

/**
 * The only place with defaults and their checks.
 * @throws OptionsError naming option, problem and cure.
 */
export function resolveOptions(options: RepairerOptions = {}): ResolvedOptions {
  return {
    minProbability: resolveMinProbability(options) ?? OPERATING_POINTS.best,
    minVerdict: probability("minVerdict", options.minVerdict) ?? MIN_VERDICT,
    dictionaries: dictionaries(options.dictionaries),
    bundledDictionaries: !(options.noBundledDictionaries ?? false),
    leaveAlone: strings("leaveAlone", options.leaveAlone),
    withoutHeads: strings("withoutHeads", options.withoutHeads),
    withoutFiles: strings("withoutFiles", options.withoutFiles),
    data: options.data,
    onProgress: callback("onProgress", options.onProgress) ?? tellNobody,
    judge: scorer(options.judge),
  };
}

/** The least probability that the options ask for, or undefined when they leave it open. */
export function resolveMinProbability({ minProbability, operatingPoint }: RepairOptions): number | undefined {
  if (minProbability !== undefined) return probability("minProbability", minProbability);
  if (operatingPoint === undefined) return undefined;
  const point = (OPERATING_POINTS as Record<string, number>)[operatingPoint];
  if (point === undefined)
    throw new OptionsError("operatingPoint", `“${operatingPoint}” is no operating point`, `use one of ${Object.keys(OPERATING_POINTS).join(", ")}`);
  return point;
}

function probability(option: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !(value >= 0 && value <= 1))
    throw new OptionsError(option, `${String(value)} is not a probability`, "give a number from 0 to 1");
  return value;
}

function callback<F>(option: string, value: F | undefined): F | undefined {
  if (value === undefined || typeof value === "function") return value;
  throw new OptionsError(option, "not a function", "give a function, or leave it out");
}

function scorer(value: CausalScorer | undefined): CausalScorer | undefined {
  if (value !== undefined && typeof value?.score !== "function")
    throw new OptionsError(
      "judge",
      "no language model",
      "give what llamaCppScorer or endpointScorer return, or an object with a method score(left, options, right)",
    );
  return value;
}

function strings(option: string, value: readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== "string"))
    throw new OptionsError(option, "not a list of strings", 'give an array such as ["war", "state division"]');
  return value;
}

function dictionaries(value: readonly DictionaryText[] | undefined): readonly DictionaryText[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.some((item) => typeof item?.name !== "string" || typeof item?.text !== "string")) {
    throw new OptionsError("dictionaries", "not a list of { name, text }", 'give [{ name: "mine.txt", text: "war = warfare | battle" }]');
  }
  return value;
}
