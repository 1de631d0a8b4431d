import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FormPlace, FormSource } from "../src/decode/form-source.js";

const READINGS = 3;
const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const three = fc.tuple(probability, probability, probability);
const place: fc.Arbitrary<FormPlace> = fc.record({
  prior: three,
  posterior: fc.tuple(three, probability).map(([weights, other]) => {
    const sum = weights.reduce((a, b) => a + b, other);
    return weights.map((weight) => weight / sum);
  }),
  assumed: three,
});
const places = fc.array(place, { minLength: 1, maxLength: 5 });
const reading = fc.nat(READINGS - 1);

describe("what a form stands for", () => {
  it("is what the place says by itself where the form stands once", () => {
    fc.assert(
      fc.property(place, reading, (one, asked) => {
        expect(new FormSource([one]).predict(0)[asked]).toBeCloseTo(one.prior[asked]!, 9);
      }),
    );
  });

  it("is predicted with probabilities, whatever the order of the places", () => {
    fc.assert(
      fc.property(places, reading, (all, asked) => {
        const source = new FormSource(all);
        const reversed = new FormSource([...all].reverse());
        all.forEach((_, i) => {
          expect(source.predict(i)[asked]).toBeGreaterThan(0);
          expect(source.predict(i)[asked]).toBeLessThan(1);
          expect(reversed.predict(all.length - 1 - i)[asked]).toBeCloseTo(source.predict(i)[asked], 9);
        });
      }),
    );
  });

  it("is predicted for a place by the others alone", () => {
    fc.assert(
      fc.property(places, place, reading, (others, own, asked) => {
        const prior = [0.5, 0.2, 0.1];
        const unread: FormPlace = { prior, posterior: [0, 0, 0], assumed: [1, 1, 1] };
        expect(new FormSource([...others, { ...own, prior }]).predict(others.length)[asked]).toBeCloseTo(
          new FormSource([...others, unread]).predict(others.length)[asked],
          9,
        );
      }),
    );
  });

  it("agrees with counting out all sources and all readings of the other places", () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 4 }), reading, ([own, ...others], asked) => {
        const { prior } = own!;
        const rest = prior.reduce((sum, p, source) => sum + (source === asked ? 0 : p), 0);
        let [asAsked, asAny] = [0, 0];
        prior.forEach((p, source) => {
          const weight = source === asked ? p : ((1 - prior[asked]!) * p) / rest;
          // One more reading for the words of others that are read there.
          for (let code = 0; code < (READINGS + 1) ** others.length; code++) {
            let product = weight;
            others.forEach((other, i) => {
              const read = Math.floor(code / (READINGS + 1) ** i) % (READINGS + 1);
              if (read === READINGS) product *= 1 - other.posterior.reduce((a, b) => a + b, 0);
              else product *= (other.posterior[read]! / other.assumed[read]!) * ((read === source ? 0.95 : 0) + 0.05 * other.prior[read]!);
            });
            asAny += product;
            if (source === asked) asAsked += product;
          }
        });
        expect(new FormSource([own!, ...others], 1).predict(0)[asked]).toBeCloseTo((0.95 * asAsked) / asAny + 0.05 * prior[asked]!, 6);
      }),
    );
  });

  it("is the same everywhere: a place that is sure speaks for the others", () => {
    const undecided: FormPlace = { prior: [0.5, 0.2], posterior: [0.6, 0.4], assumed: [0.5, 0.2] };
    const sure: FormPlace = { prior: [0.5, 0.2], posterior: [0.05, 0.95], assumed: [0.5, 0.2] };
    const source = new FormSource([sure, undecided]);
    expect(source.predict(1)[1]).toBeGreaterThan(0.4);
    expect(source.predict(1)[0]).toBeLessThan(0.2);
  });
});
