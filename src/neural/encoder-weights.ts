import { ModelError, type ModelFile } from "../model/model-file.js";
import { type FloatLinear, type QuantisedLinear, type QuantisedMatrix, readFloatLinear, readLinear, readMatrix, sectionOf } from "./quantised.js";

/** The measures of an encoder; the facts “reader” of its file. */
export interface EncoderShape {
  layers: number;
  /** Floats of a state; a multiple of 8. */
  width: number;
  /** Attention heads; the width of one is a multiple of 8. */
  heads: number;
  /** Width between the two halves of a layer's feed-forward net; a multiple of 8. */
  inner: number;
  /** Most pieces that are read at a time. */
  positions: number;
  /** Pieces. */
  vocabulary: number;
  /** Numbers that tell what statistics know of a candidate. */
  facts: number;
}

/** What the file says about itself besides. */
export interface EncoderFacts extends EncoderShape {
  /** SPDX identifier of the licence of the weights. */
  licence: string;
  /** What they were made from. */
  source: string;
}

export interface NormWeights {
  weight: Float32Array;
  bias: Float32Array;
}

export interface EncoderLayer {
  /** Queries, keys and values in one. */
  attention: QuantisedLinear;
  output: QuantisedLinear;
  outputNorm: NormWeights;
  up: QuantisedLinear;
  down: QuantisedLinear;
  downNorm: NormWeights;
}

/** Everything an Encoder works with, as views of the file's bytes. */
export interface EncoderWeights {
  facts: EncoderFacts;
  pieces: readonly string[];
  words: QuantisedMatrix;
  positions: QuantisedMatrix;
  type: Float32Array;
  norm: NormWeights;
  layers: readonly EncoderLayer[];
  span: readonly [QuantisedLinear, QuantisedLinear];
  phrase: readonly [QuantisedLinear, QuantisedLinear];
  candidate: readonly [FloatLinear, FloatLinear];
  detect: FloatLinear;
  /** What “as it stands” scores more than a candidate without facts. */
  keep: number;
}

/** Units between the two layers that weigh a candidate's facts. */
const FACT_UNITS = 32;

/** @throws ModelError when the file holds no encoder, or one whose parts do not fit together */
export function readEncoder(file: ModelFile): EncoderWeights {
  const facts = file.facts<EncoderFacts>("reader");
  checkShape(file, facts);
  const { layers, width, inner, positions, vocabulary } = facts;
  const norm = (name: string): NormWeights => ({
    weight: sectionOf(file, `reader.${name}.weight`, "f32", width),
    bias: sectionOf(file, `reader.${name}.bias`, "f32", width),
  });
  const linear = (name: string, rows: number, depth: number): QuantisedLinear => readLinear(file, `reader.${name}`, rows, depth);
  const small = (name: string, rows: number, depth: number): FloatLinear => readFloatLinear(file, `reader.${name}`, rows, depth);
  return {
    facts,
    pieces: readPieces(file, vocabulary),
    words: readMatrix(file, "reader.words", vocabulary, width),
    positions: readMatrix(file, "reader.positions", positions, width),
    type: sectionOf(file, "reader.type", "f32", width),
    norm: norm("norm"),
    layers: Array.from({ length: layers }, (_, i) => ({
      attention: linear(`layer.${i}.attention`, 3 * width, width),
      output: linear(`layer.${i}.output`, width, width),
      outputNorm: norm(`layer.${i}.output.norm`),
      up: linear(`layer.${i}.up`, inner, width),
      down: linear(`layer.${i}.down`, width, inner),
      downNorm: norm(`layer.${i}.down.norm`),
    })),
    span: [linear("span.0", width, 2 * width), linear("span.1", width, width)],
    phrase: [linear("phrase.0", width, 2 * width), linear("phrase.1", width + 1, width)],
    candidate: [small("candidate.0", FACT_UNITS, facts.facts), small("candidate.1", 1, FACT_UNITS)],
    detect: small("detect", 1, width),
    keep: sectionOf(file, "reader.keep", "f32", 1)[0],
  };
}

function checkShape(file: ModelFile, facts: EncoderFacts): void {
  const wrong = (what: string): ModelError => new ModelError(file.where, what, "export the model anew with train/reader/export.py");
  for (const name of ["layers", "width", "heads", "inner", "positions", "vocabulary", "facts"] as const) {
    if (!Number.isInteger(facts[name]) || facts[name] < 1) throw wrong(`the reader's fact “${name}” is ${JSON.stringify(facts[name])}, not a count`);
  }
  for (const [name, value] of [
    ["width", facts.width],
    ["inner", facts.inner],
    ["width of a head", facts.width / facts.heads],
  ] as const) {
    if (value % 8 !== 0) throw wrong(`the reader's ${name} is ${value}, not a multiple of 8`);
  }
}

function readPieces(file: ModelFile, vocabulary: number): readonly string[] {
  const pieces = new TextDecoder().decode(file.section("reader.pieces", "u8")).split("\n");
  if (pieces.length !== vocabulary) {
    throw new ModelError(file.where, `lists ${pieces.length} pieces and has vectors for ${vocabulary}`, "export the model anew with train/reader/export.py");
  }
  return pieces;
}
