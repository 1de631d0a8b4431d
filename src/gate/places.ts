import { CAPITALISED, EMPTY_LINE, LINE_END, LOWER, MIXED, NUMBER, PUNCTUATION, type WordScan, WRAPPED } from "../text/word-scan.js";

/** How a word is written: what "war", "War" at a sentence's start, "War" within one and "WAR" may be is not the same. */
export const SHAPES = 4;
const SENTENCE_START = 1;
const NAME = 2;
const CAPITALS = 3;

/** Neighbours that stand for many. */
const BORDER = 0x3c6ef372;
const ANY_NUMBER = 0x2545f491;
const ANY_CODE = 0x5851f42d;
/** The most lines of a passage told apart. */
const LINES_MAX = 6000;

const FULL_STOPS = new Set(".!?:…".split(""));

/**
 * The words of a passage with their neighbours: hashes in a row, a border where a line ends, numbers and code as such whatever they are, a line that
 * stood before in the passage left out. One of these is used again and again.
 */
export class Places {
  /** Terms in the row, borders among them. */
  count = 0;
  /** Hash of the term. Two borders stand before the first and after the last. */
  readonly hash: Int32Array;
  /** Its shape, or -1 when it is no word. */
  readonly shape: Int8Array;
  /** Its number in the scan, -1 for a border. */
  readonly term: Int32Array;
  private readonly lines = new Set<number>();

  constructor(readonly capacity: number) {
    this.hash = new Int32Array(3 * capacity + 4);
    this.shape = new Int8Array(3 * capacity + 4);
    this.term = new Int32Array(3 * capacity + 4);
  }

  /** @param text what was scanned */
  read(text: string, scan: WordScan): void {
    this.count = 0;
    this.lines.clear();
    this.border();
    this.border();
    let lineStart = this.count;
    let lineKey = 0;
    let sentenceStart = true;
    for (let i = 0; i < scan.count; i++) {
      const gap = scan.gap[i]!;
      const kind = scan.kind[i]!;
      if (gap >= WRAPPED && i > 0) {
        this.endLine(lineStart, lineKey);
        lineKey = 0;
        if (gap >= LINE_END) {
          this.border();
          sentenceStart = true;
        }
        if (gap === EMPTY_LINE) this.border();
        lineStart = this.count;
      }
      const hash = kind <= MIXED || kind === PUNCTUATION ? scan.hash[i]! : kind === NUMBER ? ANY_NUMBER + Math.min(5, scan.end[i]! - scan.start[i]!) : ANY_CODE;
      if (kind !== PUNCTUATION) lineKey = Math.imul(lineKey ^ scan.hash[i]!, 0x01000193);
      this.push(hash, shapeOf(kind, sentenceStart), i);
      if (kind !== PUNCTUATION) sentenceStart = false;
      else if (FULL_STOPS.has(text[scan.start[i]!]!)) sentenceStart = true;
    }
    this.endLine(lineStart, lineKey);
    this.border();
    this.border();
  }

  private border(): void {
    this.push(BORDER, -1, -1);
  }

  private push(hash: number, shape: number, term: number): void {
    const at = this.count++;
    this.hash[at] = hash;
    this.shape[at] = shape;
    this.term[at] = term;
  }

  /** Takes back a line that stood before. */
  private endLine(start: number, key: number): void {
    if (this.lines.has(key)) this.count = start;
    else if (this.lines.size < LINES_MAX) this.lines.add(key);
  }
}

function shapeOf(kind: number, sentenceStart: boolean): number {
  if (kind === LOWER) return 0;
  if (kind === CAPITALISED) return sentenceStart ? SENTENCE_START : NAME;
  return kind === MIXED ? CAPITALS : -1;
}
