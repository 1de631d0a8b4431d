import { dotFloat, sumLanes } from "./linear";

/** x = LayerNorm(x + y) row by row, in place; `width` is a multiple of 4. Mean first, then variance, then the quotient. */
export function addAndNormalise(x: usize, y: usize, rows: i32, width: i32, weight: usize, bias: usize, epsilon: f32): void {
  const bytes: usize = (<usize>width) << 2;
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = f32x4.add(v128.load(x + at), v128.load(y + at));
      v128.store(x + at, value);
      sum = f32x4.add(sum, value);
    }
    const mean = f32x4.splat(sumLanes(sum) / <f32>width);
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const centred = f32x4.sub(v128.load(x + at), mean);
      squares = f32x4.add(squares, f32x4.mul(centred, centred));
    }
    const inverse = f32x4.splat(<f32>1 / sqrt<f32>(sumLanes(squares) / <f32>width + epsilon));
    for (let at: usize = 0; at < bytes; at += 16) {
      const centred = f32x4.mul(f32x4.sub(v128.load(x + at), mean), inverse);
      v128.store(x + at, f32x4.add(f32x4.mul(centred, v128.load(weight + at)), v128.load(bias + at)));
    }
    x += bytes;
    y += bytes;
  }
}

/** out = x / √(mean of squares + epsilon) × weight row by row; `width` is a multiple of 4. */
export function rootMeanSquareNormalise(x: usize, rows: i32, width: i32, weight: usize, epsilon: f32, out: usize): void {
  const bytes: usize = (<usize>width) << 2;
  for (let i = 0; i < rows; i++) {
    const inverse = f32x4.splat(<f32>1 / sqrt<f32>(dotFloat(x, x, width) / <f32>width + epsilon));
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(out + at, f32x4.mul(f32x4.mul(v128.load(x + at), inverse), v128.load(weight + at)));
    }
    x += bytes;
    out += bytes;
  }
}
