/** A codebook and, for every value, the index of its nearest entry. */
export interface Quantised {
  codes: Uint8Array;
  /** Rising values; its length is the number of entries, fewer than asked for when there are fewer different values. */
  values: Float32Array;
}

/** Values are gathered into this many steps of equal width first. */
const STEPS = 1 << 14;
const ROUNDS = 60;

/**
 * A codebook with the least mean squared error: Lloyd–Max, that is k-means in one dimension, started at the quantiles.
 *
 * @param values finite
 * @param weights how much an error in each value counts; all alike when left out
 * @param size entries of the codebook, 1..256
 */
export function quantise(values: Float32Array, size: number, weights?: Float32Array): Quantised {
  if (values.length === 0) return { codes: new Uint8Array(0), values: new Float32Array(1) };
  const [low, high] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  const width = (high - low) / STEPS || 1;
  const mass = new Float64Array(STEPS);
  const moment = new Float64Array(STEPS);
  const step = (value: number): number => Math.min(STEPS - 1, Math.floor((value - low) / width));
  for (let i = 0; i < values.length; i++) {
    const weight = weights ? weights[i] : 1;
    mass[step(values[i])] += weight;
    moment[step(values[i])] += weight * values[i];
  }
  let codebook = quantiles(mass, moment, size);
  for (let round = 0; round < ROUNDS; round++) codebook = means(mass, moment, codebook, (s) => low + (s + 0.5) * width);
  const sorted = Float32Array.from(new Set(codebook)).sort();
  return { codes: Uint8Array.from(values, (value) => nearest(sorted, value)), values: sorted };
}

/** The means of `size` parts of equal mass. */
function quantiles(mass: Float64Array, moment: Float64Array, size: number): number[] {
  const total = mass.reduce((sum, m) => sum + m, 0);
  const found: number[] = [];
  let [seen, partMass, partMoment] = [0, 0, 0];
  for (let s = 0; s < mass.length; s++) {
    partMass += mass[s];
    partMoment += moment[s];
    seen += mass[s];
    if (partMass > 0 && (seen >= ((found.length + 1) * total) / size || s === mass.length - 1)) {
      found.push(partMoment / partMass);
      partMass = partMoment = 0;
    }
  }
  return found;
}

/** One round of Lloyd's algorithm: every entry becomes the mean of what is nearest to it. */
function means(mass: Float64Array, moment: Float64Array, codebook: readonly number[], middleOf: (step: number) => number): number[] {
  const masses = new Float64Array(codebook.length);
  const moments = new Float64Array(codebook.length);
  let entry = 0;
  for (let s = 0; s < mass.length; s++) {
    while (entry + 1 < codebook.length && middleOf(s) > (codebook[entry] + codebook[entry + 1]) / 2) entry++;
    masses[entry] += mass[s];
    moments[entry] += moment[s];
  }
  return codebook.map((value, i) => (masses[i] > 0 ? moments[i] / masses[i] : value));
}

/** Index of the entry of a rising codebook that is nearest to a value. */
function nearest(codebook: Float32Array, value: number): number {
  let low = 0;
  let high = codebook.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value > (codebook[middle] + codebook[middle + 1]) / 2) low = middle + 1;
    else high = middle;
  }
  return low;
}
