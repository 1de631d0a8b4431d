import type { LogProb } from "../log-prob.js";

/** What a causal language model says of several ways to go on. */
export interface Scores {
  /**
   * For every option log P(option, then what stands on its right | what stands on its left), nats. Only differences within a call mean
   * anything: a constant that all options share may be left out.
   */
  logProbs: LogProb[];
  /** Tokens the model read for this call. What it remembers of the call before is not counted. */
  tokensRead: number;
}

/**
 * A causal language model that scores text: the one small interface deep mode needs. The package ungarble-deep brings one;
 * {@link llamaCppScorer} and {@link endpointScorer} make one of a GGUF file and of an HTTP endpoint.
 *
 * Deep mode walks through a passage from left to right, so that a call's left side mostly begins with the left side of the call before: a
 * model that keeps its keys and values reads on from there.
 *
 * @example
 * const scorer: CausalScorer = { score: async (left, options, right) => ({ logProbs: options.map((option) => myModel(left, option + right)), tokensRead: 0 }) };
 */
export interface CausalScorer {
  /**
   * @param left the text before, without white space at its end; may be empty
   * @param options what could stand there, at least one; each begins with the white space that separates it from `left`
   * @param right the text after the options, with the white space it begins with; may be empty
   * @throws ScorerError when there is no answer; the document is then repaired without, and its verdict says so
   */
  score(left: string, options: readonly string[], right: string): Promise<Scores>;
}

/** A language model that cannot be had or gave no answer: which, why, and the cure. */
export class ScorerError extends Error {
  override readonly name = "ScorerError";

  constructor(
    readonly where: string,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`${where}: ${problem}; ${cure}`);
  }
}
