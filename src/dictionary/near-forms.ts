import { distance as editDistance } from "fastest-levenshtein";
import type { Term } from "../types.js";

/** Shorter words are too often one letter from another. Letters. */
const LENGTH_MIN = 5;
/** From this length on a word may be two edits away. Letters. */
const LENGTH_TWO_EDITS = 9;
/** The index looks at this many first letters; the rest is for the check. Letters. */
const PREFIX = 7;
/** A text in which a greater share of the words is unknown is not English with a few slips: it is read as it stands. */
const UNKNOWN_SHARE_MAX = 0.1;
/** Below this many unknown words the share says nothing. */
const UNKNOWN_COUNT_FREE = 3;

const LOWER_CASE_WORD = /^\p{Ll}+$/u;

/** How many edits (letters put in, left out, exchanged) a word of the text may be away from the dictionary's. */
const editsAllowed = (length: number): number => (length < LENGTH_MIN ? 0 : length < LENGTH_TWO_EDITS ? 1 : 2);

/**
 * Reads words that nobody knows as the dictionary's nearest: "goverment" as "government", "newshouds" as "newshounds".
 *
 * The candidates come from a deletion neighbourhood (Garbe 2012, SymSpell): two words within n edits have a form in common when up to n
 * letters are left out of either one's beginning. Index entries are hashes, so every candidate is checked by its edit distance. The index
 * is built when the first unknown word is met; until then nothing is spent.
 */
export class NearForms {
  private index: DeletionIndex | undefined;

  /**
   * @param terms the dictionary's terms, normal forms
   * @param isKnown whether a normal form needs no other reading: the dictionary, the language model or the user knows it
   */
  constructor(
    private readonly terms: readonly string[],
    private readonly isKnown: (form: string) => boolean,
  ) {}

  /**
   * Sentences with the unknown lower-case words in the form of the term nearest to them. Spans stay, so an edit replaces what stands in the
   * text. Words with a capital (names) stay as they are, and so does a text that is mostly unknown (another language). When nothing is read
   * otherwise, the result is the argument itself.
   */
  read(text: string, sentences: readonly (readonly Term[])[]): readonly (readonly Term[])[] {
    const words = sentences.flatMap((sentence) => sentence.filter(({ kind }) => kind === "word"));
    const unknown = words.filter((term) => this.isUnknown(text, term));
    if (unknown.length === 0 || unknown.length > Math.max(UNKNOWN_COUNT_FREE, UNKNOWN_SHARE_MAX * words.length)) return sentences;
    const nearest = new Map<Term, string>();
    for (const term of unknown) {
      const form = this.nearest(term.form);
      if (form !== undefined) nearest.set(term, form);
    }
    if (nearest.size === 0) return sentences;
    return sentences.map((sentence) => sentence.map((term) => ({ ...term, form: nearest.get(term) ?? term.form })));
  }

  private isUnknown(text: string, { start, end, form }: Term): boolean {
    return form.length >= LENGTH_MIN && LOWER_CASE_WORD.test(form) && text.slice(start, end) === form && !this.isKnown(form);
  }

  /**
   * The one dictionary term nearest to a word, within the edits its length allows and with the same first letter (slips seldom hit that one,
   * prefixes do: "irreligious" is not "religious"); undefined when there is none, or more than one.
   */
  nearest(word: string): string | undefined {
    const allowed = editsAllowed(word.length);
    if (allowed === 0) return undefined;
    this.index ??= new DeletionIndex(this.terms);
    let nearest: string | undefined;
    let least = allowed + 1;
    for (const term of this.index.candidates(word, allowed)) {
      if (term[0] !== word[0] || Math.abs(term.length - word.length) > Math.min(allowed, least)) continue;
      const distance = editDistance(word, term);
      if (distance > least || distance > allowed) continue;
      nearest = distance < least ? term : undefined;
      least = distance;
    }
    return nearest;
  }
}

const HASH_BITS = 18;

/** Hash of a deletion → the terms that have it: chains over flat arrays. */
class DeletionIndex {
  private readonly terms: string[];
  /** Hash → its first entry, or -1. */
  private readonly first = new Int32Array(1 << HASH_BITS).fill(-1);
  /** Entry → the next with the same hash, or -1. */
  private readonly next: Int32Array;
  /** Entry → number of its term. */
  private readonly term: Int32Array;

  constructor(terms: readonly string[]) {
    this.terms = [...new Set(terms)].filter((term) => term.length >= LENGTH_MIN - 1 && LOWER_CASE_WORD.test(term));
    const next: number[] = [];
    const owner: number[] = [];
    this.terms.forEach((term, number) => {
      const reach = term.length + 2 >= LENGTH_TWO_EDITS ? 2 : 1; // the longest word that may be read as this term
      for (const hash of deletions(term, reach)) {
        owner.push(number);
        next.push(this.first[hash]!);
        this.first[hash] = next.length - 1;
      }
    });
    this.next = Int32Array.from(next);
    this.term = Int32Array.from(owner);
  }

  /** The terms that have a deletion in common with the word, and a few by chance. Each once. */
  candidates(word: string, edits: number): Set<string> {
    const found = new Set<string>();
    for (const hash of deletions(word, edits)) {
      for (let entry = this.first[hash]!; entry >= 0; entry = this.next[entry]!) found.add(this.terms[this.term[entry]!]!);
    }
    return found;
  }
}

/** Hashes of the word's beginning with up to `count` (0, 1 or 2) of its letters left out. */
function deletions(word: string, count: number): Set<number> {
  const length = Math.min(PREFIX, word.length);
  const hashes = new Set([hashWithout(word, length, -1, -1)]);
  for (let i = 0; i < length && count > 0; i++) {
    hashes.add(hashWithout(word, length, i, -1));
    for (let j = i + 1; j < length && count > 1; j++) hashes.add(hashWithout(word, length, i, j));
  }
  return hashes;
}

/** FNV-1a over the first `length` letters, those at i and j left out. */
function hashWithout(word: string, length: number, i: number, j: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < length; at++) if (at !== i && at !== j) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> HASH_BITS)) & ((1 << HASH_BITS) - 1);
}
