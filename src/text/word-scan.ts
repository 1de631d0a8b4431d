import type { Span } from "../types.js";

/** What a scanned term is. Words up to MIXED; whatever holds a digit or an underscore is no word. */
export const LOWER = 0;
export const CAPITALISED = 1;
export const MIXED = 2;
export const NUMBER = 3;
export const CODE = 4;
export const PUNCTUATION = 5;

/** What stands between a term and the one before it. */
export const GLUED = 0;
export const BLANK = 1;
/** A line break within a sentence: the next line goes on in lower case. */
export const WRAPPED = 2;
export const LINE_END = 3;
export const EMPTY_LINE = 4;

/** Character classes of UTF-16 units. */
const OTHER = 0;
const SMALL = 1;
const LARGE = 2;
const DIGIT = 3;
const UNDERSCORE = 4;
const SPACE = 5;
const NEWLINE = 6;
const APOSTROPHE = 7;
/** Soft hyphens and the like: as though they were not there. */
const INVISIBLE = 8;

const CLASSES = Uint8Array.from({ length: 0x10000 }, (_, code) => classOf(code));

function classOf(code: number): number {
  if (code === 10) return NEWLINE;
  if (code === 0x27 || code === 0x2019) return APOSTROPHE;
  if (code === 0xad || (code >= 0x200b && code <= 0x200d) || code === 0x2060) return INVISIBLE;
  const char = String.fromCharCode(code);
  if (/\s/.test(char)) return SPACE;
  if (/\d/.test(char)) return DIGIT;
  if (code === 0x5f) return UNDERSCORE;
  if (/\p{Lu}/u.test(char)) return LARGE;
  return /[\p{L}\p{M}]/u.test(char) ? SMALL : OTHER;
}

/** In lower case where the alphabet is Latin, Greek or Cyrillic in its usual block; others as they are. */
const FOLDED = Uint16Array.from({ length: 0x600 }, (_, code) => (CLASSES[code] === LARGE ? String.fromCharCode(code).toLowerCase().charCodeAt(0) : code));

const HASH_START = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;
/** Hash of a possessive ’s, whichever apostrophe it has. */
const HASH_POSSESSIVE = 0x14057b7e;

/**
 * The words of a stretch of raw text, their letters hashed while they are read: no slices, no objects a word. One of these is used again and
 * again; `read` says how many terms it holds.
 *
 *     The firm’s 2 sides agreed.        MIXED… as below, hash of the letters in lower case
 *     ^^^ ^^^^^^ ^ ^^^^^ ^^^^^^^
 *     CAPITALISED, LOWER, "’s", NUMBER, LOWER, LOWER, PUNCTUATION
 */
export class WordScan {
  /** Terms held. */
  count = 0;
  /** Words, numbers and code among them. */
  words = 0;
  /** Offset up to which the text was read. */
  reached = 0;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly hash: Int32Array;
  readonly kind: Uint8Array;
  readonly gap: Uint8Array;

  /** @param capacity terms read at most */
  constructor(readonly capacity: number) {
    this.start = new Int32Array(capacity + 2);
    this.end = new Int32Array(capacity + 2);
    this.hash = new Int32Array(capacity + 2);
    this.kind = new Uint8Array(capacity + 2);
    this.gap = new Uint8Array(capacity + 2);
  }

  /**
   * Reads terms from an offset on, up to `to` or until it holds as many words, units or terms as it may.
   * @param exclude spans to jump over, sorted; one with a line break counts as an empty line, any other as a blank
   * @param firstExclude index of the first of them that may matter
   */
  read(text: string, from: number, to: number, exclude: readonly Span[], firstExclude: number, wordsMax: number, unitsMax: number): void {
    this.count = 0;
    this.words = 0;
    let at = from;
    let next = firstExclude;
    let nextStart = next < exclude.length ? exclude[next]!.start : Number.POSITIVE_INFINITY;
    let units = unitsMax;
    let newlines = 0;
    let blank = false;
    while (this.count < this.capacity && this.words < wordsMax) {
      if (at >= nextStart) {
        const { start, end } = exclude[next++]!;
        nextStart = next < exclude.length ? exclude[next]!.start : Number.POSITIVE_INFINITY;
        if (end <= at) continue;
        const broken = text.indexOf("\n", Math.max(start, at));
        if (broken >= 0 && broken < end) newlines = 2;
        blank = true;
        at = end;
        continue;
      }
      if (at >= to || units <= 0) break;
      const limit = Math.min(to, nextStart, at + units);
      const code = text.charCodeAt(at);
      const kind = CLASSES[code]!;
      if (kind === SPACE || kind === NEWLINE || kind === INVISIBLE) {
        if (kind === NEWLINE) newlines++;
        blank ||= kind !== INVISIBLE;
        at++;
        units--;
        continue;
      }
      const gap = newlines > 1 ? EMPTY_LINE : newlines === 1 ? (kind === SMALL ? WRAPPED : LINE_END) : blank ? BLANK : GLUED;
      newlines = 0;
      blank = false;
      const begun = at;
      at = kind === OTHER || kind === APOSTROPHE ? this.punctuation(text, at, Math.min(to, nextStart), code, gap) : this.word(text, at, limit, gap);
      units -= at - begun;
    }
    this.reached = Math.min(at, to);
  }

  /** Reads a whole span. */
  readSpan(text: string, { start, end, exclude }: Span & { exclude: readonly Span[] }): void {
    this.read(text, start, end, exclude, 0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  private punctuation(text: string, at: number, limit: number, code: number, gap: number): number {
    const pair = code >= 0xd800 && code < 0xdc00 && at + 1 < limit && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
    this.push(at, at + (pair ? 2 : 1), mixed(HASH_START ^ code), PUNCTUATION, gap);
    return this.end[this.count - 1]!;
  }

  /** A run of letters, digits and underscores, apostrophes between letters included, a possessive ’s apart. */
  private word(text: string, from: number, limit: number, gap: number): number {
    let hash = HASH_START;
    let at = from;
    let small = 0;
    let large = 0;
    let others = 0;
    let kind = CLASSES[text.charCodeAt(from)]!;
    const capital = kind === LARGE;
    for (;;) {
      const code = text.charCodeAt(at);
      if (kind !== INVISIBLE) hash = Math.imul(hash ^ (code < 0x600 ? FOLDED[code]! : code), HASH_FACTOR);
      if (kind === SMALL) small++;
      else if (kind === LARGE) large++;
      else if (kind === DIGIT || kind === UNDERSCORE) others++;
      if (++at >= limit) break;
      kind = CLASSES[text.charCodeAt(at)]!;
      if (kind === SMALL || kind === LARGE || kind === DIGIT || kind === UNDERSCORE || kind === INVISIBLE) continue;
      if (kind === APOSTROPHE && at + 1 < limit && others === 0) {
        const after = text.charCodeAt(at + 1);
        const afterKind = CLASSES[after]!;
        if (afterKind === SMALL || afterKind === LARGE) {
          const possessive = (after | 32) === 0x73 && (at + 2 >= limit || !isWordClass(CLASSES[text.charCodeAt(at + 2)]!));
          if (!possessive) {
            hash = Math.imul(hash ^ 0x27, HASH_FACTOR);
            at++;
            kind = afterKind;
            continue;
          }
          this.push(from, at, mixed(hash), wordKind(capital, large), gap);
          this.push(at, at + 2, HASH_POSSESSIVE, PUNCTUATION, GLUED);
          return at + 2;
        }
      }
      if (kind === OTHER && others > 0 && small + large === 0 && at + 1 < limit) {
        const code = text.charCodeAt(at); // 1,234.5 and 10:30 are one number
        if ((code === 0x2c || code === 0x2e || code === 0x3a) && CLASSES[text.charCodeAt(at + 1)] === DIGIT) continue;
      }
      break;
    }
    this.push(from, at, mixed(hash), others === 0 ? wordKind(capital, large) : small + large === 0 ? NUMBER : CODE, gap);
    return at;
  }

  private push(start: number, end: number, hash: number, kind: number, gap: number): void {
    const i = this.count++;
    this.start[i] = start;
    this.end[i] = end;
    this.hash[i] = hash;
    this.kind[i] = kind;
    this.gap[i] = gap;
    if (kind < PUNCTUATION) this.words++;
  }
}

const isWordClass = (kind: number): boolean => kind === SMALL || kind === LARGE || kind === DIGIT || kind === UNDERSCORE;

const wordKind = (capital: boolean, large: number): number => (large === 0 ? LOWER : capital && large === 1 ? CAPITALISED : MIXED);

/** Spreads a hash's bits (the finaliser of MurmurHash3, A. Appleby 2011). */
export function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
