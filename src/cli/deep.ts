import type { CausalScorer } from "../judge/causal-scorer.js";
import type { RepairOptions } from "../options.js";
import type { Repairer, Weighed } from "../repairer.js";
import type { Detection, Verdict } from "../types.js";
import { say } from "./printable.js";

/** Flags of deep mode. */
export interface DeepFlags {
  /** Let a causal language model read what is uncertain. */
  deep?: boolean;
  /** The model: a GGUF file, or the URL of a completions endpoint. Deep mode then, too. */
  judge?: string;
}

export const isDeep = ({ deep, judge }: DeepFlags): boolean => deep === true || judge !== undefined;

/**
 * The model that is named: a URL is an endpoint, whose key stands in UNGARBLE_JUDGE_KEY and the name of whose model in UNGARBLE_JUDGE_MODEL; anything else is a
 * GGUF file. undefined when none is: the installed one then.
 * @throws ScorerError for a model that cannot be loaded
 */
export async function namedScorer({ judge }: DeepFlags): Promise<CausalScorer | undefined> {
  if (judge === undefined) return undefined;
  if (!/^https?:/i.test(judge)) return (await import("../judge/llama-cpp-scorer.js")).llamaCppScorer({ file: judge });
  const { UNGARBLE_JUDGE_KEY: key, UNGARBLE_JUDGE_MODEL: model } = process.env;
  const { endpointScorer } = await import("../judge/endpoint-scorer.js");
  return endpointScorer({ url: judge, ...(key ? { key } : {}), ...(model ? { model } : {}) });
}

/** The findings of a text, in deep mode where it is asked for. */
export const detect = (repairer: Repairer, flags: DeepFlags, text: string, options: RepairOptions): Detection | Promise<Detection> =>
  isDeep(flags) ? repairer.detectDeep(text, options) : repairer.detect(text, options);

/** All that was weighed in a text, in deep mode where it is asked for. */
export const weigh = (repairer: Repairer, flags: DeepFlags, text: string, options: RepairOptions): Weighed | Promise<Weighed> =>
  isDeep(flags) ? repairer.weighDeep(text, options) : repairer.weigh(text, options);

/** Says so on standard error when the model gave no answer and a text was read without. */
export function tellUnavailable(path: string, { deep }: Verdict): void {
  if (deep?.kind === "unavailable") say(`${path}: read without deep mode: ${deep.problem}`);
}
