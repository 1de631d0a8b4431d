import { PANEL } from "./dot-product";

/** out = row `index` of an 8-bit table × its scale, added to what stands there if `add`. `width` is a multiple of 8. */
export function embed(table: usize, scales: usize, index: i32, width: i32, add: bool, out: usize): void {
  const scale = f32x4.splat(load<f32>(scales + ((<usize>index) << 2)));
  let at = table + <usize>(index * width);
  for (const end = at + <usize>width; at < end; at += 4) {
    const value = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(at)))), scale);
    v128.store(out, add ? f32x4.add(v128.load(out), value) : value);
    out += 16;
  }
}

/** out = row `index` of weights made by packWeights × its scale. */
export function embedPacked(weights: usize, scales: usize, index: i32, width: i32, out: usize): void {
  const scale = f32x4.splat(load<f32>(scales + ((<usize>index) << 2)));
  let at = weights + <usize>((index / PANEL) * PANEL * width + (index % PANEL) * 8);
  for (const end = out + ((<usize>width) << 2); out < end; out += 32) {
    const values = v128.load_ext<i8>(at);
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(values)), scale));
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(values)), scale), 16);
    at += PANEL * 8;
  }
}

/** out += x, `width` floats, a multiple of 4. */
export function add(x: usize, width: i32, out: usize): void {
  for (const end = x + ((<usize>width) << 2); x < end; x += 16) {
    v128.store(out, f32x4.add(v128.load(out), v128.load(x)));
    out += 16;
  }
}

/** out = x × factor, `width` floats, a multiple of 4. */
export function multiply(x: usize, width: i32, factor: f32, out: usize): void {
  const by = f32x4.splat(factor);
  for (const end = x + ((<usize>width) << 2); x < end; x += 16) {
    v128.store(out, f32x4.mul(v128.load(x), by));
    out += 16;
  }
}
