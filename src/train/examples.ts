import { rewrite } from "../decode/edits.js";
import type { Omit } from "../decode/leave-alone.js";
import { FormsByHead, type Garbled, garble, type Substitution } from "../dictionary/garble.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { logistic, logit } from "../log-prob.js";
import type { Pipeline, Proposed } from "../pipeline.js";
import { drawIndex, type Random, seededRandom } from "../random.js";
import { splitSentences } from "../text/sentences.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import { type AnnotatedDocument, type AnnotatedMark, marksIn } from "./annotated.js";

/** A document's proposals for training: their features, and which of them restore the original. */
export interface Example extends Pick<Proposed, "rows"> {
  /** 1: the proposal restores the original. */
  labels: Uint8Array;
  /** 0 for proposals that are neither right nor wrong. */
  weights: Float32Array;
}

/** The styles' shares among the garbled documents: as likely as pages are to come from them. */
const STYLE_SHARES = [0.42, 0.2, 0.13, 0.08, 0.05, 0.12];
/** Share of the pairs hidden from the decoder, so that it learns what unknown substitutions look like. */
const HIDDEN_MAX = 0.15;

/** How far a spinner's dictionary may be from what is known, and the share of heads one would have of which nothing is known. */
const NOVELTY_MAX = 0.6;
const NEW_SPINNER = 0.35;
/** Share of the garbled documents of which only some lines are. */
const LOCAL_SHARE = 0.3;
/** Share of the garbled documents in which everything the spinner has is replaced. */
const FULL_RATE_SHARE = 0.5;

/** Makes training documents out of clean ones: some left clean, the others garbled with a random style, rate and part of the dictionary. */
export class ExampleMaker {
  private readonly forms: FormsByHead;

  constructor(
    private readonly index: PhraseIndex,
    private readonly pipeline: Pipeline,
  ) {
    this.forms = new FormsByHead(index);
  }

  make(clean: string, seed: number, garbledShare: number): Example {
    const random = seededRandom(seed);
    const garbled = random() < garbledShare;
    const { text, substitutions } = garbled ? this.garbleSome(clean, random) : { text: clean, substitutions: [] };
    const hidden = garbled ? HIDDEN_MAX * random() : 0;
    const salt = Math.floor(random() * 0x7fffffff);
    const omit = hidden > 0 ? (pair: number): boolean => (Math.imul(pair ^ salt, 0x9e3779b1) >>> 0) / 4294967296 < hidden : undefined;
    return this.read(text, substitutions, omit);
  }

  private read(text: string, substitutions: readonly Pick<Substitution, "start" | "end" | "original">[], omit?: Omit): Example {
    return this.labelled(text, omit, (start, end, replacement) => restores(text, substitutions, start, end, replacement));
  }

  /** An annotated document as an example; proposals on optional marks do not count. */
  annotated({ text, marks }: AnnotatedDocument): Example {
    return this.labelled(text, undefined, (start, end, replacement) => {
      const touched = marksIn(marks, start, end);
      return touched.some(({ optional }) => optional) ? undefined : restoresPart(text, touched, start, end, replacement);
    });
  }

  /** @param isRight undefined: neither right nor wrong */
  private labelled(text: string, omit: Omit | undefined, isRight: (start: number, end: number, replacement: string) => boolean | undefined): Example {
    const { document, found, rows } = this.pipeline.proposals(text, omit);
    const right = found.map(({ sentence, change }) => {
      const { start, end, replacement } = rewrite(text, document.sentences[sentence]!.terms, change);
      return isRight(start, end, replacement);
    });
    return { rows, labels: Uint8Array.from(right, (is) => (is ? 1 : 0)), weights: Float32Array.from(right, (is) => (is === undefined ? 0 : 1)) };
  }

  /** All of a text, or only some neighbouring lines of it: what is garbled stands among what is clean. */
  private garbleSome(clean: string, random: Random): Pick<Garbled, "text" | "substitutions"> {
    const lines = clean.split("\n");
    if (lines.length < 3 || random() >= LOCAL_SHARE) return this.garbleAtRandom(clean, random);
    const count = 1 + Math.floor(random() * (lines.length - 1));
    const from = Math.floor(random() * (lines.length - count + 1));
    const before = lines.slice(0, from).map((line) => `${line}\n`);
    const after = lines.slice(from + count).map((line) => `\n${line}`);
    const { text, substitutions } = this.garbleAtRandom(lines.slice(from, from + count).join("\n"), random);
    const shift = before.join("").length;
    return {
      text: [...before, text, ...after].join(""),
      substitutions: substitutions.map((one) => ({ ...one, start: one.start + shift, end: one.end + shift })),
    };
  }

  /** A spinner nobody has seen: its dictionary holds a head as likely as the index says, drawn towards NEW_SPINNER by a part of its own. */
  private garbleAtRandom(clean: string, random: Random): Garbled {
    const style = drawIndex(STYLE_SHARES, random);
    const novelty = NOVELTY_MAX * random();
    return garble(clean, this.forms, this.index, {
      random,
      style,
      rate: random() < FULL_RATE_SHARE ? 1 : 0.2 + 0.8 * random(),
      membership: (head) => {
        const known = logit(Math.min(0.999, Math.max(0.001, this.index.membership(head, style))));
        return logistic((1 - novelty) * known + novelty * logit(NEW_SPINNER));
      },
      sharpness: 0.85 + 0.5 * random(),
      coverage: 0.85 + 0.15 * random(),
    });
  }
}

/** Whether an edit gives back the original of all the substitutions it touches. */
export function restores(
  text: string,
  substitutions: readonly Pick<Substitution, "start" | "end" | "original">[],
  start: number,
  end: number,
  replacement: string,
): boolean {
  const touched = substitutions.filter((s) => s.start < end && s.end > start);
  if (touched.length === 0) return false;
  const from = Math.min(start, touched[0]!.start);
  const to = Math.max(end, touched.at(-1)!.end);
  let want = "";
  let at = from;
  for (const s of touched) {
    want += text.slice(at, s.start) + s.original;
    at = s.end;
  }
  want += text.slice(at, to);
  return fold(text.slice(from, start) + replacement + text.slice(end, to)) === fold(want);
}

/** Whether an edit gives back an accepted restoration of the marks it touches: any of the first mark's, the first of the others'. */
export function restoresMarks(text: string, touched: readonly AnnotatedMark[], start: number, end: number, replacement: string): boolean {
  const [one, ...others] = touched;
  const rest = others.map((mark) => ({ start: mark.start, end: mark.end, original: mark.accepted[0]! }));
  return one?.accepted.some((original) => restores(text, [{ start: one.start, end: one.end, original }, ...rest], start, end, replacement)) ?? false;
}

/**
 * The same of an edit that may restore a part of a mark: of [[sensible actuality=>practical reality]] the first word. The judge asks for the whole
 * mark; what a spinner did, and what an editor has to decide, are the parts.
 */
export function restoresPart(text: string, touched: readonly AnnotatedMark[], start: number, end: number, replacement: string): boolean {
  if (restoresMarks(text, touched, start, end, replacement)) return true;
  const [mark, another] = touched;
  if (mark === undefined || another !== undefined || start < mark.start || end > mark.end) return false;
  const left = wordsOf(text.slice(mark.start, start));
  const right = wordsOf(text.slice(end, mark.end));
  return mark.accepted.some((original) => isPart(left, wordsOf(replacement), right, wordsOf(original)));
}

/** How many words more or fewer than the observed ones an original may have on a side of a part. */
const SHIFT_MAX = 2;

/** Whether words stand in an original where, by the observed words left and right of them, they belong. */
function isPart(left: readonly string[], words: readonly string[], right: readonly string[], original: readonly string[]): boolean {
  const fits = (own: number, observed: number): boolean => (own === 0) === (observed === 0) && Math.abs(own - observed) <= SHIFT_MAX;
  for (let at = 0; at + words.length <= original.length; at++) {
    const fitting = fits(at, left.length) && fits(original.length - at - words.length, right.length);
    if (fitting && words.length > 0 && words.every((word, i) => original[at + i] === word)) return true;
  }
  return false;
}

const wordsOf = (text: string): string[] => fold(text).split(" ").filter(Boolean);

/** Wordings that differ in case, apostrophes and blanks only are the same. */
export const fold = (text: string): string => text.toLowerCase().replaceAll("’", "'").replace(/\s+/g, " ").trim();

/** The least words of a shortened document. */
const SHORTEST = 12;

/** The first sentences of a text, together as many words as are drawn between SHORTEST and the text's; short and long ones alike often. */
export function shortened(text: string, random: Random): string {
  const sentences = splitSentences(readTerms(text, tokenize(text)));
  const all = sentences.reduce((sum, { length }) => sum + length, 0);
  let left = SHORTEST * (Math.max(SHORTEST, all) / SHORTEST) ** random();
  const last = sentences.find(({ length }) => (left -= length) <= 0)?.at(-1);
  return last === undefined ? text : text.slice(0, last.end + 1);
}

/** Lines of text → documents of 120 to 420 words, neighbours together. */
export function* documentsOf(lines: Iterable<string>, random: Random): Generator<string> {
  let document: string[] = [];
  let words = 0;
  let length = 120 + 300 * random();
  for (const line of lines) {
    document.push(line);
    words += line.split(" ").length;
    if (words >= length) {
      yield document.join("\n");
      document = [];
      words = 0;
      length = 120 + 300 * random();
    }
  }
}
