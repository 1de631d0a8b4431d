import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import { SENTENCE_START } from "../model/vocabulary.js";

/** Ends a line in a stream of ids. */
export const LINE_END = 0xffff_ffff;

/** What is known of the forms of a text: parallel arrays, forms in order of first occurrence. */
export interface FormCounts {
  forms: string[];
  /** Occurrences. */
  counts: Uint32Array;
  /** Occurrences inside a sentence, not after a quotation mark. */
  inside: Uint32Array;
  /** Those of them that start with a capital. */
  capitals: Uint32Array;
}

/**
 * Reads lines and gives every form a provisional number from 2 upwards, in order of first occurrence (0 and 1 are the specials).
 */
export class FormCounter {
  private readonly numbers = new Map<string, number>();
  private readonly forms: string[] = [];
  private counts = new Uint32Array(1 << 16);
  private inside = new Uint32Array(1 << 16);
  private capitals = new Uint32Array(1 << 16);

  /** The line as provisional numbers, 1 before each sentence, LINE_END at the end; appended to `out`. */
  read(line: string, out: number[]): void {
    const terms = readTerms(line, tokenize(line));
    if (terms.length === 0) return;
    for (const { form, start, sentenceStart, gap, kind } of terms) {
      let number = this.numbers.get(form);
      if (number === undefined) number = this.add(form);
      this.counts[number]++;
      if (sentenceStart) out.push(SENTENCE_START);
      else if (!gap && kind === "word") {
        this.inside[number]++;
        if (isCapital(line, start)) this.capitals[number]++;
      }
      out.push(number);
    }
    out.push(LINE_END);
  }

  result(): FormCounts {
    const end = this.forms.length + 2;
    const { counts, inside, capitals } = this;
    return { forms: this.forms, counts: counts.slice(2, end), inside: inside.slice(2, end), capitals: capitals.slice(2, end) };
  }

  private add(form: string): number {
    const number = this.forms.length + 2;
    this.numbers.set(form, number);
    this.forms.push(form);
    if (number >= this.counts.length) {
      this.counts = doubled(this.counts);
      this.inside = doubled(this.inside);
      this.capitals = doubled(this.capitals);
    }
    return number;
  }
}

function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}

function isCapital(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return code >= 65 && code <= 90;
  return /\p{Lu}/u.test(text[at]);
}
