import type { PhraseIndex } from "../dictionary/phrase-index.js";
import type { LogProb } from "../log-prob.js";
import type { ContextModel } from "../model/context-model.js";
import type { LanguageModel } from "../model/language-model.js";
import { besideHyphen } from "../text/hyphen.js";
import type { Arc } from "../types.js";
import type { CandidateFinder } from "./candidates.js";
import type { PreparedSentence } from "./read-passage.js";
import { type ChannelState, countScore, initialChannel, reestimate } from "./channel.js";
import { channelScores } from "./channel-scores.js";
import { FormOdds } from "./form-odds.js";
import { forwardBackward } from "./forward-backward.js";
import { keptPhrases } from "./kept-phrases.js";
import { buildLattice, type Lattice } from "./lattice.js";
import { surroundings, topicScores } from "./topic.js";
import { viterbi } from "./viterbi.js";

/** One sentence of a document with all its readings. */
export interface ReadSentence extends PreparedSentence {
  lattice: Lattice;
  /** Arc → posterior. */
  posterior: Float64Array;
  /** Arc → log P(observed | original) under the document's channel. */
  channel: Float64Array;
  /** Arc → what the context model says for it (see topic.ts), nats. */
  topic: Float64Array;
  /** The arcs of the best reading, left to right. */
  best: readonly number[];
  /** The heads of several words that the best reading leaves, with the probability of that. */
  kept: readonly { head: number; start: number; posterior: number }[];
}

/** A document read by the generative model: every arc with its posterior, and the channel that explains it best. */
export interface ReadDocument {
  text: string;
  /** What forms say without their sentences, in the document's style. */
  odds: FormOdds;
  sentences: ReadSentence[];
  channel: ChannelState;
  /** log P(text | garbled by this channel) - log P(text | clean), nats. */
  evidence: LogProb;
  /** log P(wordᵢ | words before) of a sentence as it stands. */
  wordScores: (ids: readonly number[]) => Float64Array;
}

/** Weight of the language model's log-probabilities: below 1 because neighbouring words' scores are not independent evidence. */
const LM_SCALE = 0.55;
const BEAM = 24;
const INITIAL_RATE = 0.5;
const EM_PASSES = 4;
/** The passes before which the context model is asked, the readings so far being its surroundings. */
const TOPIC_PASSES: readonly number[] = [1, 3];
/** Weight of the context model's scores, and how much a single one may say, nats. */
const TOPIC_SCALE = 0.9;
const TOPIC_MAX = 8;
const clamped = (score: number): number => Math.max(-TOPIC_MAX, Math.min(TOPIC_MAX, score));

/** Reads documents: lattice, forward–backward, EM over the document's channel. */
export class DocumentReader {
  constructor(
    private readonly index: PhraseIndex,
    private readonly model: LanguageModel,
    private readonly context: ContextModel | undefined,
    private readonly finder: CandidateFinder,
  ) {}

  /** @param sentences the document's garbled passages, prepared (see read-passage.ts) */
  read(text: string, sentences: readonly PreparedSentence[]): ReadDocument {
    let channel = initialChannel(INITIAL_RATE);
    const read = sentences.map((sentence) => this.expand(sentence, channel));
    let total = 0;
    for (let pass = 0; pass < EM_PASSES; pass++) {
      if (pass > 0) {
        channel = reestimate(this.index, channel, read);
        if (this.context && TOPIC_PASSES.includes(pass)) addTopic(read, this.context);
        const scores = channelScores(this.index, channel, text, read);
        read.forEach((sentence, i) => (sentence.channel = scores[i]!));
      }
      total = read.reduce((sum, sentence) => sum + this.weigh(sentence), 0);
    }
    const wordScores = (ids: readonly number[]): Float64Array => this.finder.wordScores(ids);
    let clean = 0;
    for (const { ids } of read) for (const score of wordScores(ids)) clean += LM_SCALE * score;
    const odds = new FormOdds(this.index, this.model, this.finder, channel.style);
    return { text, odds, sentences: read, channel, evidence: total - clean, wordScores };
  }

  /** All readings of a sentence under the scores so far. Returns the log-weight of them together. */
  private weigh(sentence: ReadSentence): LogProb {
    const { lattice, channel, topic } = sentence;
    const scores = channel.map((score, a) => score + TOPIC_SCALE * clamped(topic[a]!));
    const { total, arc } = forwardBackward(lattice, scores, LM_SCALE);
    sentence.posterior = arc;
    sentence.best = viterbi(lattice, scores, LM_SCALE).arcs;
    sentence.kept = this.keptIn(sentence);
    return total;
  }

  private keptIn(sentence: ReadSentence): ReadSentence["kept"] {
    const { lattice, posterior, best } = sentence;
    const reading = best.map((a) => lattice.arcs[a]!);
    return keptPhrases(this.index, sentence, reading).map(({ head, first, last }) => ({
      head,
      start: reading[first]!.start,
      posterior: Math.min(...best.slice(first, last + 1).map((a) => posterior[a]!)),
    }));
  }

  private expand(sentence: PreparedSentence, channel: ChannelState): ReadSentence {
    const { terms, ids, candidates } = sentence;
    const arcs: Arc[] = ids.map((id, at) => ({
      start: at,
      end: at + 1,
      words: [id],
      pair: -1,
      head: besideHyphen(terms, at, at + 1) ? -1 : this.headOf(terms[at]!.form),
    }));
    for (const { start, end, words, pair, head } of candidates) arcs.push({ start, end, words, pair, head });
    const prior = Float64Array.from(arcs, (arc) => countScore(this.index, channel, arc));
    const lattice = buildLattice(ids.length, arcs, prior, this.model, LM_SCALE, BEAM);
    return {
      ...sentence,
      lattice,
      posterior: new Float64Array(arcs.length),
      channel: prior,
      topic: new Float64Array(arcs.length),
      best: [],
      kept: [],
    };
  }

  private headOf(form: string): number {
    const node = this.index.nodeOfTerm(form);
    return node < 0 ? -1 : this.index.nodeHead[node]!;
  }
}

function addTopic(read: readonly ReadSentence[], context: ContextModel): void {
  const around = surroundings(read);
  const reader = context.read(around.ids);
  read.forEach((sentence, i) => {
    sentence.topic = topicScores(context, reader, around.at[i]!, sentence);
  });
}
