import { Arena } from "./arena.js";
import { ByteLevelTokenizer } from "./byte-level-tokenizer.js";
import type { CausalShape, CausalWeights, NibbleMatrix } from "./causal-weights.js";
import { type Address, attentionScratch, type KernelFunctions, startKernel } from "./kernel.js";
import { activationLimit, multipleOf, type QuantisedMatrix } from "./quantised.js";

export { readCausalModel } from "./causal-weights.js";

export interface CausalOptions {
  /** Most pieces of a prefix and one continuation; default 1024, at most the model's positions. 23 kB each for SmolLM2-135M. */
  context?: number;
}

/**
 * A causal language model of the Llama kind (SmolLM2): tells how likely continuations of a text are. The keys and values of the prefix are kept,
 * so that a prefix that extends the last one, or drops its end, is read from where they part. The same input gives the same bits on every
 * machine and whatever was asked before. Its memory is taken once, when it is made.
 *
 * @example
 * const model = new CausalModel(readCausalModel(new ModelFile(bytes)));
 * const left = [model.start, ...model.tokenizer.encode("The")];
 * const [war, warfare] = model.score(left, [" war", " warfare"].map((text) => model.tokenizer.encode(text)));
 */
export class CausalModel {
  readonly tokenizer: ByteLevelTokenizer;
  readonly shape: CausalShape;
  /** Id of the piece that stands before a text. */
  readonly start: number;
  /** Most pieces of a prefix and one continuation. */
  readonly context: number;
  private readonly kernel: KernelFunctions;
  private readonly heap: Float32Array;
  private readonly at: Layout;
  /** The pieces whose keys and values are at hand. */
  private cached: number[] = [];

  /** @throws KernelError when WebAssembly with SIMD is missing or forbidden, or there is too little memory */
  constructor(weights: CausalWeights, { context = 1024 }: CausalOptions = {}) {
    this.shape = weights.shape;
    this.start = weights.shape.start;
    this.context = Math.max(2, Math.min(Math.floor(context), weights.shape.positions));
    this.tokenizer = new ByteLevelTokenizer(weights.pieces, weights.merges);
    const measured = new Arena(0);
    layOut(measured, weights, this.context);
    const { functions, start } = startKernel(measured.used);
    this.kernel = functions;
    this.heap = new Float32Array(functions.memory.buffer);
    this.at = layOut(new Arena(start), weights, this.context);
    load(functions, this.at, weights);
  }

  /**
   * log P of every piece of every continuation (natural logarithm), given the prefix and the pieces of the continuation before it.
   *
   * @param prefix ids, at least one: `start`, or what stands before the continuations
   * @returns a row a continuation, a number a piece
   * @throws RangeError when the prefix is empty, prefix and a continuation have more pieces than `context`, or an id is not in the vocabulary
   */
  score(prefix: ArrayLike<number>, continuations: readonly ArrayLike<number>[]): Float32Array[] {
    this.check(prefix, continuations);
    const results = continuations.map((pieces) => new Float32Array(pieces.length));
    const from = this.shared(prefix);
    let batch: Segment[] = [{ ids: Array.from(prefix).slice(from), position: from, asked: [] }];
    let size = prefix.length - from;
    const asked = batch[0].asked; // the first piece of every continuation follows the prefix
    continuations.forEach((pieces, number) => {
      if (pieces.length > 0) asked.push({ after: size - 1, piece: pieces[0], put: (value) => (results[number][0] = value) });
    });
    this.cached = [];
    continuations.forEach((pieces, number) => {
      const ids = Array.from(pieces).slice(0, -1); // nothing follows the last one
      if (ids.length === 0) return;
      if (size + ids.length > this.context) {
        this.run(batch, size);
        batch = [];
        size = 0;
      }
      const segment: Segment = { ids, position: prefix.length, asked: [] };
      ids.forEach((_, i) => segment.asked.push({ after: i, piece: pieces[i + 1], put: (value) => (results[number][i + 1] = value) }));
      batch.push(segment);
      size += ids.length;
    });
    this.run(batch, size);
    this.cached = Array.from(prefix);
    return results;
  }

  private check(prefix: ArrayLike<number>, continuations: readonly ArrayLike<number>[]): void {
    if (prefix.length === 0) throw new RangeError("a prefix without pieces; put the model's start piece first");
    for (const pieces of [prefix, ...continuations]) {
      for (let i = 0; i < pieces.length; i++) {
        if (!(pieces[i] >= 0 && pieces[i] < this.shape.vocabulary))
          throw new RangeError(`piece ${pieces[i]} is not an id of the ${this.shape.vocabulary} pieces`);
      }
    }
    const longest = continuations.reduce((most, pieces) => Math.max(most, pieces.length), 0);
    if (prefix.length + longest > this.context) {
      throw new RangeError(`a prefix of ${prefix.length} pieces and a continuation of ${longest}; ${this.context} are the most`);
    }
  }

  /** How many pieces of a prefix need not be read again; its last one always is, for the state after it. */
  private shared(prefix: ArrayLike<number>): number {
    const most = Math.min(this.cached.length, prefix.length - 1);
    let length = 0;
    while (length < most && this.cached[length] === prefix[length]) length++;
    return length;
  }

  /** Reads segments, `size` pieces in all: the pieces of each see the kept keys before its position and its own; the first one's are kept. */
  private run(segments: readonly Segment[], size: number): void {
    const { kernel, at, shape } = this;
    const { width, heads, keyHeads, headWidth, inner, epsilon } = shape;
    const stride = (heads + 2 * keyHeads) * headWidth * 4;
    let row = 0;
    for (const { ids } of segments) for (const id of ids) kernel.embedPacked(at.words.weights, at.words.scales, id, width, at.states + row++ * width * 4);
    at.layers.forEach((layer) => {
      kernel.rootMeanSquareNormalise(at.states, size, width, layer.norm, epsilon, at.update);
      this.linear(layer.attention, at.update, width * 4, size, at.wide);
      row = 0;
      for (const { ids, position } of segments) {
        this.attend(layer, at.wide + row * stride, stride, ids.length, position, at.update + row * heads * headWidth * 4);
        row += ids.length;
      }
      this.linear(layer.output, at.update, heads * headWidth * 4, size, at.wide);
      kernel.add(at.wide, size * width, at.states);
      kernel.rootMeanSquareNormalise(at.states, size, width, layer.gateNorm, epsilon, at.update);
      this.linear(layer.gate, at.update, width * 4, size, at.wide);
      for (let i = 0; i < size; i++) kernel.gate(at.wide + i * 2 * inner * 4, at.wide + (i * 2 + 1) * inner * 4, inner);
      this.linear(layer.down, at.wide, 2 * inner * 4, size, at.update);
      kernel.add(at.update, size * width, at.states);
    });
    this.answer(segments);
  }

  private attend(layer: PlacedLayer, x: Address, stride: number, count: number, position: number, out: Address): void {
    const { kernel, at, context } = this;
    const { heads, keyHeads, headWidth } = this.shape;
    const capacity = multipleOf(8, context);
    const headBytes = headWidth * 4;
    for (let i = 0; i < count; i++) kernel.rotate(x + i * stride, heads + keyHeads, headWidth, at.angles + (position + i) * headBytes);
    const group = heads / keyHeads;
    for (let k = 0; k < keyHeads; k++) {
      const { keys, keyScales, values, valueScales } = layer.kept[k];
      kernel.packKeys(x + (heads + k) * headBytes, stride, position, position + count, headWidth, keys, keyScales);
      kernel.packValues(x + (heads + keyHeads + k) * headBytes, stride, position, position + count, headWidth, capacity, values, valueScales);
      for (let head = k * group; head < (k + 1) * group; head++) {
        const queries = x + head * headBytes;
        const to = out + head * headBytes;
        kernel.attend(queries, stride, count, headWidth, keys, keyScales, values, valueScales, capacity, position + 1, 1, to, heads * headBytes, at.attention);
      }
    }
  }

  /** log P of the pieces asked for: a block of states at a time is compared with all pieces of the vocabulary. */
  private answer(segments: readonly Segment[]): void {
    const { kernel, at, heap } = this;
    const { width, vocabulary, epsilon } = this.shape;
    const questions = new Map<number, Question[]>();
    let row = 0;
    for (const { ids, asked } of segments) {
      for (const question of asked) {
        const of = questions.get(row + question.after);
        if (of) of.push(question);
        else questions.set(row + question.after, [question]);
      }
      row += ids.length;
    }
    const rows = [...questions.keys()];
    const stride = multipleOf(4, vocabulary) * 4;
    for (let from = 0; from < rows.length; from += ANSWER_ROWS) {
      const block = rows.slice(from, from + ANSWER_ROWS);
      block.forEach((state, i) => kernel.rootMeanSquareNormalise(at.states + state * width * 4, 1, width, at.norm, epsilon, at.update + i * width * 4));
      kernel.quantiseRows(at.update, width * 4, block.length, width, activationLimit(width), at.quantised, at.rowScales);
      const { weights, scales } = at.words;
      kernel.linear(at.quantised, at.rowScales, block.length, width, weights, scales, at.noBias, vocabulary, at.answers, stride, at.panel);
      block.forEach((state, i) => {
        const scores = at.answers / 4 + i * (stride / 4);
        const wanted = questions.get(state)!.map((question) => heap[scores + question.piece]);
        const total = kernel.logSumExp(at.answers + i * stride, vocabulary);
        questions.get(state)!.forEach(({ put }, k) => put(wanted[k] - total));
      });
    }
  }

  private linear(layer: PlacedMatrix, x: Address, stride: number, count: number, out: Address): void {
    const { kernel, at } = this;
    const { rows, depth, weights, steps, scales } = layer;
    kernel.quantiseRows(x, stride, count, depth, steps ? nibbleActivationLimit(depth) : activationLimit(depth), at.quantised, at.rowScales);
    if (steps) {
      kernel.linearNibbles(at.quantised, at.rowScales, count, depth, weights, steps, scales, at.noBias, rows, out, rows * 4, at.panel);
    } else {
      kernel.linear(at.quantised, at.rowScales, count, depth, weights, scales, at.noBias, rows, out, rows * 4, at.panel);
    }
  }
}

interface Question {
  /** The piece of the segment that it comes after. */
  after: number;
  piece: number;
  put: (logProbability: number) => void;
}

/** Pieces that follow one another. */
interface Segment {
  ids: readonly number[];
  position: number;
  asked: Question[];
}

/** States that are compared with the vocabulary at a time. */
const ANSWER_ROWS = 16;

/** Greatest absolute value of a weight made from four bits (kernel/nibbles.ts, train/judge/export.py). */
const NIBBLE_WEIGHT_LIMIT = 511;

/** As activationLimit, where weights come from four bits. */
const nibbleActivationLimit = (depth: number): number => Math.min(32_000, Math.floor((2 ** 31 - 1) / ((NIBBLE_WEIGHT_LIMIT + 1) * depth)));

interface PlacedMatrix {
  rows: number;
  depth: number;
  weights: Address;
  /** 0 for weights in eight bits. */
  steps: Address;
  scales: Address;
}

interface PlacedLayer {
  norm: Address;
  attention: PlacedMatrix;
  output: PlacedMatrix;
  gateNorm: Address;
  gate: PlacedMatrix;
  down: PlacedMatrix;
  /** Keys and values kept, by head. */
  kept: { keys: Address; keyScales: Address; values: Address; valueScales: Address }[];
}

type Layout = ReturnType<typeof layOut>;

/** Where everything stands in the kernel's memory. */
function layOut(arena: Arena, { shape, layers }: CausalWeights, context: number) {
  const { width, heads, keyHeads, headWidth, inner, vocabulary } = shape;
  const rows = context + 1; // rows are read and written two at a time
  const keys = multipleOf(8, context);
  const widest = Math.max(width, inner, heads * headWidth);
  const widestOut = Math.max((heads + 2 * keyHeads) * headWidth, 2 * inner, width);
  const floats = (count: number): Address => arena.reserve(count * 4);
  const matrix = (source: QuantisedMatrix | NibbleMatrix): PlacedMatrix => ({
    rows: source.rows,
    depth: source.depth,
    weights: arena.reserve("nibbles" in source ? source.nibbles.length : multipleOf(4, source.rows) * source.depth),
    steps: "nibbles" in source ? arena.reserve(source.steps.length * 2) : 0,
    scales: floats(multipleOf(4, source.rows)),
  });
  return {
    words: matrix({ rows: vocabulary, depth: width, values: EMPTY, scales: NONE }),
    angles: floats(shape.positions * headWidth),
    norm: floats(width),
    layers: layers.map(
      (layer): PlacedLayer => ({
        norm: floats(width),
        attention: matrix(layer.attention),
        output: matrix(layer.output),
        gateNorm: floats(width),
        gate: matrix(layer.gate),
        down: matrix(layer.down),
        kept: Array.from({ length: keyHeads }, () => ({
          keys: arena.reserve(keys * headWidth * 2),
          keyScales: floats(keys),
          values: arena.reserve(keys * headWidth * 2),
          valueScales: floats(keys),
        })),
      }),
    ),
    states: floats(rows * width),
    update: floats(rows * widest),
    wide: floats(rows * widestOut),
    quantised: arena.reserve(rows * widest * 2),
    rowScales: floats(rows),
    panel: arena.reserve(widest * 8),
    attention: arena.reserve(attentionScratch(headWidth, keys)),
    noBias: floats(multipleOf(4, Math.max(vocabulary, widestOut))),
    answers: floats(ANSWER_ROWS * multipleOf(4, vocabulary)),
  };
}

/** Rows of 8-bit weights that are put in order at a time. */
const LOADED_ROWS = 4;
const EMPTY = new Int8Array(0);
const NONE = new Float32Array(0);

function load(kernel: KernelFunctions, at: Layout, weights: CausalWeights): void {
  const { buffer } = kernel.memory;
  const floats = (address: Address, values: Float32Array): void => new Float32Array(buffer, address, values.length).set(values);
  const matrix = (place: PlacedMatrix, source: QuantisedMatrix | NibbleMatrix): void => {
    if ("nibbles" in source) {
      new Uint8Array(buffer, place.weights, source.nibbles.length).set(source.nibbles);
      new Int16Array(buffer, place.steps, source.steps.length).set(source.steps);
    } else {
      for (let row = 0; row < source.rows; row += LOADED_ROWS) {
        const part = source.values.subarray(row * source.depth, (row + LOADED_ROWS) * source.depth);
        new Int8Array(buffer, at.wide, part.length).set(part);
        kernel.packWeights(at.wide, part.length / source.depth, source.depth, place.weights + row * source.depth);
      }
    }
    floats(place.scales, source.scales);
  };
  at.layers.forEach((place, i) => {
    const layer = weights.layers[i];
    floats(place.norm, layer.norm);
    matrix(place.attention, layer.attention);
    matrix(place.output, layer.output);
    floats(place.gateNorm, layer.gateNorm);
    matrix(place.gate, layer.gate);
    matrix(place.down, layer.down);
  });
  floats(at.norm, weights.norm);
  floats(at.angles, weights.angles);
  matrix(at.words, weights.words);
}
