import type { ModelFile, SectionArray } from "./model-file.js";

/** What every word outside the vocabulary is. */
export const UNKNOWN = 0;
/** Stands before the first term of a sentence. */
export const SENTENCE_START = 1;
/** Stands for a context word that is not there. */
export const NO_WORD = -1;
/** The two ids that are not words of the text, as they are spelt in the vocabulary. */
export const SPECIAL_FORMS: readonly string[] = ["<unk>", "<s>"];
/** Ids are Uint16 and 65,535 is kept free as a mark. */
export const VOCABULARY_MAX = 65_534;

/**
 * Forms (see readTerms) ↔ ids. Ids fall with frequency after the specials: 0 `<unk>`, 1 `<s>`, 2 the most frequent form …
 * Forms lie in one array of UTF-8 bytes; look-up is by open addressing and compares bytes, no strings are made.
 */
export class Vocabulary {
  readonly size: number;
  private readonly starts: Uint32Array;
  private readonly table: Uint16Array;

  /**
   * @param bytes the forms in UTF-8, one after the other, by id
   * @param lengths bytes of each form, 1..255
   * @param capitals see capitalRate
   */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly lengths: Uint8Array,
    private readonly capitals: Uint8Array,
  ) {
    this.size = lengths.length;
    this.starts = new Uint32Array(this.size + 1);
    for (let id = 0; id < this.size; id++) this.starts[id + 1] = this.starts[id] + lengths[id];
    this.table = new Uint16Array(2 ** Math.ceil(Math.log2(1.5 * this.size + 2)));
    for (let id = 1; id < this.size; id++) this.enter(id);
  }

  /** Id of a form, 0 when it is not in the vocabulary. */
  id(form: string): number {
    let hash = HASH_START;
    for (let i = 0; i < form.length; i++) {
      const code = form.charCodeAt(i);
      if (code > 127) return this.idOfBytes(new TextEncoder().encode(form));
      hash = Math.imul(hash ^ code, HASH_FACTOR);
    }
    const mask = this.table.length - 1;
    for (let slot = finished(hash) & mask; ; slot = (slot + 1) & mask) {
      const id = this.table[slot];
      if (id === 0 || this.isAscii(id, form)) return id;
    }
  }

  /** The form of an id. */
  word(id: number): string {
    return new TextDecoder().decode(this.bytes.subarray(this.starts[id], this.starts[id + 1]));
  }

  /** Share of the word's occurrences in mid-sentence that have an initial capital, 0..255 (255 = always: a name). */
  capitalRate(id: number): number {
    return this.capitals[id];
  }

  /** The sections from which `readVocabulary` reads this vocabulary again. */
  sections(): Record<string, SectionArray> {
    return { "vocabulary.bytes": this.bytes, "vocabulary.lengths": this.lengths, "vocabulary.capitals": this.capitals };
  }

  private enter(id: number): void {
    const mask = this.table.length - 1;
    let slot = hashBytes(this.bytes, this.starts[id], this.starts[id + 1]) & mask;
    while (this.table[slot] !== 0) slot = (slot + 1) & mask;
    this.table[slot] = id;
  }

  private isAscii(id: number, form: string): boolean {
    if (this.lengths[id] !== form.length) return false;
    const start = this.starts[id];
    for (let i = 0; i < form.length; i++) if (this.bytes[start + i] !== form.charCodeAt(i)) return false;
    return true;
  }

  private idOfBytes(form: Uint8Array): number {
    const mask = this.table.length - 1;
    for (let slot = hashBytes(form, 0, form.length) & mask; ; slot = (slot + 1) & mask) {
      const id = this.table[slot];
      if (id === 0) return 0;
      const start = this.starts[id];
      if (this.lengths[id] === form.length && form.every((byte, i) => byte === this.bytes[start + i])) return id;
    }
  }
}

/** The vocabulary of a model file. @throws ModelError when it holds none. */
export function readVocabulary(file: ModelFile): Vocabulary {
  const bytes = file.section("vocabulary.bytes", "u8");
  return new Vocabulary(bytes, file.section("vocabulary.lengths", "u8"), file.section("vocabulary.capitals", "u8"));
}

/**
 * A vocabulary of the given forms, specials first; ids are indices.
 * @param capitals one byte a form, all 0 when left out
 * @throws RangeError when there are too many forms or one is longer than 255 bytes
 */
export function makeVocabulary(forms: readonly string[], capitals = new Uint8Array(forms.length)): Vocabulary {
  if (forms.length > VOCABULARY_MAX) throw new RangeError(`${forms.length} words are too many for a vocabulary (at most ${VOCABULARY_MAX})`);
  if (SPECIAL_FORMS.some((form, id) => forms[id] !== form)) throw new RangeError(`a vocabulary starts with ${SPECIAL_FORMS.join(" ")}`);
  const encoder = new TextEncoder();
  const encoded = forms.map((form) => encoder.encode(form));
  const long = encoded.findIndex(({ length }) => length === 0 || length > 255);
  if (long >= 0) throw new RangeError(`“${forms[long].slice(0, 40)}” is empty or longer than 255 bytes`);
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const form of encoded) {
    bytes.set(form, at);
    at += form.length;
  }
  return new Vocabulary(
    bytes,
    Uint8Array.from(encoded, ({ length }) => length),
    capitals,
  );
}

/** FNV-1a over bytes, with a last shift that brings the high bits down. */
const HASH_START = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;
const finished = (hash: number): number => hash ^ (hash >>> 15);

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], HASH_FACTOR);
  return finished(hash);
}
