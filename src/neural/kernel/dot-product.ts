/**
 * The inner loop of everything: integer dot products of activation rows with a panel of PANEL weight rows.
 *
 *     rows     row major, 16-bit, `depth` long
 *     panel    16-bit, eight columns at a time: columns 0–7 of weight row 0, of row 1, of row 2, of row 3, then columns 8–15 of row 0, …
 *     out      row i, four floats: dot product × scale of the weight row × scale of row i + bias of the weight row
 *
 * `depth` is a multiple of 8; rows are read and written two at a time, so there must be room for an even number. Sums are exact as long as
 * depth × greatest activation × greatest weight stays below 2³¹, and so the same on every machine.
 */
export const PANEL = 4;

export function multiplyPanel(
  rows: usize,
  rowScales: usize,
  count: i32,
  depth: i32,
  panel: usize,
  panelScales: usize,
  bias: usize,
  out: usize,
  outStride: usize,
): void {
  const stride: usize = (<usize>depth) << 1;
  const scale = v128.load(panelScales);
  const shift = v128.load(bias);
  for (let i = 0; i < count; i += 2) {
    let p = rows;
    let q = rows + stride;
    let w = panel;
    const end = q;
    let a0 = i32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let b0 = a0;
    let b1 = a0;
    let b2 = a0;
    let b3 = a0;
    while (p < end) {
      const x = v128.load(p);
      const y = v128.load(q);
      let u = v128.load(w);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(x, u));
      b0 = i32x4.add(b0, i32x4.dot_i16x8_s(y, u));
      u = v128.load(w, 16);
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(x, u));
      b1 = i32x4.add(b1, i32x4.dot_i16x8_s(y, u));
      u = v128.load(w, 32);
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(x, u));
      b2 = i32x4.add(b2, i32x4.dot_i16x8_s(y, u));
      u = v128.load(w, 48);
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(x, u));
      b3 = i32x4.add(b3, i32x4.dot_i16x8_s(y, u));
      p += 16;
      q += 16;
      w += 64;
    }
    store(out, a0, a1, a2, a3, scale, shift, f32x4.splat(load<f32>(rowScales)));
    store(out + outStride, b0, b1, b2, b3, scale, shift, f32x4.splat(load<f32>(rowScales, 4)));
    rows += stride << 1;
    rowScales += 8;
    out += outStride << 1;
  }
}

function store(out: usize, c0: v128, c1: v128, c2: v128, c3: v128, scale: v128, shift: v128, rowScale: v128): void {
  const c01 = i32x4.add(v128.shuffle<i32>(c0, c1, 0, 4, 1, 5), v128.shuffle<i32>(c0, c1, 2, 6, 3, 7));
  const c23 = i32x4.add(v128.shuffle<i32>(c2, c3, 0, 4, 1, 5), v128.shuffle<i32>(c2, c3, 2, 6, 3, 7));
  const sums = i32x4.add(v128.shuffle<i32>(c01, c23, 0, 1, 4, 5), v128.shuffle<i32>(c01, c23, 2, 3, 6, 7));
  v128.store(out, f32x4.add(f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(sums), scale), rowScale), shift));
}
