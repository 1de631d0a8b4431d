import { multiplyPanel, PANEL } from "./dot-product";

/** Row-major 8-bit weights → panels of four rows, eight columns at a time; rows that fill up the last panel are nought. */
export function packWeights(weights: usize, rows: i32, depth: i32, out: usize): void {
  for (let row = 0; row < rows; row += PANEL) {
    for (let column = 0; column < depth; column += 8) {
      for (let slot = 0; slot < PANEL; slot++) {
        const at = weights + <usize>((row + slot) * depth + column);
        store<i64>(out, row + slot < rows ? load<i64>(at) : 0);
        out += 8;
      }
    }
  }
}

/** `count` 8-bit integers (a multiple of 32) → 16-bit ones. */
export function widen(from: usize, count: i32, out: usize): void {
  for (const end = from + <usize>count; from < end; from += 32) {
    v128.store(out, v128.load_ext<i8>(from));
    v128.store(out, v128.load_ext<i8>(from, 8), 16);
    v128.store(out, v128.load_ext<i8>(from, 16), 32);
    v128.store(out, v128.load_ext<i8>(from, 24), 48);
    out += 64;
  }
}

/**
 * out = rows · weightsᵀ + bias. A panel of weights at a time meets all rows, so that it is widened once and stays in the nearest cache.
 *
 * @param rows 16-bit, room for an even number  @param weights panels made by packWeights
 * @param weightScales, bias  a float a weight row, up to a whole panel
 * @param out rows of outStride bytes, room for an even number  @param scratch room for one widened panel: 8 × depth bytes
 */
export function linear(
  rows: usize,
  rowScales: usize,
  count: i32,
  depth: i32,
  weights: usize,
  weightScales: usize,
  bias: usize,
  weightRows: i32,
  out: usize,
  outStride: usize,
  scratch: usize,
): void {
  const panelBytes = depth * PANEL;
  for (let row = 0; row < weightRows; row += PANEL) {
    widen(weights, panelBytes, scratch);
    multiplyPanel(rows, rowScales, count, depth, scratch, weightScales, bias, out, outStride);
    weights += panelBytes;
    weightScales += 16;
    bias += 16;
    out += 16;
  }
}

/** out = x · weightsᵀ + bias for one row in floats: for layers too small to be worth 8 bits. `depth` is a multiple of 4. */
export function linearFloat(x: usize, depth: i32, weights: usize, bias: usize, weightRows: i32, out: usize): void {
  for (let row = 0; row < weightRows; row++) {
    store<f32>(out, load<f32>(bias) + dotFloat(x, weights, depth));
    weights += (<usize>depth) << 2;
    bias += 4;
    out += 4;
  }
}

/** Dot product of two float rows, summed in four lanes; `width` is a multiple of 4. */
export function dotFloat(a: usize, b: usize, width: i32): f32 {
  let sum = f32x4.splat(0);
  for (const end = a + ((<usize>width) << 2); a < end; a += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(b)));
    b += 16;
  }
  return sumLanes(sum);
}

/** (lane 0 + lane 2) + (lane 1 + lane 3). */
export function sumLanes(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 2) + (f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 3));
}
