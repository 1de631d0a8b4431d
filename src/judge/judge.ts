import type { LogProb } from "../log-prob.js";
import type { CausalScorer } from "./causal-scorer.js";
import { judgeFeatures } from "./judge-features.js";
import type { JudgeModel } from "./judge-model.js";
import { likeliest, overlap, type Place, placesOf, type WeighedProposal } from "./places.js";
import { type Memory, readPlaces } from "./read-places.js";

/** What became of a proposal. */
export interface Judgement {
  /** 0..1: that it restores the original, now that it was read in its sentence; as before when it was not read. */
  probability: number;
  /** What the text gains in log-probability by it, nats; undefined when it was not read. */
  gain: LogProb | undefined;
}

/** The judgements on all proposals of a text, in their order, and what they cost. */
export interface Judged {
  judgements: Judgement[];
  /** Stretches of text that were read. */
  places: number;
  tokensRead: number;
}

/** What lies between is uncertain and worth reading. */
const UNLIKELY = 0.08;
const SURE = 0.92;
/** A proposal is taken as made when it is likelier than not. */
export const MADE = 0.5;
/** Readings: the second one, of what is uncertain still, is in the text as the first one restored it. */
const PASSES = 2;

const uncertain = (probability: number): boolean => probability > UNLIKELY && probability < SURE;

/**
 * The places worth reading, by start: where uncertain proposals stand that overlap no sure one.
 * @param probabilities of the proposals, as far as known
 */
export function uncertainPlaces(proposals: readonly WeighedProposal[], probabilities: ArrayLike<number>, made: readonly number[]): Place[] {
  const sure = made.filter((i) => probabilities[i]! >= SURE).map((i) => proposals[i]!);
  let at = 0;
  const open = proposals
    .map((_, i) => i)
    .filter((i) => uncertain(probabilities[i]!))
    .sort((a, b) => proposals[a]!.start - proposals[b]!.start)
    .filter((i) => {
      const own = proposals[i]!;
      while (at < sure.length && sure[at]!.end <= own.start) at++;
      return at === sure.length || !overlap(sure[at]!, own);
    });
  return placesOf(proposals, open);
}

/**
 * Lets a causal language model read what is uncertain: sure proposals are taken as made, likely ones too as long as they are not themselves in
 * question, and every uncertain one is scored in the text as restored so far, against the text as it stands and against its rivals.
 * Deterministic for a deterministic model.
 */
export class Judge {
  constructor(
    private readonly scorer: CausalScorer,
    private readonly model: JudgeModel,
  ) {}

  /**
   * @param proposals all that was proposed for the text, rivals included, in any order
   * @throws ScorerError when the model gives no answer
   */
  async judge(text: string, proposals: readonly WeighedProposal[]): Promise<Judged> {
    const probabilities = proposals.map(({ probability }) => probability);
    const gains = new Map<number, LogProb>();
    const memory: Memory = new Map();
    let places = 0;
    let tokensRead = 0;
    for (let pass = 0; pass < PASSES; pass++) {
      const made = likeliest(proposals, probabilities, MADE);
      const open = uncertainPlaces(proposals, probabilities, made);
      if (open.length === 0) break;
      const read = await readPlaces(text, proposals, made, open, this.scorer, memory);
      tokensRead += read.tokensRead;
      if (pass === 0) places = open.length;
      for (const [i, gain] of read.gains) gains.set(i, gain);
      for (const { proposals: here } of open) {
        for (const i of here) probabilities[i] = this.model.probability(judgeFeatures(proposals, i, here, read.gains));
      }
    }
    return { judgements: probabilities.map((probability, i) => ({ probability, gain: gains.get(i) })), places, tokensRead };
  }
}
