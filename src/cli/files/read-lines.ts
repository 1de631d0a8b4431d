/**
 * The lines of a stream of UTF-8, without their LF or CRLF; a last line need not have one. Unlike node:readline, only these end a line: JSON
 * may hold U+2028 as it stands. Reads on only when the next line is asked for. Bytes that are no UTF-8 become U+FFFD.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = []; // the beginning of a line that has not ended yet
  const line = (end: string): string => {
    const whole = parts.length === 0 ? end : parts.join("") + end;
    parts = [];
    return whole.endsWith("\r") ? whole.slice(0, -1) : whole;
  };
  for await (const chunk of input) {
    const text = decoder.decode(chunk, { stream: true });
    let at = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", at)) {
      yield line(text.slice(at, end));
      at = end + 1;
    }
    if (at < text.length) parts.push(text.slice(at));
  }
  const rest = line(decoder.decode());
  if (rest !== "") yield rest;
}
