import type { LogProb } from "../log-prob.js";
import type { CausalScorer, Scores } from "./causal-scorer.js";

/** A causal language model over tokens (neural/causal-model.ts). It keeps the keys and values of its prefix from call to call. */
export interface TokenModel {
  /** The token before the first of a text. */
  readonly start: number;
  /** Most tokens of a prefix and all its continuations together. */
  readonly context: number;
  readonly tokenizer: { encode(text: string): readonly number[] };
  /** log P of every token of every continuation, given the prefix (at least one token) and what stands before it in the continuation. */
  score(prefix: readonly number[], continuations: readonly (readonly number[])[]): readonly Float32Array[];
}

/** Makes a scorer of a token model: what the options share is read once, and only as far as the call before has not read it. */
export function tokenModelScorer(model: TokenModel): CausalScorer {
  let last: readonly number[] = [];
  return {
    async score(left, options, right): Promise<Scores> {
      const rows = options.map((option) => [model.start, ...model.tokenizer.encode(left + option + right)]);
      const shared = Math.max(1, commonLength(rows));
      const branches = rows.map((row) => row.slice(shared, shared + (model.context >> 1)));
      const logProbs: LogProb[] = [];
      let tokensRead = 0;
      for (const some of together(branches, model.context >> 1)) {
        const size = some.reduce((sum, branch) => sum + branch.length, 0);
        const prefix = rows[0]!.slice(Math.max(0, shared - (model.context - size)), shared);
        tokensRead += prefix.length - commonLength([prefix, last]) + size;
        last = prefix;
        for (const row of model.score(prefix, some)) logProbs.push(row.reduce((sum, logProb) => sum + logProb, 0));
      }
      return { logProbs, tokensRead };
    },
  };
}

/** How many tokens all rows begin with. */
function commonLength(rows: readonly (readonly number[])[]): number {
  const shortest = Math.min(...rows.map((row) => row.length));
  let at = 0;
  while (at < shortest && rows.every((row) => row[at] === rows[0]![at])) at++;
  return at;
}

/** Branches in their order, in groups of at most so many tokens. */
function together(branches: readonly number[][], most: number): number[][][] {
  const groups: number[][][] = [];
  let size = 0;
  for (const branch of branches) {
    if (groups.length === 0 || size + branch.length > most) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(branch);
    size += branch.length;
  }
  return groups;
}
