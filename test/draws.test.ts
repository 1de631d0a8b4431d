import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Draw, KEPT, type Occurrence } from "../src/decode/draws.js";

const PAIRS = [0, 1, 2, 3];
const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const shares = fc.tuple(probability, probability, probability, probability).map((weights) => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
});
const observed = fc.constantFrom(KEPT, ...PAIRS);
const occurrence: fc.Arbitrary<Occurrence> = fc.record({ pair: observed, posterior: fc.double({ min: 0, max: 1, noNaN: true }), assumed: probability });
const occurrences = fc.array(occurrence, { maxLength: 6 });
const drawOf = (replaced: number, form: readonly number[], seen: readonly Occurrence[]): Draw => new Draw(replaced, (pair) => form[pair]!, seen);

describe("a spinner's draw for a head", () => {
  it("predicts with probabilities: every form and being kept sum to 1", () => {
    fc.assert(
      fc.property(probability, shares, occurrences, (replaced, form, seen) => {
        const draw = drawOf(replaced, form, seen);
        const all = [KEPT, ...PAIRS].map((pair) => draw.predict(pair));
        for (const p of all) expect(p).toBeGreaterThan(0);
        expect(all.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      }),
    );
  });

  it("is predicted for an occurrence by the others alone", () => {
    fc.assert(
      fc.property(probability, shares, occurrences, occurrence, observed, (replaced, form, others, own, pair) => {
        expect(drawOf(replaced, form, [...others, own]).predict(pair, [own])).toBeCloseTo(drawOf(replaced, form, others).predict(pair), 6);
      }),
    );
  });

  it("agrees with counting out all draws and all readings of the occurrences", () => {
    // Every occurrence is the head with odds posterior / (1 - posterior) / assumed times the likelihood of what it shows.
    fc.assert(
      fc.property(probability, shares, fc.array(occurrence, { maxLength: 4 }), observed, (replaced, form, seen, asked) => {
        const draws = [KEPT, ...PAIRS];
        const alone = (pair: number, draw: number): number => (pair === draw ? 0.98 : 0) + (pair === KEPT ? 0.01 : 0.01 * form[pair]!);
        let all = 0;
        let wanted = 0;
        for (const draw of draws) {
          for (let reading = 0; reading < 2 ** seen.length; reading++) {
            const weight = seen.reduce(
              (product, { pair, posterior, assumed }, i) => product * (reading & (1 << i) ? (posterior / assumed) * alone(pair, draw) : 1 - posterior),
              draw === KEPT ? 1 - replaced : replaced * form[draw]!,
            );
            all += weight;
            wanted += weight * alone(asked, draw);
          }
        }
        fc.pre(all > 1e-12);
        expect(drawOf(replaced, form, seen).predict(asked)).toBeCloseTo(wanted / all, 6);
      }),
    );
  });

  it("holds in the whole document: what stands elsewhere for a head speaks against another form", () => {
    const form = [0.25, 0.25, 0.25, 0.25];
    const sure: Occurrence = { pair: 0, posterior: 0.99, assumed: 0.25 };
    expect(drawOf(0.8, form, [sure]).predict(0)).toBeGreaterThan(0.9);
    expect(drawOf(0.8, form, [sure]).predict(1)).toBeLessThan(0.02);
    const kept: Occurrence = { pair: KEPT, posterior: 0.99, assumed: 0.2 };
    expect(drawOf(0.8, form, [kept]).predict(0)).toBeLessThan(0.05);
  });
});
