import type { Line } from "./lines.js";

/** Lines in one buffer, which goes to another thread without being copied. */
export interface PackedLines {
  bytes: Uint8Array<ArrayBuffer>;
  lines: readonly (Omit<Line, "bytes"> & { size: number })[];
}

export function packLines(lines: readonly Line[]): PackedLines {
  const bytes = new Uint8Array(lines.reduce((sum, line) => sum + line.bytes.length, 0));
  let at = 0;
  const heads = lines.map(({ bytes: own, ...head }) => {
    bytes.set(own, at);
    at += own.length;
    return { ...head, size: own.length };
  });
  return { bytes, lines: heads };
}

export function unpackLines({ bytes, lines }: PackedLines): Line[] {
  let at = 0;
  return lines.map(({ size, ...head }) => {
    at += size;
    return { ...head, bytes: bytes.subarray(at - size, at) };
  });
}
