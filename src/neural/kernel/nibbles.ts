import { multiplyPanel, PANEL } from "./dot-product";

/**
 * Weights in four bits: panels of four rows, eight columns at a time, 16 bytes: rows 0 and 1 in the low halves, rows 2 and 3 in the high ones.
 * To every 32 columns of a panel belong eight 16-bit integers: a step for each row, then a base for each row.
 * A weight is (nibble × step + base) / 16, rounded down to an integer of at most ten bits with its sign; times the scale of its row it is a float.
 */
const GROUP = 32;

function widenGroup(nibbles: usize, steps: v128, out: usize): void {
  const step0 = i16x8.splat(i16x8.extract_lane_s(steps, 0));
  const step1 = i16x8.splat(i16x8.extract_lane_s(steps, 1));
  const step2 = i16x8.splat(i16x8.extract_lane_s(steps, 2));
  const step3 = i16x8.splat(i16x8.extract_lane_s(steps, 3));
  const base0 = i16x8.splat(i16x8.extract_lane_s(steps, 4));
  const base1 = i16x8.splat(i16x8.extract_lane_s(steps, 5));
  const base2 = i16x8.splat(i16x8.extract_lane_s(steps, 6));
  const base3 = i16x8.splat(i16x8.extract_lane_s(steps, 7));
  for (const end = nibbles + (GROUP / 8) * 16; nibbles < end; nibbles += 16) {
    const both = v128.load(nibbles);
    const low = v128.and(both, i8x16.splat(15));
    const high = i8x16.shr_u(both, 4);
    v128.store(out, i16x8.shr_s(i16x8.add(i16x8.mul(i16x8.extend_low_i8x16_u(low), step0), base0), 4));
    v128.store(out, i16x8.shr_s(i16x8.add(i16x8.mul(i16x8.extend_high_i8x16_u(low), step1), base1), 4), 16);
    v128.store(out, i16x8.shr_s(i16x8.add(i16x8.mul(i16x8.extend_low_i8x16_u(high), step2), base2), 4), 32);
    v128.store(out, i16x8.shr_s(i16x8.add(i16x8.mul(i16x8.extend_high_i8x16_u(high), step3), base3), 4), 48);
    out += 64;
  }
}

/** As `linear`, with weights in four bits; `depth` is a multiple of 32, `weightRows` of 4. */
export function linearNibbles(
  rows: usize,
  rowScales: usize,
  count: i32,
  depth: i32,
  nibbles: usize,
  steps: usize,
  weightScales: usize,
  bias: usize,
  weightRows: i32,
  out: usize,
  outStride: usize,
  scratch: usize,
): void {
  for (let row = 0; row < weightRows; row += PANEL) {
    let widened = scratch;
    for (let column = 0; column < depth; column += GROUP) {
      widenGroup(nibbles, v128.load(steps), widened);
      nibbles += (GROUP / 8) * 16;
      widened += (GROUP / 8) * 64;
      steps += 16;
    }
    multiplyPanel(rows, rowScales, count, depth, scratch, weightScales, bias, out, outStride);
    weightScales += 16;
    bias += 16;
    out += 16;
  }
}
