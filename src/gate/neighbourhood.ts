/** Passages on each side that are near, and those that are looked at. */
export const NEAR = 3;
export const FAR = 8;
/** Log-odds of a passage beyond which nothing more is said. */
const LOG_ODDS_MAX = 5;

/** What a passage's own log-odds and its neighbours' say, in this order. Without neighbours a passage is its own. */
export const NEIGHBOURHOOD = ["own", "mean near", "greatest near", "near", "mean far", "words"] as const;

/** A passage as its neighbours see it. */
export interface Seen {
  /** The same for the same words: who says the same again is no further witness. */
  key: number;
  words: number;
  /** Log-odds that a spinner was at it, from itself alone; -∞: it has nothing to say. */
  logOdds: number;
}

/**
 * A spinner goes over a whole article, so that a passage is the more suspicious the more its neighbours are, and a chance find among clean
 * neighbours the less.
 *
 * @param passages a window that holds the FAR passages before and after, where there are so many
 */
export function neighbourhood(passages: readonly Seen[], at: number): Float32Array {
  const { key, words, logOdds } = passages[at]!;
  const own = bounded(logOdds);
  const seen = new Set([key]);
  let near = 0;
  let nearSum = 0;
  let greatest = Number.NEGATIVE_INFINITY;
  let far = 0;
  let farSum = 0;
  for (let distance = 1; distance <= FAR; distance++) {
    for (const i of [at - distance, at + distance]) {
      const other = passages[i];
      if (other === undefined || other.logOdds === Number.NEGATIVE_INFINITY || seen.has(other.key)) continue;
      seen.add(other.key);
      const value = bounded(other.logOdds);
      far++;
      farSum += value;
      if (distance > NEAR) continue;
      near++;
      nearSum += value;
      greatest = Math.max(greatest, value);
    }
  }
  return Float32Array.of(own, near ? nearSum / near : own, near ? greatest : own, near, far ? farSum / far : own, words);
}

const bounded = (value: number): number => Math.max(-LOG_ODDS_MAX, Math.min(LOG_ODDS_MAX, value));
