import { pairPrior } from "../decode/channel.js";
import { FormsByHead } from "../dictionary/garble.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { STYLES } from "../dictionary/styles.js";
import { SENTENCE_START, UNKNOWN } from "../model/vocabulary.js";
import type { Random } from "../random.js";

/** What the garbler needs to know of the language model's vocabulary. */
export interface WordList {
  size: number;
  id(form: string): number;
}

/** A stretch of words as they stand: one kept, or a form written for a head. */
export interface Segment {
  /** Place of its first observed word, and after its last. */
  from: number;
  to: number;
  /** -1: kept. */
  pair: number;
  original: readonly number[];
}

export interface GarbledIds {
  observed: number[];
  /** Observed place → 1 where a sentence starts. */
  starts: number[];
  /** Observed place → index into segments. */
  segmentAt: number[];
  segments: Segment[];
}

/**
 * The spinner of dictionary/garble.ts on language-model ids, for training on millions of words: longer heads first, one form a head, a
 * head in its dictionary as likely as the index says.
 */
export class IdGarbler {
  /** Language-model id → dictionary term, or -1. */
  private readonly termOf: Int32Array;
  private readonly idOfTerm: Int32Array;
  private readonly forms: FormsByHead;
  private readonly priors: (Float32Array | undefined)[] = [];
  private readonly headWords: (readonly number[] | undefined)[] = [];

  constructor(
    words: WordList,
    readonly index: PhraseIndex,
  ) {
    this.idOfTerm = Int32Array.from(index.tables.terms, (form) => words.id(form));
    this.termOf = new Int32Array(words.size).fill(-1);
    this.idOfTerm.forEach((id, term) => {
      if (id > SENTENCE_START) this.termOf[id] = term;
    });
    this.forms = new FormsByHead(index);
  }

  /** The trie node reached from `node` by a word, or -1. */
  next(node: number, id: number): number {
    const term = this.termOf[id]!;
    return term < 0 ? -1 : this.index.child(node, term);
  }

  /** A head in ids. */
  wordsOf(head: number): readonly number[] {
    const { headStart, headTerms } = this.index.tables;
    return (this.headWords[head] ??= Array.from(headTerms.subarray(headStart[head], headStart[head + 1]), (term) => this.idOfTerm[term]!));
  }

  /** Pair → P(observed | head, style). */
  prior(style: number): Float32Array {
    return (this.priors[style] ??= Float32Array.from({ length: this.index.pairCount }, (_, pair) => pairPrior(this.index, pair, oneStyle(style))));
  }

  /** @param starts place → 1 where a sentence starts */
  garble(clean: ArrayLike<number>, starts: ArrayLike<number>, n: number, style: number, random: Random): GarbledIds {
    const out: GarbledIds = { observed: [], starts: [], segmentAt: [], segments: [] };
    const drawn = new Map<number, number>();
    for (let at = 0; at < n; ) {
      const { pair, end } = this.substitution(clean, starts, n, at, style, drawn, random);
      const original = Array.from({ length: end - at }, (_, i) => clean[at + i]!);
      const words = pair < 0 ? original : this.formWords(pair);
      const from = out.observed.length;
      for (const [i, id] of words.entries()) {
        out.starts.push(i === 0 ? starts[at]! : 0);
        out.segmentAt.push(out.segments.length);
        out.observed.push(id);
      }
      out.segments.push({ from, to: out.observed.length, pair, original });
      at = end;
    }
    return out;
  }

  private substitution(
    clean: ArrayLike<number>,
    starts: ArrayLike<number>,
    n: number,
    at: number,
    style: number,
    drawn: Map<number, number>,
    random: Random,
  ): { pair: number; end: number } {
    const { nodeHead } = this.index;
    let longest = { pair: -1, end: at + 1 };
    let node = 0;
    for (let end = at; end < n && (end === at || !starts[end]); end++) {
      node = this.next(node, clean[end]!);
      if (node < 0) break;
      const head = nodeHead[node]!;
      if (head < 0) continue;
      let pair = drawn.get(head);
      if (pair === undefined) {
        pair = random() < this.index.membership(head, style) ? this.draw(head, style, random) : -1;
        drawn.set(head, pair);
      }
      if (pair >= 0) longest = { pair, end: end + 1 };
    }
    return longest;
  }

  private draw(head: number, style: number, random: Random): number {
    const pairs = this.forms.pairsOf(head);
    const prior = this.prior(style);
    let at = random() * pairs.reduce((sum, pair) => sum + prior[pair]!, 0);
    for (const pair of pairs) if ((at -= prior[pair]!) <= 0) return this.formWords(pair).includes(UNKNOWN) ? -1 : pair;
    return -1;
  }

  private formWords(pair: number): number[] {
    return this.forms.observedTerms(pair).map((term) => this.idOfTerm[term]!);
  }
}

const oneStyle = (style: number): Float64Array => Float64Array.from(STYLES, (_, s) => (s === style ? 1 : 0));
