import { Arena } from "./arena.js";
import type { EncoderShape, EncoderWeights } from "./encoder-weights.js";
import { type Address, attentionScratch, type KernelFunctions, startKernel } from "./kernel.js";
import {
  activationLimit,
  loadFloatLinear,
  loadLinear,
  multipleOf,
  type PlacedLinear,
  placeFloatLinear,
  placeLinear,
  type QuantisedLinear,
  type QuantisedMatrix,
} from "./quantised.js";
import { WordPieceTokenizer } from "./word-piece.js";

/** What reading a window gives; both arrays are views that the next call overwrites. */
export interface Encoding {
  /** For every piece the log-odds that it was substituted. */
  detect: Float32Array;
  /** For every piece its state, `width` floats each. */
  states: Float32Array;
}

/** A span of the window read last, and what may have stood there. */
export interface SpanQuery {
  /** Its first and last piece, numbers in the window. */
  first: number;
  last: number;
  /** The span's text as it stands. */
  observed: string;
  candidates: readonly CandidateQuery[];
}

export interface CandidateQuery {
  text: string;
  /** What statistics know of it, scaled as in training; as many numbers as the model's `facts`. */
  facts: ArrayLike<number>;
}

export interface EncoderOptions {
  /** Phrase vectors that are kept, 1.5 kB each; default 4096, at least 64. A span may not have as many candidates. */
  phrases?: number;
}

const EPSILON = 1e-12; // of the layer norms
const PHRASE_PIECES = 8; // of a phrase; the rest is not looked at

/**
 * The reader's neural net: a BERT-like encoder with heads for “was this piece substituted” and “which of these stood here”.
 * Its memory is taken once, when it is made; the same input gives the same bits on every machine.
 *
 * @example
 * const encoder = new Encoder(readEncoder(new ModelFile(bytes)));
 * const { ids } = encoder.tokenizer.encode("the warfare must finish");
 * const { detect } = encoder.encode([encoder.classify, ...ids, encoder.separator]);
 */
export class Encoder {
  readonly tokenizer: WordPieceTokenizer;
  readonly shape: EncoderShape;
  /** Ids of the pieces that stand before and after a window. */
  readonly classify: number;
  readonly separator: number;
  /** Most pieces of a window, these two included. */
  readonly positions: number;
  private readonly kernel: KernelFunctions;
  private readonly at: Layout;
  private readonly keep: number;
  private readonly phraseCapacity: number;
  private readonly phrases = new Map<string, number>();
  /** The kernel's memory as floats; an address is four times an index. */
  private readonly heap: Float32Array;
  private read = 0;

  /** @throws KernelError when WebAssembly with SIMD is missing or forbidden; VocabularyError when the pieces lack the special ones */
  constructor(weights: EncoderWeights, { phrases = 4096 }: EncoderOptions = {}) {
    this.shape = weights.facts;
    this.positions = this.shape.positions;
    this.tokenizer = new WordPieceTokenizer(weights.pieces);
    this.classify = this.tokenizer.id("[CLS]") ?? 0;
    this.separator = this.tokenizer.id("[SEP]") ?? 0;
    this.keep = weights.keep;
    this.phraseCapacity = Math.max(64, Math.floor(phrases));
    const measured = new Arena(0);
    layOut(measured, weights, this.phraseCapacity);
    const { functions, start } = startKernel(measured.used);
    this.kernel = functions;
    this.heap = new Float32Array(functions.memory.buffer);
    this.at = layOut(new Arena(start), weights, this.phraseCapacity);
    this.load(weights);
  }

  /**
   * Reads a window.
   *
   * @param ids pieces, at most `positions` of them; normally `classify`, the text's, `separator`
   * @throws RangeError for an empty or too long window or an id outside the vocabulary
   */
  encode(ids: ArrayLike<number>): Encoding {
    const { kernel, at } = this;
    const { width, inner, vocabulary } = this.shape;
    const count = ids.length;
    if (count < 1 || count > this.positions) throw new RangeError(`a window of ${count} pieces; it must have 1 to ${this.positions}`);
    for (let i = 0; i < count; i++) {
      if (!(ids[i] >= 0 && ids[i] < vocabulary)) throw new RangeError(`piece ${i} is ${ids[i]}, not an id of the ${vocabulary} pieces`);
      const offset = i * width * 4;
      kernel.embed(at.words, at.wordScales, ids[i], width, 0, at.states + offset);
      kernel.embed(at.positions, at.positionScales, i, width, 0, at.update + offset);
      kernel.add(at.type, width, at.update + offset);
    }
    this.normalise(at.norm, count);
    for (const layer of at.layers) {
      this.linear(layer.attention, at.states, width, count, at.wide);
      this.attend(count);
      this.linear(layer.output, at.update, width, count, at.update);
      this.normalise(layer.outputNorm, count);
      this.linear(layer.up, at.states, width, count, at.wide);
      kernel.gelu(at.wide, count * inner);
      this.linear(layer.down, at.wide, inner, count, at.update);
      this.normalise(layer.downNorm, count);
    }
    for (let i = 0; i < count; i++) kernel.linearFloat(at.states + i * width * 4, width, at.detect.weights, at.detect.bias, 1, at.logits + i * 4);
    this.read = count;
    return { detect: this.floats(at.logits, count), states: this.floats(at.states, count * width) };
  }

  /**
   * Puts a window that was read before in the place of the one that was read last, so that its spans can be scored.
   * @param states a copy of what `encode` gave for it
   * @throws RangeError for states of no window
   */
  restore(states: Float32Array): void {
    const count = states.length / this.shape.width;
    if (!(Number.isInteger(count) && count >= 1 && count <= this.positions)) throw new RangeError(`${states.length} numbers are no window's states`);
    this.heap.set(states, this.at.states / 4);
    this.read = count;
  }

  /**
   * For each span of the window that `encode` read last: log-probabilities (natural logarithm, they sum to 1) of the span as it stands,
   * then of each candidate.
   *
   * @throws RangeError for pieces outside the window, more candidates than phrases are kept, or another number of facts than the model's
   */
  score(spans: readonly SpanQuery[]): Float32Array[] {
    const results: Float32Array[] = [];
    for (let from = 0; from < spans.length; ) {
      const group = this.group(spans, from);
      this.spanVectors(group);
      group.forEach((span, i) => results.push(this.scoreSpan(span, this.at.spanVectors + i * this.shape.width * 4)));
      from += group.length;
    }
    return results;
  }

  private load(weights: EncoderWeights): void {
    const { kernel, at } = this;
    const { buffer } = kernel.memory;
    const floats = (address: Address, values: Float32Array): void => new Float32Array(buffer, address, values.length).set(values);
    const table = (address: Address, scales: Address, matrix: QuantisedMatrix): void => {
      new Int8Array(buffer, address, matrix.values.length).set(matrix.values);
      floats(scales, matrix.scales);
    };
    const linear = (place: PlacedLinear, layer: QuantisedLinear): void => loadLinear(kernel, place, layer, at.wide);
    const norm = (place: PlacedNorm, { weight, bias }: { weight: Float32Array; bias: Float32Array }): void => {
      floats(place.weight, weight);
      floats(place.bias, bias);
    };
    table(at.words, at.wordScales, weights.words);
    table(at.positions, at.positionScales, weights.positions);
    floats(at.type, weights.type);
    norm(at.norm, weights.norm);
    at.layers.forEach((place, i) => {
      const layer = weights.layers[i];
      linear(place.attention, layer.attention);
      linear(place.output, layer.output);
      norm(place.outputNorm, layer.outputNorm);
      linear(place.up, layer.up);
      linear(place.down, layer.down);
      norm(place.downNorm, layer.downNorm);
    });
    for (const i of [0, 1] as const) {
      linear(at.span[i], weights.span[i]);
      linear(at.phrase[i], weights.phrase[i]);
      loadFloatLinear(kernel, at.candidate[i], weights.candidate[i]);
    }
    loadFloatLinear(kernel, at.detect, weights.detect);
  }

  /** out = layer(x): rows of `width` floats → rows of as many floats as the layer has rows, up to a multiple of 4. */
  private linear(layer: PlacedLinear, x: Address, width: number, count: number, out: Address, outStride = multipleOf(4, layer.rows) * 4): void {
    const { kernel, at } = this;
    kernel.quantiseRows(x, width * 4, count, width, activationLimit(width), at.quantised, at.rowScales);
    kernel.linear(at.quantised, at.rowScales, count, width, layer.weights, layer.scales, layer.bias, layer.rows, out, outStride, at.panel);
  }

  /** states = LayerNorm(states + update). */
  private normalise({ weight, bias }: PlacedNorm, count: number): void {
    this.kernel.addAndNormalise(this.at.states, this.at.update, count, this.shape.width, weight, bias, EPSILON);
  }

  /** Queries, keys and values side by side in `wide` → what every piece takes from the others, in `update`. */
  private attend(count: number): void {
    const { kernel, at } = this;
    const { width, heads } = this.shape;
    const headWidth = width / heads;
    const stride = 3 * width * 4;
    const capacity = multipleOf(8, this.positions);
    for (let head = 0; head < heads; head++) {
      const queries = at.wide + head * headWidth * 4;
      kernel.packKeys(queries + width * 4, stride, 0, count, headWidth, at.keys, at.keyScales);
      kernel.packValues(queries + 2 * width * 4, stride, 0, count, headWidth, capacity, at.values, at.valueScales);
      const out = at.update + head * headWidth * 4;
      kernel.attend(queries, stride, count, headWidth, at.keys, at.keyScales, at.values, at.valueScales, capacity, count, 0, out, width * 4, at.attention);
    }
  }

  /** As many spans as fit in one go, whose phrases are then at hand. */
  private group(spans: readonly SpanQuery[], from: number): readonly SpanQuery[] {
    const wanted = new Set<string>();
    let to = from;
    for (; to < spans.length && to - from < this.positions; to++) {
      const { first, last, observed, candidates } = spans[to];
      if (!(first >= 0 && first < this.read && last >= first && last < this.read)) {
        throw new RangeError(`a span from piece ${first} to ${last} in a window of ${this.read}`);
      }
      if (candidates.length >= this.phraseCapacity) throw new RangeError(`${candidates.length} candidates; ${this.phraseCapacity - 1} are the most`);
      if (to > from && wanted.size + candidates.length >= this.phraseCapacity) break;
      wanted.add(observed);
      for (const { text } of candidates) wanted.add(text);
    }
    this.learn([...wanted]);
    return spans.slice(from, to);
  }

  /** Sees to it that the vectors of these phrases are at hand; forgets the others if there is no room. */
  private learn(wanted: readonly string[]): void {
    let missing = wanted.filter((text) => !this.phrases.has(text));
    if (this.phrases.size + missing.length > this.phraseCapacity) {
      this.phrases.clear();
      missing = [...wanted];
    }
    for (let from = 0; from < missing.length; from += this.positions) this.phraseVectors(missing.slice(from, from + this.positions));
  }

  /** Adds vectors: [mean of the pieces' vectors; the last one's] through two layers. */
  private phraseVectors(texts: readonly string[]): void {
    const { kernel, at } = this;
    const { width } = this.shape;
    texts.forEach((text, i) => {
      let ids: ArrayLike<number> = this.tokenizer.encode(text).ids.subarray(0, PHRASE_PIECES);
      if (ids.length === 0) ids = [this.tokenizer.unknown];
      const mean = at.wide + i * 2 * width * 4;
      for (let k = 0; k < ids.length; k++) kernel.embed(at.words, at.wordScales, ids[k], width, k > 0 ? 1 : 0, mean);
      kernel.multiply(mean, width, 1 / ids.length, mean);
      kernel.embed(at.words, at.wordScales, ids[ids.length - 1], width, 0, mean + width * 4);
    });
    const first = this.phrases.size;
    this.twoLayers(at.phrase, texts.length, at.phraseVectors + first * phraseStride(width));
    texts.forEach((text, i) => this.phrases.set(text, first + i));
  }

  /** Span vectors of spans: [state of the first piece; of the last] through two layers. */
  private spanVectors(spans: readonly SpanQuery[]): void {
    const { at } = this;
    const { width } = this.shape;
    const bytes = new Uint8Array(this.kernel.memory.buffer);
    spans.forEach(({ first, last }, i) => {
      const out = at.wide + i * 2 * width * 4;
      bytes.copyWithin(out, at.states + first * width * 4, at.states + (first + 1) * width * 4);
      bytes.copyWithin(out + width * 4, at.states + last * width * 4, at.states + (last + 1) * width * 4);
    });
    this.twoLayers(at.span, spans.length, at.spanVectors);
  }

  private twoLayers([first, second]: readonly [PlacedLinear, PlacedLinear], count: number, out: Address): void {
    const { width } = this.shape;
    this.linear(first, this.at.wide, 2 * width, count, this.at.update);
    this.kernel.gelu(this.at.update, count * width);
    this.linear(second, this.at.update, width, count, this.at.wide);
    const stride = multipleOf(4, second.rows) * 4;
    new Uint8Array(this.kernel.memory.buffer).copyWithin(out, this.at.wide, this.at.wide + count * stride);
  }

  private scoreSpan({ observed, candidates }: SpanQuery, vector: Address): Float32Array {
    const scores = this.floats(this.at.scores, candidates.length + 1);
    scores[0] = this.similarity(vector, observed) + this.keep;
    candidates.forEach(({ text, facts }, i) => {
      scores[i + 1] = this.similarity(vector, text) + this.weighFacts(facts);
    });
    this.kernel.logSoftmax(this.at.scores, scores.length);
    return scores.slice();
  }

  private similarity(vector: Address, text: string): number {
    const { width } = this.shape;
    const phrase = this.at.phraseVectors + this.phrases.get(text)! * phraseStride(width);
    return this.kernel.dotFloat(vector, phrase, width) / Math.sqrt(width) + this.heap[phrase / 4 + width];
  }

  private weighFacts(facts: ArrayLike<number>): number {
    const { kernel, at, shape } = this;
    if (facts.length !== shape.facts) throw new RangeError(`a candidate with ${facts.length} facts; the model was trained on ${shape.facts}`);
    const [first, second] = at.candidate;
    this.heap.set(facts, at.facts / 4);
    kernel.linearFloat(at.facts, first.depth, first.weights, first.bias, first.rows, at.factUnits);
    kernel.gelu(at.factUnits, first.rows);
    kernel.linearFloat(at.factUnits, second.depth, second.weights, second.bias, 1, at.factScore);
    return this.heap[at.factScore / 4];
  }

  private floats(address: Address, count: number): Float32Array {
    return this.heap.subarray(address / 4, address / 4 + count);
  }
}

/** Bytes from one phrase vector, with its bias, to the next. */
const phraseStride = (width: number): number => multipleOf(4, width + 1) * 4;

interface PlacedNorm {
  weight: Address;
  bias: Address;
}

type Layout = ReturnType<typeof layOut>;

/** Where everything stands in the kernel's memory. */
function layOut(arena: Arena, weights: EncoderWeights, phraseCapacity: number) {
  const { width, inner, heads, positions, facts } = weights.facts;
  const rows = positions + 1; // rows are read and written two at a time
  const headWidth = width / heads;
  const keys = multipleOf(8, positions);
  const widest = Math.max(4 * width, inner);
  const biggest = Math.max(width * inner, width * 3 * width); // layer; the working room holds one while it is loaded
  const floats = (count: number): Address => arena.reserve(count * 4);
  const norm = (): PlacedNorm => ({ weight: floats(width), bias: floats(width) });
  const pair = (layers: readonly [QuantisedLinear, QuantisedLinear]): readonly [PlacedLinear, PlacedLinear] => [
    placeLinear(arena, layers[0]),
    placeLinear(arena, layers[1]),
  ];
  return {
    words: arena.reserve(weights.words.values.length),
    wordScales: floats(weights.words.rows),
    positions: arena.reserve(weights.positions.values.length),
    positionScales: floats(positions),
    type: floats(width),
    norm: norm(),
    layers: weights.layers.map((layer) => ({
      attention: placeLinear(arena, layer.attention),
      output: placeLinear(arena, layer.output),
      outputNorm: norm(),
      up: placeLinear(arena, layer.up),
      down: placeLinear(arena, layer.down),
      downNorm: norm(),
    })),
    span: pair(weights.span),
    phrase: pair(weights.phrase),
    candidate: [placeFloatLinear(arena, weights.candidate[0]), placeFloatLinear(arena, weights.candidate[1])] as const,
    detect: placeFloatLinear(arena, weights.detect),
    states: floats(rows * width),
    update: floats(rows * width),
    wide: arena.reserve(Math.max(rows * widest * 4, biggest)),
    quantised: arena.reserve(rows * Math.max(inner, 2 * width) * 2),
    rowScales: floats(rows),
    panel: arena.reserve(Math.max(inner, 2 * width) * 8),
    keys: arena.reserve(keys * headWidth * 2),
    keyScales: floats(keys),
    values: arena.reserve(keys * headWidth * 2),
    valueScales: floats(keys),
    attention: arena.reserve(attentionScratch(headWidth, keys)),
    logits: floats(rows),
    spanVectors: floats(rows * width),
    phraseVectors: arena.reserve((phraseCapacity + 1) * phraseStride(width)),
    scores: floats(multipleOf(4, phraseCapacity)),
    facts: floats(multipleOf(4, facts)),
    factUnits: floats(weights.candidate[0].rows),
    factScore: floats(1),
  };
}
