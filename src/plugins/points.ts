/** A place as vfile has it: line and column from 1, offset from 0. */
export interface Point {
  line: number;
  column: number;
  offset: number;
}

/** Offsets of a text → points. A line ends at LF, CRLF or a lone CR. */
export function pointsOf(text: string): (offset: number) => Point {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ 0: end, index }) => index + end.length)];
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1, offset };
  };
}
