import { normalisedWords } from "./bert-normalizer.js";

/** The pieces of a text and where they stand in it: UTF-16 offsets, end exclusive. */
export interface Pieces {
  ids: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
}

/** A vocabulary without what every one must have. */
export class VocabularyError extends Error {
  override readonly name = "VocabularyError";
}

const UNKNOWN = "[UNK]";
const LONGEST_WORD = 100; // characters; a longer one is unknown

/**
 * BERT's WordPiece tokenizer, lower-casing: equal to HuggingFace's `BertWordPieceTokenizer(vocabulary, lowercase=True)`, special tokens apart:
 * "[SEP]" in a text is read as any other text. With a vocabulary from which pieces were taken out, words are split into the pieces that are left.
 *
 * @example new WordPieceTokenizer(["[UNK]", "play", "##ing"]).encode("Playing").ids // Int32Array [1, 2]
 */
export class WordPieceTokenizer {
  private readonly begins = new Map<string, number>();
  private readonly continues = new Map<string, number>();
  private readonly longest: number;
  /** Id of the piece for words that cannot be split. */
  readonly unknown: number;

  /** @param pieces by id; those that go on a word start with "##"  @throws VocabularyError when there is no "[UNK]" */
  constructor(readonly pieces: readonly string[]) {
    this.unknown = pieces.indexOf(UNKNOWN);
    if (this.unknown < 0) throw new VocabularyError(`a vocabulary of ${pieces.length} pieces has no ${UNKNOWN}; keep the special pieces when it is pruned`);
    let longest = 0;
    pieces.forEach((piece, id) => {
      const continues = piece.startsWith("##") && piece.length > 2;
      const text = continues ? piece.slice(2) : piece;
      (continues ? this.continues : this.begins).set(text, id);
      longest = Math.max(longest, text.length);
    });
    this.longest = longest;
  }

  /** Id of a piece as it stands in the vocabulary, e.g. "[CLS]" or "##ing". */
  id(piece: string): number | undefined {
    const id = this.pieces.indexOf(piece);
    return id < 0 ? undefined : id;
  }

  /** The pieces of a text, in order. Never throws; linear in the text's length. */
  encode(text: string): Pieces {
    const ids: number[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    for (const word of normalisedWords(text)) {
      const from = ids.length;
      let at = characters(word.text) > LONGEST_WORD ? -1 : 0;
      while (at >= 0 && at < word.text.length) {
        const end = this.longestPiece(word.text, at, ids);
        if (end > 0) {
          starts.push(word.starts[at]);
          ends.push(word.ends[end - 1]);
        }
        at = end;
      }
      if (at < 0) {
        ids.length = starts.length = ends.length = from;
        ids.push(this.unknown);
        starts.push(word.starts[0]);
        ends.push(word.ends[word.text.length - 1]);
      }
    }
    return { ids: Int32Array.from(ids), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
  }

  /** Adds the longest piece that stands at a place of a word; returns its end, −1 if there is none. */
  private longestPiece(word: string, at: number, ids: number[]): number {
    const vocabulary = at === 0 ? this.begins : this.continues;
    for (let end = Math.min(word.length, at + this.longest); end > at; end--) {
      const id = vocabulary.get(word.slice(at, end));
      if (id === undefined) continue;
      ids.push(id);
      return end;
    }
    return -1;
  }
}

/** How many characters a text has, pairs counted once; more than LONGEST_WORD need not be counted out. */
function characters(text: string): number {
  if (text.length <= LONGEST_WORD) return text.length;
  let count = 0;
  for (const _ of text) if (++count > LONGEST_WORD) break;
  return count;
}
