import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromLog, LOG_ZERO, logAdd, logistic, logit, logSumExp, toLog } from "../src/log-prob.js";

const logs = fc.oneof(fc.double({ min: -30, max: 3, noNaN: true }), fc.constant(LOG_ZERO));

describe("log-probabilities", () => {
  it("add as probabilities do", () => {
    fc.assert(
      fc.property(logs, logs, (a, b) => {
        expect(Math.exp(logAdd(a, b))).toBeCloseTo(Math.exp(a) + Math.exp(b), 9);
        expect(logAdd(a, b)).toBeCloseTo(logAdd(b, a), 9);
      }),
    );
  });

  it("sum as if added one by one", () => {
    fc.assert(
      fc.property(
        fc.array(logs),
        (values) => Object.is(logSumExp(values), values.reduce(logAdd, LOG_ZERO)) || Math.abs(logSumExp(values) - values.reduce(logAdd, LOG_ZERO)) < 1e-9,
      ),
    );
    expect(logSumExp([])).toBe(LOG_ZERO);
  });

  it("do not overflow or vanish", () => {
    expect(logSumExp([-5000, -5000])).toBeCloseTo(-5000 + Math.LN2, 9);
    expect(logAdd(2000, 2000)).toBeCloseTo(2000 + Math.LN2, 9);
    expect(logAdd(2000, 0)).toBe(2000);
    expect(logAdd(0, 2000)).toBe(2000);
    expect(logSumExp([0, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(logistic(-800)).toBe(0);
    expect(logistic(800)).toBe(1);
  });

  it("are those of probabilities in nats", () => {
    expect(toLog(Math.E)).toBe(1);
    expect(toLog(0)).toBe(LOG_ZERO);
    expect(fromLog(toLog(0.25))).toBeCloseTo(0.25, 12);
    expect(fromLog(LOG_ZERO)).toBe(0);
  });

  it("come back from log-odds", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
        expect(logistic(logit(p))).toBeCloseTo(p, 9);
      }),
    );
  });
});
