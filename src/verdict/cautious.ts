import { logistic, logit } from "../log-prob.js";

/** A passage of fewer words than ENOUGH loses log-odds of CAUTION · ln(ENOUGH / words). */
const ENOUGH = 150;
const CAUTION = 1;

/**
 * P(garbled) of a short passage, more cautious than the models, which a few turns of phrase of a formal one convince ("was conveyed to the station, where
 * he declined to answer questions put to him").
 *
 * @param probability what the models say, 0..1
 */
export function cautious(probability: number, words: number): number {
  if (probability <= 0 || probability >= 1) return probability;
  return logistic(logit(probability) - CAUTION * Math.max(0, Math.log(ENOUGH / Math.max(1, words))));
}
