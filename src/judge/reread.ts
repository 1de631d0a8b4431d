import type { ReadDocument } from "../decode/document.js";
import { rewrite } from "../decode/edits.js";
import type { RankedProposal } from "../decode/select.js";
import type { DeepReading } from "../types.js";
import { ScorerError } from "./causal-scorer.js";
import type { Judge } from "./judge.js";
import type { WeighedProposal } from "./places.js";

/** Proposals as text: what would be put where. */
export function asText(text: string, document: ReadDocument, ranked: readonly RankedProposal[]): WeighedProposal[] {
  return ranked.map(({ sentence, change, probability }) => ({ ...rewrite(text, document.sentences[sentence]!.terms, change), probability }));
}

/**
 * Ranked proposals with the probabilities they have once a causal language model has read them. A model that gives no answer leaves them as they
 * are; what went wrong is told.
 */
export async function reread(
  judge: Judge,
  text: string,
  document: ReadDocument,
  ranked: readonly RankedProposal[],
): Promise<{ ranked: readonly RankedProposal[]; deep: DeepReading }> {
  try {
    const { judgements, places, tokensRead } = await judge.judge(text, asText(text, document, ranked));
    return {
      ranked: ranked.map((proposal, i) => ({ ...proposal, probability: judgements[i]!.probability, judge: judgements[i]!.gain })),
      deep: { kind: "read", places, tokensRead },
    };
  } catch (error) {
    if (!(error instanceof ScorerError)) throw error;
    return { ranked, deep: { kind: "unavailable", problem: error.message } };
  }
}
