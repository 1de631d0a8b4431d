import { wordScore } from "./word-score.js";
import { besideHyphen } from "../text/hyphen.js";
import type { Match, PhraseIndex } from "../dictionary/phrase-index.js";
import { toLog } from "../log-prob.js";
import type { LanguageModel } from "../model/language-model.js";
import { NO_WORD, SENTENCE_START } from "../model/vocabulary.js";
import type { Term } from "../types.js";
import type { Omit } from "./leave-alone.js";

/** A possible substitution: the observed terms start … end - 1 stand for a head. */
export interface Candidate {
  start: number;
  end: number;
  pair: number;
  head: number;
  /** The head in language-model ids. */
  words: readonly number[];
  /** What the sentence gains by the head's words if all its other words are as they stand, nats. */
  gain: number;
}

/** How many candidates a boundary may start with; the rest, by gain and weight, are dropped before the lattice is built. */
const CANDIDATES_PER_START = 12;
/** A candidate whose sentence loses more than this is dropped, nats. */
const GAIN_MIN = -8;

/**
 * A sentence → its candidates. Every dictionary phrase found is looked at; kept are those in whose favour the language model and the
 * order of likelihood speak most, the neighbours taken as they stand (a generous cut: neighbours may be garbled, too).
 */
export class CandidateFinder {
  private readonly headWords: (readonly number[] | undefined)[];
  private readonly bestWeight: Float32Array;

  constructor(
    private readonly index: PhraseIndex,
    private readonly model: LanguageModel,
    private readonly styles: number,
  ) {
    this.headWords = new Array(index.headCount);
    this.bestWeight = new Float32Array(index.pairCount); // 0: not yet computed
  }

  /** log P(form | head) in the style that likes the pair best. Kept once computed. */
  private bestLogWeight(pair: number): number {
    const known = this.bestWeight[pair]!;
    if (known !== 0) return known;
    let best = 0;
    for (let style = 0; style < this.styles; style++) best = Math.max(best, this.index.pairProbability(pair, style));
    return (this.bestWeight[pair] = toLog(best));
  }

  /** A head in language-model ids. */
  wordsOf(head: number): readonly number[] {
    return (this.headWords[head] ??= this.index.headForms(head).map((form) => this.model.vocabulary.id(form)));
  }

  /**
   * @param matches every dictionary phrase in the sentence
   * @param omit pairs that are not to be proposed */
  find(sentence: readonly Term[], ids: readonly number[], matches: readonly Match[], omit?: Omit): Candidate[] {
    const { pairStart, pairHead } = this.index.tables;
    const asItStands = this.wordScores(ids);
    const byStart = new Map<number, (Candidate & { rank: number })[]>();
    for (const { start, end, node } of matches) {
      if (besideHyphen(sentence, start, end)) continue;
      for (let pair = pairStart[node]!; pair < pairStart[node + 1]!; pair++) {
        const head = pairHead[pair]!;
        const words = this.wordsOf(head);
        if (omit?.(pair, sentence, start, end)) continue;
        const gain = this.gain(ids, asItStands, start, end, words);
        if (gain < GAIN_MIN) continue;
        const list = byStart.get(start) ?? [];
        byStart.set(start, list);
        list.push({ start, end, pair, head, words, gain, rank: gain + this.bestLogWeight(pair) });
      }
    }
    return [...byStart.values()].flatMap((list) => list.sort((a, b) => b.rank - a.rank || a.pair - b.pair).slice(0, CANDIDATES_PER_START));
  }

  /** log P(wordᵢ | words before) of the sentence as it stands. */
  wordScores(ids: readonly number[]): Float64Array {
    const scores = new Float64Array(ids.length);
    let t = NO_WORD;
    let u = NO_WORD;
    let v = SENTENCE_START;
    for (let i = 0; i < ids.length; i++) {
      scores[i] = wordScore(this.model, t, u, v, ids[i]!);
      t = u;
      u = v;
      v = ids[i]!;
    }
    return scores;
  }

  private gain(ids: readonly number[], asItStands: Float64Array, start: number, end: number, words: readonly number[]): number {
    const reach = Math.min(ids.length, end + this.model.order - 1);
    let t = start > 2 ? ids[start - 3]! : start === 2 ? SENTENCE_START : NO_WORD;
    let u = start > 1 ? ids[start - 2]! : start === 1 ? SENTENCE_START : NO_WORD;
    let v = start > 0 ? ids[start - 1]! : SENTENCE_START;
    let gain = 0;
    for (let i = start; i < reach; i++) gain -= asItStands[i]!;
    for (let i = 0; i < words.length + reach - end; i++) {
      const w = i < words.length ? words[i]! : ids[end + i - words.length]!;
      gain += wordScore(this.model, t, u, v, w);
      t = u;
      u = v;
      v = w;
    }
    return gain;
  }
}
