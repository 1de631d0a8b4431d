/** P(a document begins garbled), P(a garbled passage follows a clean one), P(a clean one follows a garbled one). */
export const START = 0.5;
export const INTO = 0.2;
export const OUT_OF = 0.2;

/**
 * Passages share a page's spinner: a chain of two states (hidden Markov model) over the passages, forward–backward. A passage on its own keeps
 * what it has; beside garbled ones it is likelier garbled, in clean text it has to be surer. Length adds nothing.
 *
 * @param own P(garbled) of each passage by itself, at even odds
 * @returns P(garbled) of each in its surroundings
 */
export function smoothed(own: readonly number[]): number[] {
  const n = own.length;
  const forward: number[] = [];
  let garbled = START;
  for (let i = 0; i < n; i++) {
    if (i > 0) garbled = garbled * (1 - OUT_OF) + (1 - garbled) * INTO;
    const p = own[i]!;
    garbled = (garbled * p) / (garbled * p + (1 - garbled) * (1 - p) || 1);
    forward.push(garbled);
  }
  const result = [...forward];
  let back = 1; // P(what follows | garbled) / P(what follows | clean)
  for (let i = n - 2; i >= 0; i--) {
    const p = own[i + 1]!;
    const g = p * back;
    const c = 1 - p;
    back = (g * (1 - OUT_OF) + c * OUT_OF) / (g * INTO + c * (1 - INTO) || 1e-12);
    const f = forward[i]!;
    result[i] = (f * back) / (f * back + (1 - f) || 1);
  }
  return result;
}
