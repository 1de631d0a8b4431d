import { toLog } from "../log-prob.js";
import { BackoffModel } from "./backoff-model.js";

/** Which n-grams a smaller model keeps, by level: 1 = kept. Levels 0 and 1 are kept whole. */
export type Kept = readonly (Uint8Array | undefined)[];

/** Numerators and denominators of back-off weights are not let fall below this. */
const REST_MIN = 1e-9;

/**
 * How much each n-gram is worth: the relative entropy, in nats a term, by which the model moves when this one n-gram is left to
 * back-off (Stolcke 1998), with the histories' probabilities taken from the corpus rather than from the model (Chelba et al. 2010).
 * By level; levels 0 and 1 are empty.
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

/** The n-grams whose score is above a threshold and that occur at least `minCounts[n]` times (default 1). */
export function keepAbove(model: BackoffModel, scores: readonly Float32Array[], threshold: number, minCounts: readonly number[] = []): Kept {
  return scores.map((level, n) => {
    if (n < 2) return undefined;
    const { count, size } = model.trie.levels[n];
    const least = minCounts[n] ?? 1;
    const kept = new Uint8Array(size);
    for (let i = 0; i < size; i++) if (level[i] > threshold && count[i] >= least) kept[i] = 1;
    return kept;
  });
}

/** The model with only some n-grams, its back-off weights computed anew so that every context's probabilities sum to 1 again. */
export function pruned(model: BackoffModel, kept: Kept): BackoffModel {
  const { trie, probability } = model;
  const backoff: Float32Array[] = [new Float32Array(0)];
  let shorter = probability[1]; // what the smaller model says of every n-gram of the level below, kept or not
  for (let n = 2; n <= trie.order; n++) {
    const { start, size } = trie.levels[n - 1];
    const { suffix, size: ngrams } = trie.levels[n];
    const isKept = kept[n] as Uint8Array;
    const weights = new Float32Array(size).fill(1);
    const now = n < trie.order ? new Float32Array(ngrams) : undefined;
    for (let context = 0; context < size; context++) {
      let rest = 1;
      let restShorter = 1;
      for (let i = start[context]; i < start[context + 1]; i++) {
        if (!isKept[i]) continue;
        rest -= probability[n][i];
        restShorter -= shorter[suffix[i]];
      }
      const weight = rest < 1 ? Math.max(rest, REST_MIN) / Math.max(restShorter, REST_MIN) : 1;
      weights[context] = weight;
      if (now) for (let i = start[context]; i < start[context + 1]; i++) now[i] = isKept[i] ? probability[n][i] : weight * shorter[suffix[i]];
    }
    backoff.push(weights);
    if (now) shorter = now;
  }
  return new BackoffModel(trie, probability, backoff, kept);
}
