import { ModelError, type ModelFile } from "../model/model-file.js";
import { type QuantisedMatrix, readMatrix, sectionOf } from "./quantised.js";

/** The measures of a causal language model; the facts “causal” of its file. */
export interface CausalShape {
  layers: number;
  /** Floats of a state; a multiple of 32. */
  width: number;
  /** Heads of the queries; a multiple of keyHeads. */
  heads: number;
  /** Heads of the keys and values. */
  keyHeads: number;
  /** Floats of a head; a multiple of 8. */
  headWidth: number;
  /** Width between the halves of a layer's feed-forward net; a multiple of 32. */
  inner: number;
  /** Most pieces from the start on. */
  positions: number;
  vocabulary: number;
  /** Added to the mean of squares in a norm. */
  epsilon: number;
  /** Bits of a weight of the layers; vectors of pieces have 8. */
  bits: 4 | 8;
  /** Id of the piece that stands before a text. */
  start: number;
  licence: string;
  source: string;
}

/** Weights in four bits, see kernel/nibbles.ts. */
export interface NibbleMatrix {
  rows: number;
  depth: number;
  nibbles: Uint8Array;
  steps: Int16Array;
  scales: Float32Array;
}

export interface CausalLayer {
  norm: Float32Array;
  /** Queries, keys and values in one. */
  attention: QuantisedMatrix | NibbleMatrix;
  output: QuantisedMatrix | NibbleMatrix;
  gateNorm: Float32Array;
  /** Gate and what it lets through in one. */
  gate: QuantisedMatrix | NibbleMatrix;
  down: QuantisedMatrix | NibbleMatrix;
}

/** Everything a CausalModel works with, as views of the file's bytes. */
export interface CausalWeights {
  shape: CausalShape;
  pieces: readonly string[];
  /** Ids of left and right piece of each merge of the tokenizer. */
  merges: Uint16Array;
  /** Vectors of the pieces: what comes in, and what a state is compared with to tell the next piece. */
  words: QuantisedMatrix;
  /** Cosine and sine of each position's angles. */
  angles: Float32Array;
  layers: readonly CausalLayer[];
  norm: Float32Array;
}

const CURE = "export the model anew with train/judge/export.py";

/** @throws ModelError when the file holds no causal model, or one whose parts do not fit together */
export function readCausalModel(file: ModelFile): CausalWeights {
  const shape = file.facts<CausalShape>("causal");
  checkShape(file, shape);
  const { layers, width, heads, keyHeads, headWidth, inner, positions, vocabulary, bits } = shape;
  const floats = (name: string, length: number): Float32Array => sectionOf(file, `causal.${name}`, "f32", length);
  const matrix = (name: string, rows: number, depth: number): QuantisedMatrix | NibbleMatrix =>
    bits === 8 ? readMatrix(file, `causal.${name}`, rows, depth) : readNibbles(file, `causal.${name}`, rows, depth);
  const pieces = new TextDecoder().decode(file.section("causal.pieces", "u8")).split("\n");
  if (pieces.length !== vocabulary) throw new ModelError(file.where, `lists ${pieces.length} pieces and has vectors for ${vocabulary}`, CURE);
  return {
    shape,
    pieces,
    merges: file.section("causal.merges", "u16"),
    words: readMatrix(file, "causal.words", vocabulary, width),
    angles: floats("angles", positions * headWidth),
    layers: Array.from({ length: layers }, (_, i) => ({
      norm: floats(`layer.${i}.norm`, width),
      attention: matrix(`layer.${i}.attention`, (heads + 2 * keyHeads) * headWidth, width),
      output: matrix(`layer.${i}.output`, width, heads * headWidth),
      gateNorm: floats(`layer.${i}.gate.norm`, width),
      gate: matrix(`layer.${i}.gate`, 2 * inner, width),
      down: matrix(`layer.${i}.down`, width, inner),
    })),
    norm: floats("norm", width),
  };
}

function readNibbles(file: ModelFile, name: string, rows: number, depth: number): NibbleMatrix {
  return {
    rows,
    depth,
    nibbles: sectionOf(file, `${name}.nibbles`, "u8", (rows * depth) / 2),
    steps: sectionOf(file, `${name}.steps`, "i16", (rows * depth) / 16),
    scales: sectionOf(file, `${name}.scale`, "f32", rows),
  };
}

function checkShape(file: ModelFile, shape: CausalShape): void {
  const wrong = (what: string): ModelError => new ModelError(file.where, what, CURE);
  for (const name of ["layers", "width", "heads", "keyHeads", "headWidth", "inner", "positions", "vocabulary"] as const) {
    if (!Number.isInteger(shape[name]) || shape[name] < 1) throw wrong(`the model's fact “${name}” is ${JSON.stringify(shape[name])}, not a count`);
  }
  for (const [name, factor] of [
    ["width", 32],
    ["inner", 32],
    ["headWidth", 8],
    ["heads", shape.keyHeads],
  ] as const) {
    if (shape[name] % factor !== 0) throw wrong(`the model's fact “${name}” is ${shape[name]}, not a multiple of ${factor}`);
  }
  if ((shape.heads * shape.headWidth) % 32 !== 0) throw wrong(`its ${shape.heads} heads of ${shape.headWidth} are not a multiple of 32 wide`);
  if (shape.bits !== 4 && shape.bits !== 8) throw wrong(`its weights have ${JSON.stringify(shape.bits)} bits, neither 4 nor 8`);
  if (shape.vocabulary > 65_536) throw wrong(`it has ${shape.vocabulary} pieces; 65,536 are the most`);
  if (!(shape.start >= 0 && shape.start < shape.vocabulary)) throw wrong(`its start piece is ${JSON.stringify(shape.start)}, not an id`);
  if (!(shape.epsilon > 0)) throw wrong(`its epsilon is ${JSON.stringify(shape.epsilon)}, not above 0`);
}
