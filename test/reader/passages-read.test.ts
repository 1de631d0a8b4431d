import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INTO, OUT_OF, START, smoothed } from "../../src/verdict/smoothed.ts";
import { windows } from "../../src/reader/windows.ts";
import "../seed.ts";

describe("windows", () => {
  it("cover the pieces once, in order, and none is longer than the net has seen", () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(60), fc.integer({ min: 2, max: 400 }), (count, from, every) => {
        let at = Math.min(from, count);
        for (const { lead, start, end } of windows(count, at, (piece) => piece % every === 0)) {
          expect(start).toBe(at);
          expect(end).toBeGreaterThan(start);
          expect(end - start).toBeLessThanOrEqual(250);
          expect(start - lead).toBeLessThanOrEqual(40);
          at = end;
        }
        expect(at).toBe(count);
      }),
    );
  });
});

/** P(each passage is garbled), every row of states weighed. */
function enumerated(own: readonly number[]): number[] {
  const sums = own.map(() => 0);
  let total = 0;
  for (let states = 0; states < 1 << own.length; states++) {
    let weight = 1;
    own.forEach((p, i) => {
      const garbled = (states >> i) & 1;
      const before = i === 0 ? undefined : (states >> (i - 1)) & 1;
      const next = before === undefined ? START : before ? 1 - OUT_OF : INTO;
      weight *= garbled ? next : 1 - next;
      weight *= garbled ? p : 1 - p;
    });
    total += weight;
    own.forEach((_, i) => {
      if ((states >> i) & 1) sums[i]! += weight;
    });
  }
  return sums.map((sum) => sum / total);
}

describe("smoothed", () => {
  it("agrees with all rows of states enumerated", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 9 }), (own) => {
        const want = enumerated(own);
        smoothed(own).forEach((p, i) => expect(p).toBeCloseTo(want[i]!, 9));
      }),
    );
  });

  it("believes a sure passage among clean ones, and doubts a doubtful one", () => {
    expect(smoothed([0.001, 0.001, 0.9999, 0.001])[2]).toBeGreaterThan(0.9);
    expect(smoothed([0.001, 0.001, 0.7, 0.001])[2]).toBeLessThan(0.15);
    expect(smoothed([0.99, 0.6, 0.99])[1]).toBeGreaterThan(0.95);
  });
});
