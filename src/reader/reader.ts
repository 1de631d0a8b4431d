import { logistic } from "../log-prob.js";
import type { Encoder } from "../neural/encoder.js";
import type { Span } from "../types.js";
import { windows, withLead } from "./windows.js";

/** Something that may have been substituted, and what may have stood there. */
export interface ReaderSpan extends Span {
  /** Candidate originals, with what the statistics know of each (see candidate-facts.ts), nats. */
  candidates: readonly { original: string; facts: readonly number[] }[];
}

/** A word as the reader sees it. */
export interface ReadWord extends Span {
  /** P(substituted), 0..1: of its surest piece. */
  probability: number;
}

/** A passage read. */
export interface Reading {
  /** In order; words and marks of the passage, its surroundings apart. */
  words: ReadWord[];
  /** Span by span: log P(as it stands), then log P(candidate) of each; undefined for spans that no window holds whole. */
  choices: (Float32Array | undefined)[];
}

/** Pieces that join letters are pieces of a word. */
const LETTER = /[\p{L}\p{M}\p{N}]/u;
/** Facts are given to the net in twentieths of tenths of nats, as in training. */
const FACT_SCALE = 0.5;
/** Longer lists are cut: the net has seen no longer ones, and the last are hopeless. */
const CANDIDATES_MAX = 48;

/**
 * Reads passages: a small encoder (BERT-like, fine-tuned; see train/reader) sees the text as it stands and says of every word how likely it was
 * substituted (replaced-token detection: ELECTRA, Clark et al. 2020), and of every span with candidates which of them stood there.
 */
export class Reader {
  private readonly stop: number;

  constructor(private readonly encoder: Encoder) {
    this.stop = encoder.tokenizer.id(".") ?? -1;
  }

  /**
   * @param passage what is read; what stands before it in the text is seen as well
   * @param spansFor asked once the words are read: the spans to choose for, by start (none: []). Spans and words are in offsets of the text.
   */
  read(text: string, passage: Span, spansFor: (words: readonly ReadWord[]) => readonly ReaderSpan[] = () => []): Reading {
    const { encoder } = this;
    const whole = withLead(text, passage);
    const { ids, starts, ends } = encoder.tokenizer.encode(text.slice(whole.start, whole.end));
    let from = 0;
    while (from < ids.length && whole.start + starts[from]! < passage.start) from++;
    const cut = windows(ids.length, from, (piece) => ids[piece] === this.stop);
    const encode = ({ lead, end }: (typeof cut)[number]): { detect: Float32Array; states: Float32Array } => {
      const window = new Int32Array(end - lead + 2);
      window[0] = encoder.classify;
      window.set(ids.subarray(lead, end), 1);
      window[window.length - 1] = encoder.separator;
      return encoder.encode(window);
    };
    const words: ReadWord[] = [];
    const states: Float32Array[] = [];
    for (const window of cut) {
      const { detect, states: own } = encode(window);
      if (cut.length > 1) states.push(own.slice());
      for (let piece = window.start; piece < window.end; piece++) {
        const start = whole.start + starts[piece]!;
        const end = whole.start + ends[piece]!;
        const probability = logistic(detect[piece - window.lead + 1]!);
        const last = words.at(-1);
        if (last !== undefined && last.end === start && LETTER.test(text[start - 1]!) && LETTER.test(text[start]!)) {
          last.end = end;
          last.probability = Math.max(last.probability, probability);
        } else words.push({ start, end, probability });
      }
    }
    const spans = spansFor(words);
    const choices: Reading["choices"] = spans.map(() => undefined);
    if (spans.length === 0) return { words, choices };
    let next = 0;
    for (const [i, window] of cut.entries()) {
      if (cut.length > 1) encoder.restore(states[i]!);
      const inside: { span: number; first: number; last: number }[] = [];
      const upTo = whole.start + ends[window.end - 1]!;
      while (next < spans.length && spans[next]!.start < upTo) {
        const { start, end } = spans[next]!;
        const first = pieceAt(starts, start - whole.start, window.start, window.end);
        const last = pieceAt(starts, end - whole.start, window.start, window.end) - 1;
        if (last >= first && first < window.end) inside.push({ span: next, first, last });
        next++;
      }
      const scores = encoder.score(
        inside.map(({ span, first, last }) => ({
          first: first - window.lead + 1,
          last: last - window.lead + 1,
          observed: text.slice(spans[span]!.start, spans[span]!.end),
          candidates: spans[span]!.candidates.slice(0, CANDIDATES_MAX).map(({ original, facts }) => ({
            text: original,
            facts: facts.map((fact) => FACT_SCALE * fact),
          })),
        })),
      );
      inside.forEach(({ span }, i) => {
        choices[span] = scores[i]!;
      });
    }
    return { words, choices };
  }
}

/** The first piece of from … to - 1 that starts at an offset or after it. */
function pieceAt(starts: Int32Array, offset: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
