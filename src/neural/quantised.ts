import { ModelError, type ModelFile, type SectionArray, type SectionType } from "../model/model-file.js";
import type { Arena } from "./arena.js";
import type { Address, KernelFunctions } from "./kernel.js";

/** A matrix of 8-bit integers, row major, each row with the factor that makes it floats again. */
export interface QuantisedMatrix {
  rows: number;
  depth: number;
  values: Int8Array;
  scales: Float32Array;
}

/** y = W x + b with W in 8 bits. */
export interface QuantisedLinear extends QuantisedMatrix {
  bias: Float32Array;
}

/** y = W x + b with W in floats, for small layers. */
export interface FloatLinear {
  rows: number;
  depth: number;
  values: Float32Array;
  bias: Float32Array;
}

/** A section that must have so many elements. @throws ModelError when it has not */
export function sectionOf<T extends SectionType>(file: ModelFile, name: string, type: T, length: number): SectionArray<T> {
  const section = file.section(name, type);
  if (section.length !== length) {
    throw new ModelError(file.where, `section “${name}” has ${section.length} elements instead of ${length}`, "export the model anew with this version");
  }
  return section;
}

export function readMatrix(file: ModelFile, name: string, rows: number, depth: number): QuantisedMatrix {
  return { rows, depth, values: sectionOf(file, name, "i8", rows * depth), scales: sectionOf(file, `${name}.scale`, "f32", rows) };
}

export function readLinear(file: ModelFile, name: string, rows: number, depth: number): QuantisedLinear {
  return { ...readMatrix(file, `${name}.weight`, rows, depth), bias: sectionOf(file, `${name}.bias`, "f32", rows) };
}

export function readFloatLinear(file: ModelFile, name: string, rows: number, depth: number): FloatLinear {
  return { rows, depth, values: sectionOf(file, `${name}.weight`, "f32", rows * depth), bias: sectionOf(file, `${name}.bias`, "f32", rows) };
}

/** Where a linear layer stands in the kernel's memory. */
export interface PlacedLinear {
  rows: number;
  depth: number;
  /** Panels of four rows for 8-bit weights; rows, filled up to a multiple of 4 columns, for floats. */
  weights: Address;
  scales: Address;
  bias: Address;
}

const PANEL_ROWS = 4;
export const multipleOf = (step: number, count: number): number => Math.ceil(count / step) * step;

/** Room for a layer's weights and, up to a whole panel, its scales and bias. */
export function placeLinear(arena: Arena, { rows, depth }: { rows: number; depth: number }): PlacedLinear {
  const padded = multipleOf(PANEL_ROWS, rows);
  return { rows, depth, weights: arena.reserve(padded * depth), scales: arena.reserve(padded * 4), bias: arena.reserve(padded * 4) };
}

export function placeFloatLinear(arena: Arena, { rows, depth }: { rows: number; depth: number }): PlacedLinear {
  const padded = multipleOf(4, depth);
  return { rows, depth: padded, weights: arena.reserve(rows * padded * 4), scales: 0, bias: arena.reserve(rows * 4) };
}

/** Copies a layer to its place. @param scratch room for its weights as they stand in the file */
export function loadLinear(functions: KernelFunctions, place: PlacedLinear, layer: QuantisedLinear, scratch: Address): void {
  const { buffer } = functions.memory;
  new Int8Array(buffer, scratch, layer.values.length).set(layer.values);
  functions.packWeights(scratch, layer.rows, layer.depth, place.weights);
  new Float32Array(buffer, place.scales, layer.rows).set(layer.scales);
  new Float32Array(buffer, place.bias, layer.rows).set(layer.bias);
}

export function loadFloatLinear({ memory }: KernelFunctions, place: PlacedLinear, layer: FloatLinear): void {
  for (let row = 0; row < layer.rows; row++) {
    const values = layer.values.subarray(row * layer.depth, (row + 1) * layer.depth);
    new Float32Array(memory.buffer, place.weights + row * place.depth * 4, layer.depth).set(values);
  }
  new Float32Array(memory.buffer, place.bias, layer.rows).set(layer.bias);
}

/**
 * Greatest absolute value of an activation that meets 8-bit weights over so many columns: the greatest for which no sum of products can
 * pass 31 bits, and 16 bits hold it. Thirteen bits or more for layers of up to 2,000 columns, so that only the weights' rounding matters.
 */
export const activationLimit = (depth: number): number => Math.min(32_000, Math.floor((2 ** 31 - 1) / (127 * depth)));
