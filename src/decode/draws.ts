import { fromLog, type LogProb, logSumExp, toLog } from "../log-prob.js";

/** A place in the document where a head may have stood: replaced there, or left as it is. */
export interface Occurrence {
  /** The pair by which the head would have been replaced, or KEPT. */
  pair: number;
  /** Probability that the head stood here, 0..1. */
  posterior: number;
  /** P(what is observed | the head stood here) that the posterior was found with, above 0..1; 1 when nothing was asked. */
  assumed: number;
}

/** Nothing is replaced without fail: the most a head's probability of being replaced may be. */
export const RATE_MAX = 0.99;
/** The draw of a spinner that leaves the head alone. */
export const KEPT = -1;
/** A draw that none of the document's occurrences shows. */
const UNSEEN = -2;
/** Share of occurrences that break the rule: half of them are kept, half drawn anew. */
const EXCEPTION = 0.02;

/**
 * What a spinner drew for one head. It makes one draw a head and document, to keep it or one of its forms, and holds to it. The document's
 * occurrences say together what that was: every one sends the likelihood of what it shows under every draw, its own other readings weighed in
 * (belief propagation, Pearl 1988).
 *
 * @example
 * const draw = new Draw(0.8, () => 1 / 4, [{ pair: 7, posterior: 0.99, assumed: 0.2 }]);
 * draw.predict(7); // 0.99
 * draw.predict(8); // 0.004
 */
export class Draw {
  private readonly states: number[];
  /** State → Σ of the occurrences' log-likelihoods. */
  private readonly evidence: LogProb[];
  /** P(a draw of none of the pairs that the occurrences show | the head is replaced). */
  private readonly unseen: number;

  /**
   * @param replaced P(the spinner replaces the head), before the document is read, 0..1
   * @param form pair → P(drawn | the head is replaced); sums to 1 over the head's pairs, or to less when it has others
   */
  constructor(
    private readonly replaced: number,
    private readonly form: (pair: number) => number,
    occurrences: readonly Occurrence[],
  ) {
    this.states = [...new Set([KEPT, UNSEEN, ...occurrences.map(({ pair }) => pair)])];
    this.unseen = Math.max(0, 1 - this.states.reduce((sum, state) => sum + (state >= 0 ? form(state) : 0), 0));
    this.evidence = this.states.map((state) => occurrences.reduce((sum, occurrence) => sum + this.message(occurrence, state), 0));
  }

  /**
   * P(the head is replaced by `pair`, or kept | the occurrences).
   * @param except those of the occurrences that are to have no say: the one that is asked about cannot prove itself
   */
  predict(pair: number, except: readonly Occurrence[] = []): number {
    const weights = this.states.map(
      (state, i) => toLog(this.prior(state)) + this.evidence[i]! - except.reduce((sum, occurrence) => sum + this.message(occurrence, state), 0),
    );
    const all = logSumExp(weights);
    return this.states.reduce((sum, state, i) => sum + fromLog(weights[i]! - all) * this.likelihood(pair, state), 0);
  }

  private prior(state: number): number {
    if (state === KEPT) return 1 - this.replaced;
    return this.replaced * (state === UNSEEN ? this.unseen : this.form(state));
  }

  /** P(observed as `pair` | the spinner's draw). */
  private likelihood(pair: number, draw: number): number {
    let held = pair === draw ? 1 : 0;
    if (draw === UNSEEN && !this.states.includes(pair) && this.unseen > 0) held = Math.min(1, this.form(pair) / this.unseen);
    return (1 - EXCEPTION) * held + (EXCEPTION / 2) * (pair === KEPT ? 1 : this.form(pair));
  }

  private message({ pair, posterior, assumed }: Occurrence, draw: number): LogProb {
    return toLog(1 - posterior + (posterior * this.likelihood(pair, draw)) / assumed);
  }
}
