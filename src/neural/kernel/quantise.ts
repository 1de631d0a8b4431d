/** Greatest absolute value of `width` floats (a multiple of 4). */
export function greatest(x: usize, width: i32): f32 {
  let m = f32x4.splat(0);
  for (const end = x + ((<usize>width) << 2); x < end; x += 16) m = f32x4.max(m, f32x4.abs(v128.load(x)));
  return max(max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)), max(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)));
}

/** Eight floats × `inverse`, rounded half to even, as 16-bit integers. */
export function quantiseEight(x: usize, inverse: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x), inverse))),
    i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x, 16), inverse))),
  );
}

/**
 * Float rows → 16-bit rows, each with a scale of its own so that its greatest absolute value becomes `limit`.
 *
 * @param stride bytes from a row to the next  @param width floats a row, a multiple of 8  @param out rows of `width` 16-bit integers
 */
export function quantiseRows(x: usize, stride: usize, rows: i32, width: i32, limit: f32, out: usize, scales: usize): void {
  const bytes: usize = (<usize>width) << 2;
  for (let i = 0; i < rows; i++) {
    const top = greatest(x, width);
    const inverse = f32x4.splat(top > 0 ? limit / top : 0);
    for (let at: usize = 0; at < bytes; at += 32) {
      v128.store(out, quantiseEight(x + at, inverse));
      out += 16;
    }
    store<f32>(scales, top / limit);
    scales += 4;
    x += stride;
  }
}
