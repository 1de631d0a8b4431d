import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { fromLog, type LogProb, logSumExp, toLog } from "../log-prob.js";
import { type ContextModelTables, NEAR, NO_TARGET, TOPIC_FIRST_ID, WIDE } from "../model/context-model.js";
import type { ConditionalModel } from "../model/language-model.js";
import { SENTENCE_START, UNKNOWN } from "../model/vocabulary.js";
import { drawIndex, type Random, seededRandom } from "../random.js";
import { LINE_END_ID } from "./encode-corpus.js";
import { type GarbledIds, IdGarbler, type WordList } from "./id-garbler.js";

export interface ContextTrainingOptions {
  /** Length of the vectors. Default 52. */
  dimensions?: number;
  /** Context vectors are kept for this many of the most frequent words. Default 30,000. */
  contextWords?: number;
  /** Stretches of the corpus that are looked at; all when left out. */
  stretches?: number;
  /** Share of the stretches at a place of the corpus that is used, by place. Default: all. */
  share?: (place: number) => number;
  /** Share of the choices that are trained on, 0..1. Default 1. */
  choices?: number;
  /** First step size; falls linearly to a hundredth. Default 0.03. */
  learningRate?: number;
  seed?: number;
  /** Hears the share done and, of the choices since the last call, the mean log loss without and with the context model, nats. */
  onProgress?: (share: number, without: number, withModel: number) => void;
}

/** Ids of the corpus that are garbled as one document. */
const STRETCH = 440;
/** How likely each style is, in the order of STYLES. */
const STYLE_SHARES = [0.5, 0.2, 0.25, 0.03, 0.02];
/** Weights of the other scores beside which the model is trained. */
const LM_SCALE = 0.65;
const CHANNEL_SCALE = 0.9;
/** Readings of a stretch of words that are compared, the likeliest without the model; none less likely than the words as they stand by more than CUT nats. */
const READINGS = 8;
const CUT = 7;
/** Where the right reading is surer than this without the model, there is nothing to learn. */
const CERTAIN = 0.998;
/** In every document a share of its heads between these is left garbled; the choices that are trained on are theirs. */
const UNREPAIRED = [0.2, 0.6] as const;
/** Words of the topic that share its gradient. */
const TOPIC_DRAWS = 4;
const PLACE_RATE = 0.002;

/** A possible reading of observed words. */
interface Reading {
  words: readonly number[];
  /** What language model and channel say for it, nats. */
  score: number;
}

/**
 * Trains a context model on the very choices it is asked to make. The corpus is garbled as spinners do; for observed words that have
 * originals in the dictionary, the words as they stand and the originals are readings of which one is right, and
 *
 *     P(reading) ∝ exp( 0.65 · log P(reading | language model) + 0.9 · log P(observed | reading) + Σ of the model's scores of its words )
 *
 * is maximised by stochastic gradients (AdaGrad by row, Duchi et al. 2011). Beside the language model and the channel, the vectors learn what
 * those do not know. Surroundings are partly repaired, as the decoder's are. Deterministic.
 *
 * @param corpus word ids (Uint16; 1 marks a sentence's start, 65535 a line's end)
 */
export function trainContextModel(
  corpus: Uint16Array,
  words: WordList,
  model: ConditionalModel,
  index: PhraseIndex,
  options: ContextTrainingOptions = {},
): ContextModelTables {
  const { dimensions = 52, contextWords = 30000, share = () => 1, choices = 1, learningRate = 0.03, seed = 1, onProgress } = options;
  const random = seededRandom(seed);
  const garbler = new IdGarbler(words, index);
  const vectors = new Vectors(targetRows(words, index), Math.min(words.size, contextWords), dimensions, random);
  const order = shuffledStretches(corpus, share, random).slice(0, options.stretches);
  const finder = new ReadingFinder(garbler, model);
  const loss = { without: 0, with: 0, count: 0 };
  order.forEach((stretch, done) => {
    const rate = learningRate * Math.max(0.01, 1 - done / order.length);
    const clean: number[] = [];
    const starts: number[] = [];
    for (let at = stretch * STRETCH, fresh = 1; at < (stretch + 1) * STRETCH; at++) {
      const id = corpus[at]!;
      if (id === SENTENCE_START || id === LINE_END_ID) fresh = 1;
      else {
        clean.push(id);
        starts.push(fresh);
        fresh = 0;
      }
    }
    const style = drawIndex(STYLE_SHARES, random);
    const garbled = garbler.garble(clean, starts, clean.length, style, random);
    const unrepaired = UNREPAIRED[0] + (UNREPAIRED[1] - UNREPAIRED[0]) * random();
    const around = partlyRepaired(garbled, unrepaired, random);
    vectors.read(around.ids);
    for (const { start, end, readings, right } of finder.choices(garbled, around, style, choices, choices * unrepaired, random)) {
      const before = posteriors(readings.map(({ score }) => score))[right]!;
      const after = before > CERTAIN ? before : vectors.learn(readings, right, start, end, rate, random);
      loss.without -= toLog(before);
      loss.with -= toLog(after);
      loss.count++;
    }
    if (done % 4096 === 4095) {
      onProgress?.((done + 1) / order.length, loss.without / loss.count, loss.with / loss.count);
      loss.without = loss.with = loss.count = 0;
    }
  });
  return vectors.tables();
}

/** Every known word of the dictionary, heads and forms, is a target: id → row. */
function targetRows(words: WordList, index: PhraseIndex): Uint16Array {
  const isTarget = new Uint8Array(words.size);
  for (const form of index.tables.terms) if (words.id(form) > SENTENCE_START) isTarget[words.id(form)] = 1;
  let row = 0;
  return Uint16Array.from(isTarget, (target) => (target ? row++ : NO_TARGET));
}

function shuffledStretches(corpus: Uint16Array, share: (place: number) => number, random: Random): number[] {
  const all: number[] = [];
  for (let stretch = 0; (stretch + 1) * STRETCH <= corpus.length; stretch++) if (random() < share(stretch * STRETCH)) all.push(stretch);
  for (let i = all.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all;
}

/** A document in which some of the garble has been repaired. */
interface Surroundings {
  ids: number[];
  /** Place → 1 where a sentence starts; one more at the end. */
  starts: number[];
  /** Segment → place of its first word; one more at the end. */
  at: number[];
  /** Pairs that were undone. */
  repaired: Set<number>;
}

/** A pair is undone everywhere or nowhere: what was written for a head in one place must not be told by the others. */
function partlyRepaired({ observed, starts, segments }: GarbledIds, unrepaired: number, random: Random): Surroundings {
  const out: Surroundings = { ids: [], starts: [], at: [], repaired: new Set() };
  for (const pair of new Set(segments.map((segment) => segment.pair))) if (pair >= 0 && random() >= unrepaired) out.repaired.add(pair);
  for (const { from, to, pair, original } of segments) {
    out.at.push(out.ids.length);
    const words = pair < 0 || out.repaired.has(pair) ? original : observed.slice(from, to);
    for (const [i, id] of words.entries()) {
      out.ids.push(id);
      out.starts.push(i === 0 ? starts[from]! : 0);
    }
  }
  out.at.push(out.ids.length);
  out.starts.push(1);
  return out;
}

/** A place in the surroundings with the readings of the observed words that stand there. */
interface ChoiceToMake {
  start: number;
  end: number;
  readings: Reading[];
  /** Index of the reading that is right. */
  right: number;
}

/** Finds observed phrases with originals in the dictionary of which it is known what they stand for. */
class ReadingFinder {
  constructor(
    private readonly garbler: IdGarbler,
    private readonly model: ConditionalModel,
  ) {}

  *choices(garbled: GarbledIds, around: Surroundings, style: number, share: number, keptShare: number, random: Random): Generator<ChoiceToMake> {
    const { observed, starts, segmentAt, segments } = garbled;
    const { pairStart } = this.garbler.index.tables;
    for (let from = 0; from < observed.length; from++) {
      let node = 0;
      for (let to = from; to < observed.length && (to === from || !starts[to]); to++) {
        node = this.garbler.next(node, observed[to]!);
        if (node < 0) break;
        if (pairStart[node] === pairStart[node + 1]) continue;
        const [first, last] = [segmentAt[from]!, segmentAt[to]!];
        const kept = segments.slice(first, last + 1).every(({ pair }) => pair < 0);
        const one = segments[first]!;
        // Partly garbled, or part of a form: what it stands for is no reading of it.
        if (!kept && !(first === last && one.from === from && one.to === to + 1)) continue;
        // Of the garbled ones those that are not repaired, of the others as large a share.
        if (kept ? random() >= keptShare : around.repaired.has(one.pair) || random() >= share) continue;
        const start = around.at[first]!;
        const end = around.at[last + 1]!;
        const made = this.readings(observed.slice(from, to + 1), node, around, start, end, style, kept ? -1 : one.pair);
        if (made) yield { start, end, ...made };
      }
    }
  }

  private readings(
    observed: readonly number[],
    node: number,
    around: Surroundings,
    start: number,
    end: number,
    style: number,
    truth: number,
  ): { readings: Reading[]; right: number } | undefined {
    const { index } = this.garbler;
    const { pairStart, pairHead } = index.tables;
    const prior = this.garbler.prior(style);
    const score = (channel: number, words: readonly number[]): number => CHANNEL_SCALE * channel + LM_SCALE * this.languageScore(words, around, start, end);
    const asItStands: Reading = { words: observed, score: score(this.keptLog(observed, style), observed) };
    const readings = [asItStands];
    let right = truth < 0 ? asItStands : undefined;
    for (let pair = pairStart[node]!; pair < pairStart[node + 1]!; pair++) {
      const head = pairHead[pair]!;
      const channel = index.membership(head, style) * prior[pair]!;
      if (pair !== truth && channel < 5e-4) continue;
      const words = this.garbler.wordsOf(head);
      if (words.includes(UNKNOWN)) continue;
      const reading = { words, score: score(toLog(channel + 1e-5), words) };
      if (pair === truth) right = reading;
      else if (reading.score < asItStands.score - CUT) continue;
      readings.push(reading);
    }
    if (right === undefined || readings.length < 2) return undefined;
    const best = readings.length > READINGS ? readings.sort((a, b) => b.score - a.score).slice(0, READINGS) : readings;
    if (!best.includes(right)) best[READINGS - 1] = right;
    return { readings: best, right: best.indexOf(right) };
  }

  /** log P(the words were left as they are). */
  private keptLog(observed: readonly number[], style: number): number {
    const { index } = this.garbler;
    let sum = 0;
    for (const id of observed) {
      const node = this.garbler.next(0, id);
      const head = node < 0 ? -1 : index.nodeHead[node]!;
      if (head >= 0) sum += toLog(Math.max(0.02, 1 - index.membership(head, style)));
    }
    return sum;
  }

  private languageScore(middle: readonly number[], { ids, starts }: Surroundings, start: number, end: number): number {
    const fresh = starts[start] === 1;
    let v = fresh ? SENTENCE_START : ids[start - 1]!;
    let u = fresh ? -1 : starts[start - 1] ? SENTENCE_START : ids[start - 2]!;
    let score = 0;
    const add = (id: number): void => {
      score += this.model.score(-1, u, v, id);
      u = v;
      v = id;
    };
    for (const id of middle) add(id);
    for (let at = end; at < end + 2 && !starts[at]; at++) add(ids[at]!);
    return score;
  }
}

/** Scores → posteriors, which sum to 1. */
function posteriors(scores: readonly LogProb[]): number[] {
  const norm = logSumExp(scores);
  return scores.map((score) => fromLog(score - norm));
}

/** The weights in training, and the text they are looking at. */
class Vectors {
  private readonly target: Float32Array;
  private readonly context: Float32Array;
  private readonly place: Float32Array;
  /** Sums of squared gradients, by row. */
  private readonly targetSquares: Float32Array;
  private readonly contextSquares: Float32Array;
  private readonly vector: Float32Array;
  private readonly gradient: Float32Array;
  private ids: readonly number[] = [];
  private topicSums = new Float32Array(0);
  private topicCounts = new Int32Array(0);

  constructor(
    private readonly targetRow: Uint16Array,
    private readonly contextRows: number,
    private readonly dimensions: number,
    random: Random,
  ) {
    const targets = targetRow.filter((row) => row !== NO_TARGET).length;
    this.target = new Float32Array(targets * dimensions);
    this.context = new Float32Array(contextRows * dimensions).map(() => (random() - 0.5) / Math.sqrt(dimensions));
    this.place = new Float32Array((2 * NEAR + 1) * dimensions).fill(1);
    this.targetSquares = new Float32Array(targets).fill(1e-3);
    this.contextSquares = new Float32Array(contextRows).fill(1e-3);
    this.vector = new Float32Array(dimensions);
    this.gradient = new Float32Array(dimensions);
  }

  /** Takes up a text. */
  read(ids: readonly number[]): void {
    const { dimensions: D, context } = this;
    this.ids = ids;
    if (this.topicCounts.length <= ids.length) {
      this.topicSums = new Float32Array(2 * (ids.length + 1) * D);
      this.topicCounts = new Int32Array(2 * (ids.length + 1));
    }
    const { topicSums, topicCounts } = this;
    topicSums.fill(0, 0, D);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      const counted = this.ofTopic(id);
      topicCounts[i + 1] = topicCounts[i]! + (counted ? 1 : 0);
      for (let k = 0; k < D; k++) topicSums[(i + 1) * D + k] = topicSums[i * D + k]! + (counted ? context[id * D + k]! : 0);
    }
  }

  private ofTopic(id: number): boolean {
    return id >= TOPIC_FIRST_ID && id < this.contextRows;
  }

  /** One step towards the right reading of what stands in a gap. The probability it had before the step, 0..1. */
  learn(readings: readonly Reading[], right: number, start: number, end: number, rate: number, random: Random): number {
    const { dimensions: D, vector, gradient, target, targetRow, targetSquares } = this;
    const topicWords = this.look(start, end);
    const posterior = posteriors(readings.map(({ words, score }) => words.reduce((sum, id) => sum + this.dot(id), score)));
    let square = 0;
    for (let k = 0; k < D; k++) square += (vector[k]! * vector[k]!) / D;
    gradient.fill(0);
    readings.forEach(({ words }, r) => {
      const error = (r === right ? 1 : 0) - posterior[r]!;
      for (const id of words) {
        const row = targetRow[id]!;
        if (row === NO_TARGET) continue;
        targetSquares[row]! += error * error * square;
        const step = (rate * error) / Math.sqrt(targetSquares[row]!);
        for (let k = 0; k < D; k++) {
          gradient[k]! += error * target[row * D + k]!;
          target[row * D + k]! += step * vector[k]!;
        }
      }
    });
    this.passOn(start, end, topicWords, rate, random);
    return posterior[right]!;
  }

  /** Fills the context vector of a gap (see ContextReader.vector); the number of words that make its topic. */
  private look(start: number, end: number): number {
    const { dimensions: D, vector, ids, context, place, topicSums, topicCounts } = this;
    vector.fill(0);
    this.nearWords(start, end, (id, at) => {
      for (let k = 0; k < D; k++) vector[k]! += place[at * D + k]! * context[id * D + k]!;
    });
    const low = Math.max(0, start - WIDE);
    const high = Math.min(ids.length, end + WIDE);
    const count = topicCounts[high]! - topicCounts[low]! - (topicCounts[end]! - topicCounts[start]!);
    if (count > 0) {
      for (let k = 0; k < D; k++) {
        const sum = topicSums[high * D + k]! - topicSums[low * D + k]! - (topicSums[end * D + k]! - topicSums[start * D + k]!);
        vector[k]! += (place[2 * NEAR * D + k]! * sum) / count;
      }
    }
    return count;
  }

  private nearWords(start: number, end: number, use: (id: number, at: number) => void): void {
    const { ids, contextRows } = this;
    for (let d = 1; d <= NEAR; d++) {
      const left = ids[start - d];
      if (left !== undefined && left < contextRows) use(left, NEAR - d);
      const right = ids[end + d - 1];
      if (right !== undefined && right < contextRows) use(right, NEAR + d - 1);
    }
  }

  private dot(id: number): number {
    const { dimensions: D, target, vector } = this;
    const row = this.targetRow[id]!;
    if (row === NO_TARGET) return 0;
    let sum = 0;
    for (let k = 0; k < D; k++) sum += target[row * D + k]! * vector[k]!;
    return sum;
  }

  /** The gradient's way on to the context words and the weights of their places. */
  private passOn(start: number, end: number, topicWords: number, rate: number, random: Random): void {
    const { dimensions: D, gradient, ids, context, contextSquares, place, topicSums } = this;
    let square = 0;
    for (let k = 0; k < D; k++) square += (gradient[k]! * gradient[k]!) / D;
    this.nearWords(start, end, (id, at) => {
      contextSquares[id]! += square;
      const step = rate / Math.sqrt(contextSquares[id]!);
      for (let k = 0; k < D; k++) {
        const before = context[id * D + k]!;
        context[id * D + k]! += step * gradient[k]! * place[at * D + k]!;
        place[at * D + k]! += PLACE_RATE * gradient[k]! * before;
      }
    });
    if (topicWords === 0) return;
    const low = Math.max(0, start - WIDE);
    const high = Math.min(ids.length, end + WIDE);
    const at = 2 * NEAR * D;
    // The topic's gradient goes to a few of its words, drawn at random.
    for (let i = 0; i < TOPIC_DRAWS; i++) {
      const j = low + Math.floor(random() * (high - low));
      const id = ids[j]!;
      if ((j >= start && j < end) || !this.ofTopic(id)) continue;
      const step = rate / Math.sqrt(contextSquares[id]!) / TOPIC_DRAWS;
      for (let k = 0; k < D; k++) context[id * D + k]! += step * gradient[k]! * place[at + k]!;
    }
    for (let k = 0; k < D; k++) {
      const sum = topicSums[high * D + k]! - topicSums[low * D + k]! - (topicSums[end * D + k]! - topicSums[start * D + k]!);
      place[at + k]! += (PLACE_RATE * gradient[k]! * sum) / topicWords;
    }
  }

  tables(): ContextModelTables {
    const target = toBytes(this.target);
    const context = toBytes(this.context);
    return {
      dimensions: this.dimensions,
      targetRow: this.targetRow,
      target: target.bytes,
      targetScale: target.scale,
      context: context.bytes,
      contextScale: context.scale,
      place: this.place,
    };
  }
}

/** Weights as bytes: the 99.9th percentile of the absolute values becomes 127, what lies beyond is cut. */
function toBytes(weights: Float32Array): { bytes: Int8Array; scale: number } {
  const sample = Float32Array.from(weights, Math.abs).sort();
  const scale = (sample[Math.floor(sample.length * 0.999)] || 1) / 127;
  return { bytes: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))), scale };
}
