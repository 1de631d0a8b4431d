import { type ModelFile, writeModelFile } from "./model-file.js";

/** Words that stand too near to every text to say what it is about: the first ids of the vocabulary, left out of the topic. */
export const TOPIC_FIRST_ID = 150;
/** Words on each side whose place counts. */
export const NEAR = 5;
/** Words on each side that make the topic, places not counted. */
export const WIDE = 25;

/** The weights of a context model; rows are words, columns dimensions. */
export interface ContextModelTables {
  dimensions: number;
  /** Language-model id → row of `target`, or 65535. */
  targetRow: Uint16Array;
  /** Target vectors, one byte a weight. */
  target: Int8Array;
  /** Target biases. */
  bias: Float32Array;
  targetScale: number;
  /** Context vectors of the first words of the vocabulary. */
  context: Int8Array;
  contextScale: number;
  /** Weights of the places: -NEAR … -1, 1 … NEAR, then the topic; dimension by dimension. */
  place: Float32Array;
}

/**
 * A log-bilinear model of a word in its surroundings (Mnih & Hinton 2007; position-weighted, vector form: Mnih & Kavukcuoglu 2013), trained
 * with negative samples among which are the word's own confusions (see train/context-model.ts):
 *
 *     score(w | context) = b(w) + u(w) · ( Σ_d  p(d) ∘ c(word at distance d)  +  p(topic) ∘ mean of c(words near) )
 *
 * A score is an estimate of log P(w | context) / P(w), nats: only differences between words in the same place mean something.
 */
export class ContextModel {
  private readonly place: Float32Array;
  private readonly contextRows: number;

  constructor(private readonly tables: ContextModelTables) {
    this.place = tables.place;
    this.contextRows = tables.context.length / tables.dimensions;
  }

  get dimensions(): number {
    return this.tables.dimensions;
  }

  /**
   * The context vector at a gap in a text: what stands before position `start` and from position `end` on.
   * @param ids the text's words, by language-model id
   */
  contextVector(ids: ArrayLike<number>, start: number, end: number): Float32Array {
    const { dimensions, context, contextScale } = this.tables;
    const sum = new Float32Array(dimensions);
    const add = (id: number, place: number, scale: number): void => {
      if (id >= this.contextRows) return;
      const row = id * dimensions;
      const at = place * dimensions;
      for (let k = 0; k < dimensions; k++) sum[k]! += this.place[at + k]! * context[row + k]! * scale;
    };
    for (let d = 1; d <= NEAR; d++) {
      if (start - d >= 0) add(ids[start - d]!, NEAR - d, contextScale);
      if (end + d - 1 < ids.length) add(ids[end + d - 1]!, NEAR + d - 1, contextScale);
    }
    const topic: number[] = [];
    for (let i = Math.max(0, start - WIDE); i < Math.min(ids.length, end + WIDE); i++) {
      if ((i < start || i >= end) && ids[i]! >= TOPIC_FIRST_ID) topic.push(ids[i]!);
    }
    for (const id of topic) add(id, 2 * NEAR, contextScale / topic.length);
    return sum;
  }

  /** Whether the model knows the word as a target. */
  has(id: number): boolean {
    return this.tables.targetRow[id]! !== 65535;
  }

  /** The score of a word in a context; 0 for words the model does not know. */
  score(id: number, context: Float32Array): number {
    const { dimensions, target, targetScale, targetRow, bias } = this.tables;
    const row = targetRow[id]!;
    if (row === 65535) return 0;
    const at = row * dimensions;
    let sum = 0;
    for (let k = 0; k < dimensions; k++) sum += target[at + k]! * context[k]!;
    return sum * targetScale + bias[row]!;
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
    bias: file.section("context.bias", "f32"),
    context: file.section("context.context", "i8"),
    place: file.section("context.place", "f32"),
  });
}

/** Tables → the bytes of a model file. */
export function writeContextModel({ dimensions, targetScale, contextScale, targetRow, target, bias, context, place }: ContextModelTables): Uint8Array {
  return writeModelFile(
    { "context.targetRow": targetRow, "context.target": target, "context.bias": bias, "context.context": context, "context.place": place },
    { context: { dimensions, targetScale, contextScale } },
  );
}
