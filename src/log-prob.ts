/**
 * Natural-log probabilities. The only file in which `Math.log` and `Math.exp` stand for probabilities.
 *
 * Unit: nats. Range: -Infinity..0 for probabilities; scores (unnormalised log-weights) may be positive.
 */
export type LogProb = number;

/** log(0). */
export const LOG_ZERO: LogProb = Number.NEGATIVE_INFINITY;

/** log p. */
export const toLog = (probability: number): LogProb => Math.log(probability);

/** exp of a log-probability. */
export const fromLog = (logProb: LogProb): number => Math.exp(logProb);

/** log(exp(a) + exp(b)), without overflow. */
export function logAdd(a: LogProb, b: LogProb): LogProb {
  if (a === LOG_ZERO) return b;
  if (b === LOG_ZERO) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}

/** log Σ exp(xᵢ), without overflow; LOG_ZERO for an empty list. */
export function logSumExp(values: ArrayLike<LogProb>): LogProb {
  let max = LOG_ZERO;
  for (let i = 0; i < values.length; i++) if (values[i]! > max) max = values[i]!;
  if (max === LOG_ZERO || max === Number.POSITIVE_INFINITY) return max;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - max);
  return max + Math.log(sum);
}

/** log(p / (1 - p)): probability to log-odds. */
export const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** 1 / (1 + exp(-x)): log-odds to probability. */
export const logistic = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
