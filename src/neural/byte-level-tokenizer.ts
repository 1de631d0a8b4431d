/**
 * The byte-level BPE tokenizer of SmolLM2 (GPT-2's, digits apart): text → words, words → UTF-8 bytes, and neighbouring pieces are merged in
 * the order of the merges learnt. Equal to HuggingFace's `tokenizers` with `Sequence([Digits(individual_digits=True), ByteLevel()])`;
 * special tokens in a text are text.
 *
 * @example new ByteLevelTokenizer(pieces, merges).encode("without doubt") // [12, 345], say
 */
export class ByteLevelTokenizer {
  private readonly ranks = new Map<number, number>();
  private readonly results: Int32Array;
  private readonly bytes = new Int32Array(256).fill(-1);
  private readonly cache = new Map<string, readonly number[]>();

  /**
   * @param pieces by id, a character a byte as GPT-2 writes them ("Ġ" is a space)
   * @param merges ids of the left and the right piece of each merge, best first; the merged piece is one of the pieces
   */
  constructor(
    readonly pieces: readonly string[],
    merges: Uint16Array,
  ) {
    const ids = new Map(pieces.map((piece, id) => [piece, id]));
    BYTE_CHARACTERS.forEach((character, byte) => {
      this.bytes[byte] = ids.get(character) ?? -1;
    });
    this.results = new Int32Array(merges.length / 2);
    for (let rank = 0; rank < this.results.length; rank++) {
      const [left, right] = [merges[2 * rank], merges[2 * rank + 1]];
      this.ranks.set(left * PAIR + right, rank);
      this.results[rank] = ids.get(pieces[left] + pieces[right]) ?? -1;
    }
  }

  /** The ids of a text's pieces. Never throws; time in proportion to the length, but for a factor log n within a word. */
  encode(text: string): number[] {
    const ids: number[] = [];
    for (const part of text.split(DIGIT)) {
      for (const [word] of part.matchAll(WORD)) {
        let pieces = this.cache.get(word);
        if (!pieces) {
          pieces = this.merge(word);
          if (this.cache.size >= CACHED_WORDS) this.cache.clear();
          if (word.length <= CACHED_LENGTH) this.cache.set(word, pieces);
        }
        for (const id of pieces) ids.push(id);
      }
    }
    return ids;
  }

  /** The text that pieces spell. */
  decode(ids: ArrayLike<number>): string {
    const bytes: number[] = [];
    for (const id of Array.from(ids)) for (const character of this.pieces[id]) bytes.push(BYTE_OF.get(character) ?? 63);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  }

  private merge(word: string): number[] {
    const ids = Array.from(new TextEncoder().encode(word), (byte) => this.bytes[byte]).filter((id) => id >= 0);
    const next = ids.map((_, i) => i + 1);
    const previous = ids.map((_, i) => i - 1);
    const heap: number[] = []; // rank × PLACES + place of the left piece: the best merge first, of equal ones the leftmost
    const offer = (place: number): void => {
      if (place < 0 || next[place] >= ids.length) return;
      const rank = this.ranks.get(ids[place] * PAIR + ids[next[place]]);
      if (rank !== undefined) push(heap, rank * PLACES + place);
    };
    for (let place = 0; place < ids.length; place++) offer(place);
    while (heap.length > 0) {
      const best = pop(heap);
      const place = best % PLACES;
      const rank = (best - place) / PLACES;
      const right = next[place];
      if (ids[place] < 0 || right >= ids.length || this.ranks.get(ids[place] * PAIR + ids[right]) !== rank) continue;
      ids[place] = this.results[rank];
      ids[right] = -1;
      next[place] = next[right];
      if (next[right] < ids.length) previous[next[right]] = place;
      offer(previous[place]);
      offer(place);
    }
    return ids.filter((id) => id >= 0);
  }
}

const PAIR = 65_536;
const PLACES = 2 ** 32;
const CACHED_WORDS = 20_000;
const CACHED_LENGTH = 40;

const DIGIT = /(\p{N})/u;
const SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORD = new RegExp(`'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?\\p{N}+| ?[^${SPACE}\\p{L}\\p{N}]+|[${SPACE}]+(?![^${SPACE}])|[${SPACE}]+`, "gu");

/** GPT-2's character for each byte: itself where it is printable, otherwise one from U+0100 on. */
const BYTE_CHARACTERS: readonly string[] = (() => {
  let next = 0x100;
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();
const BYTE_OF = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]));

function push(heap: number[], value: number): void {
  let at = heap.length;
  heap.push(value);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent] <= value) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = value;
}

function pop(heap: number[]): number {
  const least = heap[0];
  const value = heap.pop()!;
  if (heap.length === 0) return least;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
    if (heap[child] >= value) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = value;
  return least;
}
