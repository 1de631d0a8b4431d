import { multiplyPanel, PANEL } from "./dot-product";
import { exponential } from "./exponential";
import { sumLanes } from "./linear";
import { greatest, quantiseEight, quantiseRows } from "./quantise";

/** Greatest absolute value of a quantised value vector; probabilities get the rest of the 31 bits. */
const VALUE_LIMIT: f32 = 1023;
/** Queries that are scored at a time, so that their scores stay in cache. */
const BLOCK = 32;
const NO_BIAS = memory.data(16, 16);
const UNIT_SCALES = memory.data<f32>([1, 1, 1, 1], 16);

/** Queries and keys meet over the width of a head: limit² × width stays below 2³¹. */
function keyLimit(headWidth: i32): f32 {
  return floor<f32>(sqrt<f32>(<f32>2147483000 / <f32>headWidth));
}

/** Probabilities and values meet over all keys. */
function probabilityLimit(keys: i32): f32 {
  return min<f32>(floor<f32>(<f32>2147483000 / VALUE_LIMIT / <f32>keys), 32000);
}

/** Keys of one head, from number `from` up to `to`, → panels of four keys (see dot-product.ts), a scale a key. */
export function packKeys(keys: usize, stride: usize, from: i32, to: i32, headWidth: i32, panels: usize, scales: usize): void {
  const limit = keyLimit(headWidth);
  for (let j = from; j < to; j++) {
    const top = greatest(keys, headWidth);
    const inverse = f32x4.splat(top > 0 ? limit / top : 0);
    let out = panels + <usize>((j / PANEL) * headWidth * PANEL * 2 + (j % PANEL) * 16);
    for (let d = 0; d < headWidth; d += 8) {
      v128.store(out, quantiseEight(keys + ((<usize>d) << 2), inverse));
      out += PANEL * 16;
    }
    store<f32>(scales + ((<usize>j) << 2), top / limit);
    keys += stride;
  }
}

/**
 * Values of one head, from number `from` up to `to`, → transposed panels of four dimensions, a scale a key.
 *
 * @param capacity keys a panel has room for, a multiple of 8
 */
export function packValues(values: usize, stride: usize, from: i32, to: i32, headWidth: i32, capacity: i32, panels: usize, scales: usize): void {
  const panelBytes = <usize>(capacity * PANEL * 2);
  for (let j = from; j < to; j++) {
    const top = greatest(values, headWidth);
    const inverse = top > 0 ? VALUE_LIMIT / top : 0;
    let out = panels + <usize>((j >> 3) * PANEL * 16 + (j & 7) * 2);
    for (let d = 0; d < headWidth; d += PANEL) {
      const x = values + ((<usize>d) << 2);
      store<i16>(out, <i16>nearest<f32>(load<f32>(x) * inverse));
      store<i16>(out, <i16>nearest<f32>(load<f32>(x, 4) * inverse), 16);
      store<i16>(out, <i16>nearest<f32>(load<f32>(x, 8) * inverse), 32);
      store<i16>(out, <i16>nearest<f32>(load<f32>(x, 12) * inverse), 48);
      out += panelBytes;
    }
    store<f32>(scales + ((<usize>j) << 2), top / VALUE_LIMIT);
    values += stride;
  }
}

/**
 * Scores of one query → weights of the values: softmax, times the values' scales, as 16-bit integers; nought from `count` up to `padded`.
 * Returns what a sum of weighted values must be multiplied by. The scores are overwritten. The limit depends on the query's own keys only,
 * so that the same query comes out the same whatever is asked beside it.
 */
function weigh(scores: usize, count: i32, padded: i32, valueScales: usize, out: usize): f32 {
  const limit = probabilityLimit((count + 7) & ~7);
  const end = scores + ((<usize>count) << 2);
  const paddedEnd = scores + ((<usize>padded) << 2);
  for (let at = end; at < paddedEnd; at += 4) store<f32>(at, -f32.MAX_VALUE);
  let m = f32x4.splat(-f32.MAX_VALUE);
  for (let at = scores; at < end; at += 16) m = f32x4.max(m, v128.load(at));
  const shift = f32x4.splat(max(max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)), max(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3))));
  let sum = f32x4.splat(0);
  let top = f32x4.splat(0);
  for (let at = scores; at < paddedEnd; at += 16) {
    const e = exponential(f32x4.sub(v128.load(at), shift));
    sum = f32x4.add(sum, e);
    const weight = f32x4.mul(e, v128.load(valueScales));
    top = f32x4.max(top, weight);
    v128.store(at, weight);
    valueScales += 16;
  }
  const greatestWeight = max(max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)), max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)));
  const inverse = f32x4.splat(greatestWeight > 0 ? limit / greatestWeight : 0);
  for (let at = scores; at < paddedEnd; at += 32) {
    v128.store(out, quantiseEight(at, inverse));
    out += 16;
  }
  return greatestWeight / limit / sumLanes(sum);
}

/**
 * Attention of one head: out[i] = Σⱼ softmaxⱼ(query i · key j / √width) value j, over the first count + growth × i keys.
 *
 * @param growth 0 where all queries see the same keys, 1 where each sees one more than the one before it
 * @param queries, out  rows of queryStride and outStride bytes; room for an even number of rows in out
 * @param keyPanels, valuePanels  made by packKeys and packValues; scales readable, values finite, up to a multiple of 8 keys
 */
export function attend(
  queries: usize,
  queryStride: usize,
  queryCount: i32,
  headWidth: i32,
  keyPanels: usize,
  keyScales: usize,
  valuePanels: usize,
  valueScales: usize,
  capacity: i32,
  count: i32,
  growth: i32,
  out: usize,
  outStride: usize,
  scratch: usize,
): void {
  const queryLimit = keyLimit(headWidth);
  const temperature = <f32>1 / sqrt<f32>(<f32>headWidth);
  const quantised = scratch;
  const rowScales = quantised + <usize>(BLOCK * headWidth * 2);
  const sums = rowScales + BLOCK * 4;
  const scores = sums + BLOCK * 4;
  for (let start = 0; start < queryCount; start += BLOCK) {
    const block = min(BLOCK, queryCount - start);
    const keys = count + growth * (start + block - 1);
    const padded = (keys + 7) & ~7;
    const weights = scores + <usize>(BLOCK * padded * 4);
    const scoreStride = (<usize>padded) << 2;
    quantiseRows(queries, queryStride, block, headWidth, queryLimit, quantised, rowScales);
    for (let i = 0; i < block; i++) {
      const at = rowScales + ((<usize>i) << 2);
      store<f32>(at, load<f32>(at) * temperature);
    }
    for (let j = 0; j < keys; j += PANEL) {
      const panel = keyPanels + <usize>(j * headWidth * 2);
      multiplyPanel(quantised, rowScales, block, headWidth, panel, keyScales + ((<usize>j) << 2), NO_BIAS, scores + ((<usize>j) << 2), scoreStride);
    }
    for (let i = 0; i < block; i++) {
      const row = scores + <usize>i * scoreStride;
      store<f32>(sums + ((<usize>i) << 2), weigh(row, count + growth * (start + i), padded, valueScales, weights + <usize>(i * padded * 2)));
    }
    for (let d = 0; d < headWidth; d += PANEL) {
      const panel = valuePanels + <usize>(d * capacity * 2);
      multiplyPanel(weights, sums, block, padded, panel, UNIT_SCALES, NO_BIAS, out + ((<usize>d) << 2), outStride);
    }
    queries += queryStride * BLOCK;
    out += outStride * BLOCK;
  }
}
