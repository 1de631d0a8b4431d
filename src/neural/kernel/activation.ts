import { exponential } from "./exponential";

/**
 * x · Φ(x) in place, the exact GELU: erf by the rational approximation 7.1.26 of Abramowitz and Stegun, within 2·10⁻⁷.
 * `count` is a multiple of 4.
 */
export function gelu(x: usize, count: i32): void {
  for (const end = x + ((<usize>count) << 2); x < end; x += 16) {
    const value = v128.load(x);
    const z = f32x4.mul(f32x4.abs(value), f32x4.splat(<f32>Math.SQRT1_2));
    const t = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), f32x4.mul(z, f32x4.splat(0.3275911))));
    let y = f32x4.splat(1.061405429);
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(-1.453152027));
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(1.421413741));
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(-0.284496736));
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(0.254829592));
    // half of 1 − erf(|x| / √2): the smaller tail
    const tail = f32x4.mul(f32x4.splat(0.5), f32x4.mul(f32x4.mul(y, t), exponential(f32x4.neg(f32x4.mul(z, z)))));
    const phi = v128.bitselect(tail, f32x4.sub(f32x4.splat(1), tail), f32x4.lt(value, f32x4.splat(0)));
    v128.store(x, f32x4.mul(value, phi));
  }
}

/** x = silu(x) × y in place, silu(x) = x / (1 + e⁻ˣ): the gate of a SwiGLU layer. `count` is a multiple of 4. */
export function gate(x: usize, y: usize, count: i32): void {
  for (const end = x + ((<usize>count) << 2); x < end; x += 16) {
    const value = v128.load(x);
    const silu = f32x4.div(value, f32x4.add(f32x4.splat(1), exponential(f32x4.neg(value))));
    v128.store(x, f32x4.mul(silu, v128.load(y)));
    y += 16;
  }
}
