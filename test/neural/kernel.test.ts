import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena } from "../../src/neural/arena.js";
import { attentionScratch, startKernel } from "../../src/neural/kernel.js";
import { activationLimit, multipleOf } from "../../src/neural/quantised.js";

/** Every function of the kernel beside the plainest TypeScript that does the same. */
const { functions: kernel, start } = startKernel(8_000_000);
const { buffer } = kernel.memory;
const f32 = (at: number, count: number): Float32Array => new Float32Array(buffer, at, count);
const i16 = (at: number, count: number): Int16Array => new Int16Array(buffer, at, count);
const i8 = (at: number, count: number): Int8Array => new Int8Array(buffer, at, count);

/** A fresh memory full of what no function may depend on. */
function memory(): { floats: (values: ArrayLike<number>) => number; room: (bytes: number) => number } {
  i8(start, 4_000_000).fill(85); // finite as floats
  const arena = new Arena(start);
  return {
    floats: (values) => {
      const at = arena.reserve(values.length * 4 + 64);
      f32(at, values.length).set(values);
      return at;
    },
    room: (bytes) => arena.reserve(bytes + 64),
  };
}

const random = (seed: number): (() => number) => {
  let state = seed + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
};
/** Floats of very different sizes, some of them nought. */
const someFloats = (count: number, seed: number, size = 4): Float32Array => {
  const next = random(seed);
  return Float32Array.from({ length: count }, () => (next() > 0.4 ? 0 : next() * size * (next() > 0.45 ? 20 : 1)));
};
const integers = (count: number, seed: number, limit: number): number[] => {
  const next = random(seed);
  return Array.from({ length: count }, () => Math.round(next() * 2 * limit));
};
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
const row = <T extends { subarray(from: number, to: number): T }>(values: T, width: number, i: number): T => values.subarray(i * width, (i + 1) * width);
const seeds = fc.nat({ max: 1_000_000 });
const size = (step: number, most: number) => fc.integer({ min: 1, max: most }).map((count) => count * step);

function closeTo(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const greatest = Math.max(1e-9, ...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(found[i] - expected[i]) <= tolerance * greatest)) expect.fail(`number ${i} is ${found[i]}, not ${expected[i]} (greatest ${greatest})`);
  }
}

describe("rows of integers", () => {
  it("have the greatest absolute value at the limit and are floats again within half a step", () => {
    fc.assert(
      fc.property(size(1, 5), size(8, 12), fc.integer({ min: 1, max: 32_000 }), seeds, (rows, width, limit, seed) => {
        const { floats, room } = memory();
        const values = someFloats(rows * width, seed);
        const [out, scales] = [room(rows * width * 2), room(rows * 4)];
        kernel.quantiseRows(floats(values), width * 4, rows, width, limit, out, scales);
        for (let i = 0; i < rows; i++) {
          const [x, q, scale] = [row(values, width, i), row(i16(out, rows * width), width, i), f32(scales, rows)[i]];
          const greatest = Math.max(...x.map(Math.abs));
          expect(Math.max(...Array.from(q, Math.abs))).toBe(greatest > 0 ? limit : 0);
          for (let k = 0; k < width; k++) expect(Math.abs(q[k] * scale - x[k])).toBeLessThanOrEqual(scale * 0.501 + greatest * 1e-6);
        }
      }),
    );
  });

  it("times 8-bit weights are the sums of products, to the bit", () => {
    fc.assert(
      fc.property(size(1, 9), size(8, 20), size(1, 13), seeds, (count, depth, weightRows, seed) => {
        const { floats, room } = memory();
        const weights = integers(weightRows * depth, seed, 127);
        const rows = integers(count * depth, seed + 1, activationLimit(depth));
        const [rowScales, weightScales, bias] = [someFloats(count, seed + 2), someFloats(weightRows, seed + 3), someFloats(weightRows, seed + 4)];
        const padded = multipleOf(4, weightRows);
        const [staged, packed, x, out, scratch] = [
          room(weights.length),
          room(padded * depth),
          room((count + 1) * depth * 2),
          room((count + 1) * padded * 4),
          room(depth * 8),
        ];
        i8(staged, weights.length).set(weights);
        i16(x, rows.length).set(rows);
        kernel.packWeights(staged, weightRows, depth, packed);
        const [xs, ws, b] = [floats([...rowScales, 0]), floats([...weightScales, 0, 0, 0]), floats([...bias, 0, 0, 0])];
        kernel.linear(x, xs, count, depth, packed, ws, b, weightRows, out, padded * 4, scratch);
        for (let i = 0; i < count; i++) {
          for (let r = 0; r < weightRows; r++) {
            const sum = Math.fround(dot(rows.slice(i * depth, (i + 1) * depth), weights.slice(r * depth, (r + 1) * depth)));
            const expected = Math.fround(Math.fround(Math.fround(sum * weightScales[r]) * rowScales[i]) + bias[r]);
            const found = f32(out, (count + 1) * padded)[i * padded + r];
            expect(found === expected, `row ${i}, weight row ${r}: ${found}, not ${expected}`).toBe(true);
          }
        }
        const [index, vector] = [weightRows - 1, room(depth * 4)];
        kernel.embedPacked(packed, ws, index, depth, vector);
        closeTo(
          f32(vector, depth),
          weights.slice(index * depth).map((value) => value * weightScales[index]),
          1e-6,
        );
      }),
    );
  });

  it("do not pass 31 bits at their greatest", () => {
    const [count, weightRows] = [2, 4];
    for (const depth of [8, 384, 768, 1536]) {
      const { floats, room } = memory();
      const limit = activationLimit(depth);
      const [staged, packed, x, out, scratch] = [room(weightRows * depth), room(weightRows * depth), room(count * depth * 2), room(32), room(depth * 8)];
      i8(staged, weightRows * depth).fill(-127);
      i16(x, count * depth).fill(limit);
      kernel.packWeights(staged, weightRows, depth, packed);
      kernel.linear(x, floats([1, 1]), count, depth, packed, floats([1, 1, 1, 1]), floats([0, 0, 0, 0]), weightRows, out, 16, scratch);
      expect([...f32(out, 8)]).toEqual(new Array(8).fill(Math.fround(-127 * limit * depth)));
    }
  });

  it("times weights of four bits are the sums of products, to the bit", () => {
    fc.assert(
      fc.property(size(1, 5), size(32, 4), size(4, 3), seeds, (count, depth, weightRows, seed) => {
        const { floats, room } = memory();
        const next = random(seed);
        const groups = depth / 32;
        const nibble = Array.from({ length: weightRows * depth }, () => Math.floor((next() + 0.5) * 16));
        const step = integers(weightRows * groups, seed + 1, 270).map(Math.abs);
        const base = integers(weightRows * groups, seed + 2, 4000);
        const weight = nibble.map((value, i) => {
          const group = Math.floor(i / depth) * groups + Math.floor((i % depth) / 32);
          return (value * step[group] + base[group]) >> 4;
        });
        const rows = integers(count * depth, seed + 3, 2000);
        const [x, nibbles, steps, out, scratch] = [
          room((count + 1) * depth * 2),
          room(nibble.length / 2),
          room(step.length * 4),
          room((count + 1) * weightRows * 4),
          room(depth * 8),
        ];
        i16(x, rows.length).set(rows);
        nibble.forEach((value, i) => {
          const [r, column] = [Math.floor(i / depth), i % depth];
          const at = nibbles + (r >> 2) * depth * 2 + (column >> 3) * 16 + (r & 1) * 8 + (column & 7);
          const bytes = new Uint8Array(buffer);
          bytes[at] = r & 2 ? (bytes[at] & 15) | (value << 4) : (bytes[at] & 0xf0) | value;
        });
        step.forEach((value, i) => {
          const [r, group] = [Math.floor(i / groups), i % groups];
          const at = ((r >> 2) * groups + group) * 8 + (r & 3);
          i16(steps, step.length * 2)[at] = value;
          i16(steps, step.length * 2)[at + 4] = base[i];
        });
        const ones = floats(new Float32Array(weightRows + count + 1).fill(1));
        const none = floats(new Float32Array(weightRows));
        kernel.linearNibbles(x, ones, count, depth, nibbles, steps, ones, none, weightRows, out, weightRows * 4, scratch);
        for (let i = 0; i < count; i++) {
          for (let r = 0; r < weightRows; r++) {
            const sum = dot(rows.slice(i * depth, (i + 1) * depth), weight.slice(r * depth, (r + 1) * depth));
            expect(f32(out, count * weightRows)[i * weightRows + r]).toBe(sum === 0 ? 0 : Math.fround(sum));
          }
        }
      }),
    );
  });
});

describe("attention", () => {
  it.each([
    ["of all to all", 0],
    ["of each to what stands before it", 1],
  ])("%s takes the values by softmax", (_, growth) => {
    fc.assert(
      fc.property(size(1, 70), size(8, 4), fc.nat({ max: 20 }), seeds, (queries, headWidth, before, seed) => {
        const { floats, room } = memory();
        const keys = growth ? before + queries : Math.max(1, before);
        const capacity = multipleOf(8, keys) + 8;
        const [q, k, v] = [queries, keys, keys].map((rows, i) => someFloats(rows * headWidth, seed + i, 1));
        const [keyPanels, keyScales, valuePanels, valueScales] = [
          room(capacity * headWidth * 2),
          room(capacity * 4),
          room(capacity * headWidth * 2),
          room(capacity * 4),
        ];
        const [out, scratch, stride] = [room((queries + 1) * headWidth * 4), room(attentionScratch(headWidth, capacity)), headWidth * 4];
        const half = keys >> 1; // packed in two parts, as a prefix and what follows
        const [keysAt, valuesAt] = [floats(k), floats(v)];
        kernel.packKeys(keysAt, stride, 0, half, headWidth, keyPanels, keyScales);
        kernel.packKeys(keysAt + half * stride, stride, half, keys, headWidth, keyPanels, keyScales);
        kernel.packValues(valuesAt, stride, 0, half, headWidth, capacity, valuePanels, valueScales);
        kernel.packValues(valuesAt + half * stride, stride, half, keys, headWidth, capacity, valuePanels, valueScales);
        const seen = growth ? before + 1 : keys;
        kernel.attend(floats(q), stride, queries, headWidth, keyPanels, keyScales, valuePanels, valueScales, capacity, seen, growth, out, stride, scratch);
        const expected = Array.from({ length: queries }, (__, i) => {
          const scores = Array.from({ length: seen + growth * i }, (___, j) => dot(row(q, headWidth, i), row(k, headWidth, j)) / Math.sqrt(headWidth));
          const top = Math.max(...scores);
          const odds = scores.map((score) => Math.exp(score - top));
          const total = odds.reduce((a, b) => a + b);
          return Array.from({ length: headWidth }, (___, d) => odds.reduce((sum, odd, j) => sum + (odd / total) * v[j * headWidth + d], 0));
        }).flat();
        closeTo(f32(out, queries * headWidth), expected, 0.005);
      }),
    );
  });
});

describe("rows of floats", () => {
  const rowsOf = fc.record({ rows: size(1, 4), width: size(8, 12), seed: seeds });

  it("are normalised: mean and variance, or mean of squares", () => {
    fc.assert(
      fc.property(rowsOf, ({ rows, width, seed }) => {
        const { floats, room } = memory();
        const [x, y, weight, bias] = [
          someFloats(rows * width, seed),
          someFloats(rows * width, seed + 1),
          someFloats(width, seed + 2),
          someFloats(width, seed + 3),
        ];
        const [at, squares] = [floats(x), room(rows * width * 4)];
        const weightAt = floats(weight);
        kernel.rootMeanSquareNormalise(at, rows, width, weightAt, 1e-5, squares);
        kernel.addAndNormalise(at, floats(y), rows, width, weightAt, floats(bias), 1e-5);
        for (let i = 0; i < rows; i++) {
          const one = row(x, width, i);
          const root = Math.sqrt(dot(one, one) / width + 1e-5);
          closeTo(
            row(f32(squares, rows * width), width, i),
            one.map((value, k) => (value / root) * weight[k]),
            1e-4,
          );
          const sum = Array.from(one, (value, k) => value + row(y, width, i)[k]);
          const mean = sum.reduce((a, b) => a + b) / width;
          const deviation = Math.sqrt(sum.reduce((a, b) => a + (b - mean) ** 2, 0) / width + 1e-5);
          closeTo(
            row(f32(at, rows * width), width, i),
            sum.map((value, k) => ((value - mean) / deviation) * weight[k] + bias[k]),
            1e-4,
          );
        }
      }),
    );
  });

  it("go through float layers, are added, multiplied and compared", () => {
    fc.assert(
      fc.property(size(1, 6), size(4, 12), seeds, (rows, depth, seed) => {
        const { floats, room } = memory();
        const [x, y, weights, bias] = [someFloats(depth, seed), someFloats(depth, seed + 1), someFloats(rows * depth, seed + 2), someFloats(rows, seed + 3)];
        const [xAt, yAt, out, product] = [floats(x), floats(y), room(rows * 4), room(depth * 4)];
        kernel.linearFloat(xAt, depth, floats(weights), floats(bias), rows, out);
        const greatest = 1 + dot(x.map(Math.abs), new Array(depth).fill(40)); // sums may cancel
        f32(out, rows).forEach((value, r) => expect(Math.abs(value - dot(x, row(weights, depth, r)) - bias[r])).toBeLessThan(1e-5 * greatest));
        expect(Math.abs(kernel.dotFloat(xAt, yAt, depth) - dot(x, y))).toBeLessThan(1e-5 * greatest);
        kernel.multiply(xAt, depth, 0.5, product);
        expect(f32(product, depth)).toEqual(x.map((value) => value / 2));
        kernel.add(xAt, depth, yAt);
        expect(f32(yAt, depth)).toEqual(x.map((value, i) => value + y[i]));
      }),
    );
  });

  it("come out of 8-bit tables", () => {
    fc.assert(
      fc.property(size(1, 9), size(8, 8), seeds, (rows, width, seed) => {
        const { floats, room } = memory();
        const [values, scales] = [integers(rows * width, seed, 127), someFloats(rows, seed + 1)];
        const [table, out, index] = [room(rows * width), room(width * 4), seed % rows];
        i8(table, values.length).set(values);
        const vector = Float32Array.from(values.slice(index * width, (index + 1) * width), (value) => value * scales[index]);
        const scalesAt = floats(scales);
        kernel.embed(table, scalesAt, index, width, 0, out);
        expect(f32(out, width).map((value) => value + 0)).toEqual(vector.map((value) => value + 0));
        kernel.embed(table, scalesAt, index, width, 1, out);
        closeTo(
          f32(out, width),
          vector.map((value) => 2 * value),
          1e-6,
        );
      }),
    );
  });

  it("are turned by the angles of a position", () => {
    fc.assert(
      fc.property(size(1, 4), size(8, 4), seeds, (heads, headWidth, seed) => {
        const { floats } = memory();
        const x = someFloats(heads * headWidth, seed);
        const angles = Array.from({ length: headWidth / 2 }, (_, i) => (seed % 1000) / (i + 1));
        const at = floats(x);
        kernel.rotate(at, heads, headWidth, floats(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])));
        const expected = x.map((value, i) => {
          const angle = angles[(i % headWidth) >> 1];
          return i % 2 === 0 ? value * Math.cos(angle) - x[i + 1] * Math.sin(angle) : value * Math.cos(angle) + x[i - 1] * Math.sin(angle);
        });
        closeTo(f32(at, x.length), expected, 1e-5);
      }),
    );
  });
});

describe("functions of numbers", () => {
  /** −100 … 100, densest around nought. */
  const line = Float32Array.from({ length: 4000 }, (_, i) => ((i - 2000) / 2000) ** 3 * 100);
  /** erf by its series and, far out, by its continued fraction: slow and right to 1e-12. */
  const normalCdf = (x: number): number => {
    if (x < -6) return 0;
    if (x > 6) return 1;
    let [term, sum] = [x, x];
    for (let n = 1; n < 200; n++) {
      term *= -(x * x) / (2 * n);
      sum += term / (2 * n + 1);
    }
    return 0.5 + sum / Math.sqrt(2 * Math.PI);
  };

  it("GELU is x Φ(x) within a millionth", () => {
    const { floats } = memory();
    const at = floats(line);
    kernel.gelu(at, line.length);
    f32(at, line.length).forEach((value, i) => expect(Math.abs(value - line[i] * normalCdf(line[i]))).toBeLessThan(1e-6 * Math.max(1, Math.abs(line[i]))));
  });

  it("the gate is x y / (1 + e⁻ˣ)", () => {
    const { floats } = memory();
    const [at, by] = [floats(line), floats(line.map((value) => value / 3 + 1))];
    kernel.gate(at, by, line.length);
    f32(at, line.length).forEach((value, i) => {
      const expected = (line[i] / (1 + Math.exp(-line[i]))) * (line[i] / 3 + 1);
      expect(Math.abs(value - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
    });
  });

  it("log-softmax gives the logarithms of probabilities, whatever stands behind the numbers", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -800, max: 800 }), { minLength: 1, maxLength: 40 }), (tenths) => {
        const { floats } = memory();
        const values = tenths.map((tenth) => tenth / 10);
        const [at, again] = [floats([...values, 1e30, 1e30, 1e30]), floats([...values, 1e30, 1e30, 1e30])];
        const top = Math.max(...values);
        const total = top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
        expect(Math.abs(kernel.logSumExp(again, values.length) - total)).toBeLessThan(2e-5);
        kernel.logSoftmax(at, values.length);
        f32(at, values.length).forEach((value, i) => expect(Math.abs(value - (values[i] - total))).toBeLessThan(4e-5));
      }),
    );
  });
});
