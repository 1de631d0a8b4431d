/** Bytes as text; or, where they are no UTF-8, the offset of the first that is none. A byte order mark is kept. */
export function decodeUtf8(bytes: Uint8Array): { text: string } | { fault: number } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { fault: faultOffset(bytes) };
  }
}

/** Reads U+FFFD for what is no UTF-8, and looks for the first that does not stand in the bytes as such. */
function faultOffset(bytes: Uint8Array): number {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return offset;
    offset += 3;
    from = at + 1;
  }
  return offset;
}
