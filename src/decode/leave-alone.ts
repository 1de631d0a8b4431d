import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import type { Span, Term } from "../types.js";

/** Decides whether a pair may be proposed for terms start … end - 1 of a sentence. */
export type Omit = (pair: number, sentence: readonly Term[], start: number, end: number) => boolean;

/** A user's wish that certain words be left alone and certain originals never be proposed. */
export class LeaveAlone {
  /** undefined when nothing is to be left alone. */
  readonly omit: Omit | undefined;
  /** Normal forms of all the words in phrases that are never changed. */
  readonly words: ReadonlySet<string>;
  private readonly phrases: string[][];

  /**
   * @param phrases words and phrases of the text that are never changed, case aside
   * @param heads originals that are never proposed, case aside
   * @param files dictionary files, or folders of them, whose originals are never proposed
   */
  constructor(index: PhraseIndex, phrases: readonly string[], heads: readonly string[], files: readonly string[] = []) {
    this.phrases = phrases.map((phrase) => readTerms(phrase, tokenize(phrase)).map(({ form }) => form)).filter((forms) => forms.length > 0);
    this.words = new Set(this.phrases.flat());
    const unwanted = new Set(heads.map((head) => head.toLowerCase()));
    const { headSurfaces, pairHead, files: known, headFile } = index.tables;
    const off = known.map((file) => files.some((name) => file === name || file === `${name}.txt` || file.startsWith(`${name.replace(/\/$/, "")}/`)));
    if (phrases.length === 0 && heads.length === 0 && files.length === 0) this.omit = undefined;
    else {
      this.omit = (pair, sentence, start, end) =>
        off[headFile[pairHead[pair]!]!] ||
        unwanted.has(headSurfaces[pairHead[pair]!]!.toLowerCase()) ||
        this.phrases.some((forms) => touches(sentence, forms, start, end));
    }
  }

  /** Where the phrases stand in a text, sorted. */
  spans(terms: readonly Term[]): Span[] {
    if (this.phrases.length === 0) return [];
    return terms.flatMap((first, at) =>
      this.phrases
        .filter((forms) => forms.every((form, i) => terms[at + i]?.form === form))
        .map((forms) => ({ start: first.start, end: terms[at + forms.length - 1]!.end })),
    );
  }
}

/** Whether an occurrence of the phrase shares a term with start … end - 1. */
function touches(sentence: readonly Term[], forms: readonly string[], start: number, end: number): boolean {
  for (let at = Math.max(0, start - forms.length + 1); at < end; at++) {
    if (forms.every((form, i) => sentence[at + i]?.form === form)) return true;
  }
  return false;
}
