import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bloomierLayout, buildBloomierFilter } from "../src/model/bloomier-filter.js";

/** Distinct keys made from a counter, so that thousands are cheap. */
function keys(count: number, salt: number): { high: Uint32Array; low: Uint32Array } {
  const high = new Uint32Array(count);
  const low = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    high[i] = Math.floor(i / 97) * 65_537 + salt;
    low[i] = Math.imul(i, 0x10001) ^ salt;
  }
  return { high, low };
}

describe("Bloomier filter", () => {
  it("gives back every stored value", () => {
    const entry = fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(31));
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ([high, low]) => `${high} ${low}`, maxLength: 300 }), (entries) => {
        const [high, low] = [Uint32Array.from(entries, ([h]) => h), Uint32Array.from(entries, ([, l]) => l)];
        const filter = buildBloomierFilter({ high, low, values: Uint8Array.from(entries, ([, , value]) => value) }, 5);
        return entries.every(([h, l, value]) => filter.get(h, l) === value);
      }),
    );
  });

  it.each([4, 5, 8])("finds absent keys as often as the fingerprint lets it, with %i value bits", (valueBits) => {
    const count = 50_000;
    const { high, low } = keys(count, 7);
    const filter = buildBloomierFilter({ high, low, values: new Uint8Array(count).fill(3) }, valueBits);
    const tries = 400_000;
    let found = 0;
    for (let i = 0; i < tries; i++) if (filter.get(0x8000_0000 + i, i ^ 0x5bd1) >= 0) found++;
    const expected = tries * 2 ** (valueBits - 16);
    expect(found).toBeGreaterThan(expected - 5 * Math.sqrt(expected) - 1);
    expect(found).toBeLessThan(expected + 5 * Math.sqrt(expected) + 1);
  });

  it("takes about 1.13 cells a key when there are many", () => {
    expect(bloomierLayout(3_000_000).cellCount / 3_000_000).toBeLessThan(1.14);
    expect(bloomierLayout(100_000).cellCount / 100_000).toBeLessThan(1.25);
  });

  it("is the same every time", () => {
    const { high, low } = keys(5000, 1);
    const build = (): Uint16Array => buildBloomierFilter({ high, low, values: new Uint8Array(5000) }, 5).cells;
    expect(build()).toEqual(build());
  });

  it("refuses values that do not fit and keys that are not distinct", () => {
    const [high, low] = [new Uint32Array(2), new Uint32Array(2)];
    expect(() => buildBloomierFilter({ high, low, values: Uint8Array.of(32, 0) }, 5)).toThrow("32 does not fit into 5 bits");
    expect(() => buildBloomierFilter({ high, low, values: Uint8Array.of(1, 1) }, 5)).toThrow("are they distinct?");
  });
});
