import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32 } from "../src/model/crc-32.js";

/** Bit by bit, as the definition has it. */
function naive(bytes: Iterable<number>): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe("CRC-32", () => {
  it("has the check value of the standard", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it("is the remainder that the definition gives, wherever the bytes lie and in however many parts", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), fc.nat(7), (bytes, cut, shift) => {
        const elsewhere = new Uint8Array(bytes.length + shift);
        elsewhere.set(bytes, shift);
        expect(crc32(elsewhere.subarray(shift))).toBe(naive(bytes));
        expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(naive(bytes));
      }),
    );
  });
});
