import type { Span } from "../types.js";
import { EMPTY_LINE, GLUED, LINE_END, LOWER, mixed, NUMBER, PUNCTUATION, WordScan, WRAPPED } from "./word-scan.js";

/** Words a passage has at least, unless the text or a part of it is shorter. */
export const PASSAGE_WORDS_MIN = 100;
/** Words a passage has at most. */
export const PASSAGE_WORDS_MAX = 250;
/** UTF-16 units read in a passage at most, however few words they make (a table, a blob without blanks). */
export const PASSAGE_UNITS_MAX = 6000;
/** A part ended by an empty line or a line's end may be a passage from so many words on, when nothing as strong follows in time. */
const SHORT_WORDS_MIN = 40;
/** A line of so many units that no full stop ends is taken to go on in the next. */
const WRAPPED_UNITS_MIN = 50;
/** Lines remembered as having stood before, at most. */
const LINES_REMEMBERED_MAX = 1 << 18;
const PROBES = 8;

/** A run of whole paragraphs, or of whole sentences of a long one: the unit of reading. */
export interface Passage extends Span {
  /** Same words, same key, whatever case, blanks, line breaks and punctuation are. 53 bits. */
  key: number;
  /** Words, numbers included, that may be read. */
  words: number;
  /** Lines that stood in the text before, word for word, in order: no further evidence of anything. */
  repeats: readonly Span[];
  /** Of the spans that must not be read, those within it. */
  exclude: readonly Span[];
}

/** What a place between two terms is worth as a passage's end. */
const NONE = 0;
const WORD = 1;
const SENTENCE = 2;
const LINE = 3;
const PARAGRAPH = 4;

/** What is looked for, in this order: words at least, strength at least. */
const WISHES = [
  [PASSAGE_WORDS_MIN, LINE],
  [SHORT_WORDS_MIN, PARAGRAPH],
  [PASSAGE_WORDS_MIN, SENTENCE],
  [SHORT_WORDS_MIN, LINE],
  [PASSAGE_WORDS_MIN, WORD],
] as const;

/**
 * Text → its passages, in order; every word that may be read is in exactly one. Linear in the text, in memory that its length does not raise.
 *
 * A passage has PASSAGE_WORDS_MIN to PASSAGE_WORDS_MAX words where the text lets it. Among the places where it may end the strongest wins (an
 * empty line, then a line's end, then a sentence's), among equals one chosen by the words before it: texts put together or cut at an empty
 * line keep their passages except near the seam.
 *
 * @param exclude spans that must not be read (code, quotations), sorted and not overlapping; no passage starts or ends within one
 * @example [...passagesOf(article)].map(({ start, end }) => article.slice(start, end))
 */
export function* passagesOf(text: string, exclude: readonly Span[] = []): Generator<Passage> {
  const scan = new WordScan(PASSAGE_UNITS_MAX);
  const lines = new RememberedLines(text.length);
  let excluded = 0;
  for (let from = 0; from < text.length; ) {
    while (excluded < exclude.length && exclude[excluded]!.end <= from) excluded++;
    scan.read(text, from, text.length, exclude, excluded, PASSAGE_WORDS_MAX + SHORT_WORDS_MIN, PASSAGE_UNITS_MAX);
    if (scan.words === 0) {
      from = Math.max(scan.reached, from + 1);
      continue;
    }
    const terms = chooseEnd(text, scan, scan.reached >= text.length);
    const start = scan.start[0]!;
    const end = scan.end[terms - 1]!;
    const { key, words, repeats } = readLines(scan, terms, lines);
    let inside = excluded;
    while (inside < exclude.length && exclude[inside]!.start < end) inside++;
    if (words > 0) yield { start, end, key, words, repeats, exclude: exclude.slice(excluded, inside).filter((span) => span.end > start) };
    from = end;
  }
}

/** How many of the scanned terms make the passage. */
function chooseEnd(text: string, scan: WordScan, last: boolean): number {
  if (last && scan.words <= PASSAGE_WORDS_MAX) return scan.count;
  // The rest of the text must not be left with too little to read.
  const most = Math.min(PASSAGE_WORDS_MAX, last ? scan.words - SHORT_WORDS_MIN : PASSAGE_WORDS_MAX);
  const best = WISHES.map(() => 0);
  const strengths = WISHES.map(() => NONE);
  const hashes = WISHES.map(() => 0);
  let words = 0;
  let fits = 1;
  let lineStart = scan.start[0]!;
  for (let i = 0; i + 1 < scan.count; i++) {
    if (scan.kind[i]! < PUNCTUATION) words++;
    if (words > most) break;
    if (i > 0 && scan.gap[i]! >= WRAPPED) lineStart = scan.start[i]!;
    fits = i + 1;
    if (words < SHORT_WORDS_MIN) continue;
    const strength = strengthAfter(text, scan, i, lineStart);
    if (strength === NONE) continue;
    const hash = mixed(Math.imul(scan.hash[i]!, 31) + Math.imul(scan.hash[i - 1]!, 17) + scan.hash[i - 2]!);
    for (const [wish, [least, wished]] of WISHES.entries()) {
      if (words < least || strength < wished || strength < strengths[wish]! || (strength === strengths[wish] && hash >= hashes[wish]!)) continue;
      best[wish] = i + 1;
      strengths[wish] = strength;
      hashes[wish] = hash;
    }
  }
  return best.find((terms) => terms > 0) ?? fits;
}

/** What the place behind a term is worth as a passage's end. */
function strengthAfter(text: string, scan: WordScan, i: number, lineStart: number): number {
  const gap = scan.gap[i + 1]!;
  if (gap === GLUED) return NONE;
  if (gap === EMPTY_LINE) return PARAGRAPH;
  const ended = endsSentence(text, scan, i);
  // A long line that ends without a full stop goes on in the next one: the text is wrapped.
  if (gap === LINE_END) return ended || scan.end[i]! - lineStart < WRAPPED_UNITS_MIN ? LINE : WORD;
  return ended && scan.kind[i + 1] !== LOWER ? SENTENCE : WORD;
}

const FULL_STOPS = ".!?…";
const CLOSERS = "\"'”’»)]*_";
const TITLES = new Set("Mr Mrs Ms Dr Prof Gen Sen Rep Gov Lt Col Capt Sgt Rev Hon St No vs Fig Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec".split(" "));

function endsSentence(text: string, scan: WordScan, last: number): boolean {
  let i = last;
  while (i > 0 && scan.kind[i] === PUNCTUATION && CLOSERS.includes(text[scan.start[i]!]!)) i--;
  if (scan.kind[i] !== PUNCTUATION || !FULL_STOPS.includes(text[scan.start[i]!]!)) return false;
  if (i === 0 || text[scan.start[i]!] !== "." || scan.kind[i - 1]! >= NUMBER) return true;
  const start = scan.start[i - 1]!;
  const units = scan.end[i - 1]! - start;
  return units > 1 && !(units < 5 && TITLES.has(text.slice(start, start + units)));
}

/** The passage's key and words, and which of its lines stood before; remembers them. */
function readLines(scan: WordScan, terms: number, lines: RememberedLines): { key: number; words: number; repeats: Span[] } {
  const repeats: Span[] = [];
  const whole = new KeyHash();
  const line = new KeyHash();
  let words = 0;
  let first = 0;
  for (let i = 0; i < terms; i++) {
    if (scan.kind[i]! < PUNCTUATION) {
      words++;
      whole.add(scan.hash[i]!);
      line.add(scan.hash[i]!);
    }
    if (i + 1 < terms && scan.gap[i + 1]! < WRAPPED) continue;
    if (!line.empty && lines.stoodBefore(line.key)) repeats.push({ start: scan.start[first]!, end: scan.end[i]! });
    line.clear();
    first = i + 1;
  }
  return { key: whole.key, words, repeats };
}

/** Hash of a run of words, 53 bits. */
class KeyHash {
  private low = 0;
  private high = 0;
  empty = true;

  add(hash: number): void {
    this.low = mixed(Math.imul(this.low, 31) + hash);
    this.high = Math.imul(this.high ^ hash, 0x01000193) + this.low;
    this.empty = false;
  }

  clear(): void {
    this.low = 0;
    this.high = 0;
    this.empty = true;
  }

  get key(): number {
    return (this.high & 0x1fffff) * 0x100000000 + (this.low >>> 0);
  }
}

/** Keys of the lines read so far; in a text of very many lines the older of two that share a place is forgotten. */
class RememberedLines {
  private readonly keys: Float64Array;

  constructor(units: number) {
    const lines = Math.min(LINES_REMEMBERED_MAX, Math.max(64, units / 8));
    this.keys = new Float64Array(2 ** Math.ceil(Math.log2(lines)));
  }

  /** Whether a line of this key was read; it is from now on. */
  stoodBefore(key: number): boolean {
    const slots = this.keys.length - 1;
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = (key + probe) & slots;
      if (this.keys[slot] === key + 1) return true;
      if (this.keys[slot] === 0) {
        this.keys[slot] = key + 1;
        return false;
      }
    }
    this.keys[key & slots] = key + 1;
    return false;
  }
}
