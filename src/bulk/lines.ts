/** A line of a file as it stands there. */
export interface Line {
  /** The input file as it is shown; not there for standard input. */
  file?: string;
  /** From 1, blank lines counted. */
  number: number;
  /** Where it starts: bytes from the start of the (uncompressed) input. */
  offset: number;
  /** Its length in bytes, without the LF or CRLF at its end. */
  length: number;
  /** The line without its end; of a line longer than the reader takes only the beginning. */
  bytes: Uint8Array;
  /** The line is longer than the reader takes. */
  cut: boolean;
}

/** What is kept of a line that is too long. */
const KEPT_BYTES = 1000;
const LF = 10;
const CR = 13;

/**
 * The lines of a stream of bytes. Unlike node:readline, only LF and CRLF end one: JSON may hold U+2028 as it stands. A last line need not end.
 * Reads on only when the next line is asked for, and never holds more than a chunk and `maxBytes`.
 * @param maxBytes of a longer line the beginning is given, and `cut`
 */
export async function* readLines(input: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line> {
  let parts: Uint8Array[] = []; // the beginning of a line that has not ended yet
  let held = 0; // bytes in them
  let length = 0; // bytes of the line so far, held or not
  let last: number | undefined; // the byte read last, held or not
  let number = 1;
  let offset = 0;
  const add = (part: Uint8Array): void => {
    if (part.length === 0) return;
    length += part.length;
    last = part.at(-1);
    if (length <= maxBytes + 1) {
      parts.push(part); // one byte more, which may be a CR
      held += part.length;
    } else if (held !== KEPT_BYTES) {
      const kept = Buffer.concat([...parts, part], Math.min(KEPT_BYTES, held + part.length));
      parts = [kept];
      held = kept.length;
    }
  };
  const line = (ended: boolean): Line => {
    let bytes: Uint8Array = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    const size = last === CR ? length - 1 : length;
    if (bytes.length > size) bytes = bytes.subarray(0, size);
    const cut = size > maxBytes;
    const made = { number, offset, length: size, bytes: cut ? bytes.subarray(0, KEPT_BYTES) : bytes, cut };
    number++;
    offset += length + (ended ? 1 : 0);
    parts = [];
    held = length = 0;
    last = undefined;
    return made;
  };
  for await (const chunk of input) {
    let at = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, at)) {
      add(chunk.subarray(at, end));
      at = end + 1;
      yield line(true);
    }
    add(chunk.subarray(at));
  }
  if (length > 0) yield line(false);
}
