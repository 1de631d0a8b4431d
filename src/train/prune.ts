import { toLog } from "../log-prob.js";
import type { BackoffModel, Kept } from "./backoff-model.js";

/** What is left of a context's probability is not let fall below this. */
const REST_MIN = 1e-9;

/**
 * How much each n-gram is worth: the relative entropy, in nats a term, by which the model moves when this one n-gram is left to
 * back-off (Stolcke 1998), with the histories' probabilities taken from the corpus rather than from the model (Chelba et al. 2010).
 * By level; levels 0 and 1 are empty.
 *
 * @param model one in which all n-grams are kept
 */
export function entropyScores(model: BackoffModel): Float32Array[] {
  const { trie, probability, backoff } = model;
  const terms = trie.levels[1].count.reduce((sum, count) => sum + count, 0);
  return trie.levels.map((level, n) => {
    if (n < 2) return new Float32Array(0);
    const scores = new Float32Array(level.size);
    const { start, count, size } = trie.levels[n - 1];
    const p = probability[n];
    const shorter = probability[n - 1];
    for (let context = 0; context < size; context++) {
      let rest = 1;
      let restShorter = 1;
      for (let i = start[context]; i < start[context + 1]; i++) {
        rest -= p[i];
        restShorter -= shorter[level.suffix[i]];
      }
      rest = Math.max(rest, REST_MIN);
      restShorter = Math.max(restShorter, REST_MIN);
      const logWeight = toLog(backoff[n - 1][context]);
      for (let i = start[context]; i < start[context + 1]; i++) {
        const q = shorter[level.suffix[i]];
        const logWithout = toLog((rest + p[i]) / (restShorter + q));
        const loss = p[i] * (toLog(q) + logWithout - toLog(p[i])) + rest * (logWithout - logWeight);
        scores[i] = (-loss * count[context]) / terms;
      }
    }
    return scores;
  });
}

/**
 * The n-grams whose score is above a threshold. From trigrams upwards a context costs a cell of its own: its n-grams are kept only when
 * together they are worth one threshold more than their own. The suffix of a kept n-gram is kept, since the longer one is looked up only
 * where the shorter one was found.
 */
export function keepAbove({ trie }: BackoffModel, scores: readonly Float32Array[], threshold: number): Kept {
  const kept = scores.map((level, n) => (n < 2 ? undefined : new Uint8Array(level.length)));
  for (let n = trie.order; n >= 2; n--) {
    const { start, size } = trie.levels[n - 1];
    const score = scores[n];
    const [isKept, suffixKept] = [kept[n] as Uint8Array, kept[n - 1]];
    for (let context = 0; context < size; context++) {
      let worth = n === 2 ? threshold : 0;
      for (let i = start[context]; i < start[context + 1]; i++) if (score[i] > threshold) worth += score[i] - threshold;
      if (worth < threshold) continue;
      for (let i = start[context]; i < start[context + 1]; i++) if (score[i] > threshold) isKept[i] = 1;
    }
    if (suffixKept) for (let i = 0; i < isKept.length; i++) if (isKept[i]) suffixKept[trie.levels[n].suffix[i]] = 1;
  }
  return kept;
}
