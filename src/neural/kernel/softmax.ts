import { exponential, logarithm } from "./exponential";
import { sumLanes } from "./linear";

/** log Σ eˣ over `count` floats at x, and the greatest of them subtracted first; what stands up to the next multiple of 4 is overwritten. */
export function logSumExp(x: usize, count: i32): f32 {
  const end = x + ((<usize>count) << 2);
  for (let at = end; (at - x) & 15; at += 4) store<f32>(at, -f32.MAX_VALUE);
  let m = v128.load(x);
  for (let at = x; at < end; at += 16) m = f32x4.max(m, v128.load(at));
  const top = max(max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)), max(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)));
  const shift = f32x4.splat(top);
  let sum = f32x4.splat(0);
  for (let at = x; at < end; at += 16) sum = f32x4.add(sum, exponential(f32x4.sub(v128.load(at), shift)));
  return top + logarithm(sumLanes(sum));
}

/** `count` floats in place → their log-probabilities. */
export function logSoftmax(x: usize, count: i32): void {
  const total = logSumExp(x, count);
  for (const end = x + ((<usize>count) << 2); x < end; x += 4) store<f32>(x, load<f32>(x) - total);
}
