/**
 * Rotary position embedding in place: numbers 2i and 2i + 1 of each head are turned by the position's i-th angle.
 *
 * @param angles cosine and sine of each angle, `headWidth` floats in all; headWidth is a multiple of 4
 */
export function rotate(x: usize, heads: i32, headWidth: i32, angles: usize): void {
  const bytes: usize = (<usize>headWidth) << 2;
  const sign = f32x4(-1, 1, -1, 1);
  for (let head = 0; head < heads; head++) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = v128.load(x + at);
      const angle = v128.load(angles + at);
      const cosine = v128.shuffle<i32>(angle, angle, 0, 0, 2, 2);
      const sine = f32x4.mul(v128.shuffle<i32>(angle, angle, 1, 1, 3, 3), sign);
      v128.store(x + at, f32x4.add(f32x4.mul(value, cosine), f32x4.mul(v128.shuffle<i32>(value, value, 1, 0, 3, 2), sine)));
    }
    x += bytes;
  }
}
