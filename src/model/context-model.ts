import { type ModelFile, writeModelFile } from "./model-file.js";

/** Words that stand too near to every text to say what it is about: the first ids of the vocabulary, left out of the topic. */
export const TOPIC_FIRST_ID = 150;
/** The row of words that are no targets. */
export const NO_TARGET = 0xffff;
/** Words on each side whose place counts. */
export const NEAR = 5;
/** Words on each side that make the topic, places not counted. */
export const WIDE = 25;

/** The weights of a context model; rows are words, columns dimensions. */
export interface ContextModelTables {
  dimensions: number;
  /** Language-model id → row of `target`, or NO_TARGET. */
  targetRow: Uint16Array;
  /** Target vectors, one byte a weight. */
  target: Int8Array;
  targetScale: number;
  /** Context vectors of the first words of the vocabulary. */
  context: Int8Array;
  contextScale: number;
  /** Weights of the places: -NEAR … -1, 1 … NEAR, then the topic; dimension by dimension. */
  place: Float32Array;
}

/**
 * A log-bilinear model of a word in its surroundings (Mnih & Hinton 2007; position-weighted, vector form: Mnih & Kavukcuoglu 2013), trained
 * on the choices between readings beside the language model and the channel (see train/context-model.ts):
 *
 *     score(w | context) = u(w) · ( Σ_d  p(d) ∘ c(word at distance d)  +  p(topic) ∘ mean of c(words near) )
 *
 * A score is what the surroundings add to the other two's log-probabilities, nats: only differences between readings of the same place mean
 * something.
 */
export class ContextModel {
  constructor(private readonly tables: ContextModelTables) {}

  get dimensions(): number {
    return this.tables.dimensions;
  }

  /** The model's view of a text: context vectors at any place of it. */
  read(ids: ArrayLike<number>): ContextReader {
    return new ContextReader(this.tables, ids);
  }

  /** Whether the model knows the word as a target. */
  has(id: number): boolean {
    return this.tables.targetRow[id]! !== NO_TARGET;
  }

  /** The score of a word in a context; 0 for words the model does not know. */
  score(id: number, context: Float32Array): number {
    const { dimensions, target, targetScale, targetRow } = this.tables;
    const row = targetRow[id]!;
    if (row === NO_TARGET) return 0;
    const at = row * dimensions;
    let sum = 0;
    for (let k = 0; k < dimensions; k++) sum += target[at + k]! * context[k]!;
    return sum * targetScale;
  }
}

/** A text as a context model sees it. Topic sums are kept as prefix sums, so that a place costs the same however wide the topic is. */
export class ContextReader {
  private readonly topicSums: Float64Array;
  private readonly topicCounts: Int32Array;
  private readonly rows: number;

  /** @param ids the text's words, by language-model id */
  constructor(
    private readonly tables: ContextModelTables,
    private readonly ids: ArrayLike<number>,
  ) {
    const { dimensions, context } = tables;
    this.rows = context.length / dimensions;
    this.topicSums = new Float64Array((ids.length + 1) * dimensions);
    this.topicCounts = new Int32Array(ids.length + 1);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      const counted = id >= TOPIC_FIRST_ID && id < this.rows;
      this.topicCounts[i + 1] = this.topicCounts[i]! + (counted ? 1 : 0);
      const from = i * dimensions;
      for (let k = 0; k < dimensions; k++) this.topicSums[from + dimensions + k] = this.topicSums[from + k]! + (counted ? context[id * dimensions + k]! : 0);
    }
  }

  /** The context vector at a gap: what stands before position `start` and from position `end` on. */
  vector(start: number, end: number): Float32Array {
    const { ids, rows } = this;
    const { dimensions, context, contextScale, place } = this.tables;
    const sum = new Float32Array(dimensions);
    for (let d = 1; d <= NEAR; d++) {
      for (const [position, at] of [
        [start - d, NEAR - d],
        [end + d - 1, NEAR + d - 1],
      ] as const) {
        if (position < 0 || position >= ids.length || ids[position]! >= rows) continue;
        const row = ids[position]! * dimensions;
        for (let k = 0; k < dimensions; k++) sum[k]! += place[at * dimensions + k]! * context[row + k]! * contextScale;
      }
    }
    const low = Math.max(0, start - WIDE);
    const high = Math.min(ids.length, end + WIDE);
    const count = this.counted(low, start) + this.counted(end, high);
    if (count === 0) return sum;
    const at = 2 * NEAR * dimensions;
    const { topicSums } = this;
    for (let k = 0; k < dimensions; k++) {
      const total =
        topicSums[start * dimensions + k]! - topicSums[low * dimensions + k]! + topicSums[high * dimensions + k]! - topicSums[end * dimensions + k]!;
      sum[k]! += (place[at + k]! * total * contextScale) / count;
    }
    return sum;
  }

  private counted(from: number, to: number): number {
    return this.topicCounts[to]! - this.topicCounts[from]!;
  }
}

/** The context model of a model file. @throws ModelError when it holds none. */
export function readContextModel(file: ModelFile): ContextModel {
  const { dimensions, targetScale, contextScale } = file.facts<{ dimensions: number; targetScale: number; contextScale: number }>("context");
  return new ContextModel({
    dimensions,
    targetScale,
    contextScale,
    targetRow: file.section("context.targetRow", "u16"),
    target: file.section("context.target", "i8"),
    context: file.section("context.context", "i8"),
    place: file.section("context.place", "f32"),
  });
}

/** Tables → the bytes of a model file. */
export function writeContextModel({ dimensions, targetScale, contextScale, targetRow, target, context, place }: ContextModelTables): Uint8Array {
  return writeModelFile(
    { "context.targetRow": targetRow, "context.target": target, "context.context": context, "context.place": place },
    { context: { dimensions, targetScale, contextScale } },
  );
}
