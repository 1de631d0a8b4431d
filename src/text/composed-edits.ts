import type { Span } from "../types.js";

/** What would be put in the place of a span. */
interface Replacement extends Span {
  replacement: string;
}

/** An edit of the source that stands for edits made one after the other. */
export interface Composed<E extends Replacement> extends Replacement {
  /** The edits it is made of: those of the source, then those of what they made of it. */
  first: readonly E[];
  second: readonly E[];
}

/**
 * Edits of a text, and edits of what they make of it, as edits of the text: those that touch one another become one.
 *
 *     warfare → the war, then the war → a war:  warfare → a war
 *
 * @param first of the text @param second of the text with `first` made; both sorted, never overlapping
 * @returns sorted, never overlapping; making them is making `first`, then `second`
 */
export function composedEdits<E extends Replacement>(text: string, first: readonly E[], second: readonly E[]): Composed<E>[] {
  const composed: Composed<E>[] = [];
  let shift = 0; // from an offset of the text to that of what `first` makes of it, at edit `a`
  for (let a = 0, b = 0; a < first.length || b < second.length; ) {
    const own: E[] = [];
    const later: E[] = [];
    const startOf = (i: number): number => (i < first.length ? first[i]!.start + shift : Number.POSITIVE_INFINITY);
    // Places in the text as `first` made it.
    const from = Math.min(startOf(a), second[b]?.start ?? Number.POSITIVE_INFINITY);
    const source = from - shift;
    let to = from;
    let replacement = "";
    let at = from;
    let grows = true;
    while (grows) {
      grows = false;
      while (a < first.length && (startOf(a) < to || (own.length + later.length === 0 && startOf(a) === from))) {
        const edit = first[a++]!;
        own.push(edit);
        to = Math.max(to, edit.start + shift + edit.replacement.length);
        shift += edit.replacement.length - (edit.end - edit.start);
        grows = true;
      }
      while (b < second.length && (second[b]!.start < to || (own.length + later.length === 0 && second[b]!.start === from))) {
        const edit = second[b++]!;
        later.push(edit);
        to = Math.max(to, edit.end);
        grows = true;
      }
    }
    const made = new Piecewise(text, own, source, from);
    for (const edit of later) {
      replacement += made.slice(at, edit.start) + edit.replacement;
      at = edit.end;
    }
    replacement += made.slice(at, to);
    composed.push({ start: source, end: to - shift, replacement, first: own, second: later });
  }
  return composed;
}

/** The text around some edits once they are made, by its own offsets. */
class Piecewise {
  constructor(
    private readonly text: string,
    private readonly edits: readonly Replacement[],
    /** An offset of the text that no edit moves, and where it stands. */
    private readonly source: number,
    private readonly place: number,
  ) {}

  slice(from: number, to: number): string {
    let out = "";
    let place = this.place;
    let source = this.source;
    const take = (part: string): void => {
      out += part.slice(Math.max(0, from - place), Math.max(0, to - place));
      place += part.length;
    };
    for (const { start, end, replacement } of this.edits) {
      take(this.text.slice(source, start));
      take(replacement);
      source = end;
    }
    take(this.text.slice(source, source + Math.max(0, to - place)));
    return out;
  }
}
