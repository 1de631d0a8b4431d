/** A seeded source of random numbers in [0, 1): the same seed gives the same numbers everywhere (mulberry32, T. Ettinger 2017). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Draws an index with the probability of its share; shares sum to 1. */
export function drawIndex(shares: readonly number[], random: Random): number {
  let at = random();
  for (const [i, share] of shares.entries()) if ((at -= share) < 0) return i;
  return shares.length - 1;
}
