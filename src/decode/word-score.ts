import type { LogProb } from "../log-prob.js";
import type { LanguageModel } from "../model/language-model.js";
import { UNKNOWN } from "../model/vocabulary.js";

/**
 * The language model gives all words it does not know together the probability of `<unk>`. One of them has a share of it; so many are taken to
 * be about. Nats.
 */
const UNKNOWN_SHARE: LogProb = -9;

/** log P(w | t u v) for one word, also when the model does not know it. Context ids as in {@link LanguageModel.score}. */
export function wordScore(model: LanguageModel, t: number, u: number, v: number, w: number): LogProb {
  const score = model.score(t, u, v, w);
  return w === UNKNOWN ? score + UNKNOWN_SHARE : score;
}
