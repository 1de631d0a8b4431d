import type { Span } from "../types.js";

/** What would be put in the place of a span. */
export interface Replacement extends Span {
  replacement: string;
}

/** A text with edits made, in which places of the source can be found again. */
export class RestoredText {
  readonly text: string;
  /** Starts and ends of the edits in the source, and how far the restored text is ahead after each. */
  private readonly ends: number[] = [];
  private readonly ahead: number[] = [];

  /**
   * @param source the text as it stands
   * @param edits sorted, never overlapping
   */
  constructor(source: string, edits: readonly Replacement[]) {
    let text = "";
    let at = 0;
    for (const { start, end, replacement } of edits) {
      text += source.slice(at, start) + replacement;
      at = end;
      this.ends.push(end);
      this.ahead.push(text.length - end);
    }
    this.text = text + source.slice(at);
  }

  /** Where a place of the source stands in the restored text. The place must not lie inside an edit. */
  offset(place: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! <= place) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? place : place + this.ahead[low - 1]!;
  }
}
