import { KERNEL_BASE64 } from "./kernel-binary.js";

/** An address in the kernel's memory: bytes from its start, a multiple of 16. */
export type Address = number;

/** What src/neural/kernel/ exports; the functions are described there. */
export interface KernelFunctions {
  memory: WebAssembly.Memory;
  gate(x: Address, y: Address, count: number): void;
  gelu(x: Address, count: number): void;
  attend(
    queries: Address,
    queryStride: number,
    queryCount: number,
    headWidth: number,
    keyPanels: Address,
    keyScales: Address,
    valuePanels: Address,
    valueScales: Address,
    capacity: number,
    count: number,
    growth: number,
    out: Address,
    outStride: number,
    scratch: Address,
  ): void;
  packKeys(keys: Address, stride: number, from: number, to: number, headWidth: number, panels: Address, scales: Address): void;
  packValues(values: Address, stride: number, from: number, to: number, headWidth: number, capacity: number, panels: Address, scales: Address): void;
  add(x: Address, width: number, out: Address): void;
  embed(table: Address, scales: Address, index: number, width: number, add: number, out: Address): void;
  embedPacked(weights: Address, scales: Address, index: number, width: number, out: Address): void;
  multiply(x: Address, width: number, factor: number, out: Address): void;
  dotFloat(a: Address, b: Address, width: number): number;
  linear(
    rows: Address,
    rowScales: Address,
    count: number,
    depth: number,
    weights: Address,
    weightScales: Address,
    bias: Address,
    weightRows: number,
    out: Address,
    outStride: number,
    scratch: Address,
  ): void;
  linearNibbles(
    rows: Address,
    rowScales: Address,
    count: number,
    depth: number,
    nibbles: Address,
    steps: Address,
    weightScales: Address,
    bias: Address,
    weightRows: number,
    out: Address,
    outStride: number,
    scratch: Address,
  ): void;
  linearFloat(x: Address, depth: number, weights: Address, bias: Address, weightRows: number, out: Address): void;
  packWeights(weights: Address, rows: number, depth: number, out: Address): void;
  addAndNormalise(x: Address, y: Address, rows: number, width: number, weight: Address, bias: Address, epsilon: number): void;
  rootMeanSquareNormalise(x: Address, rows: number, width: number, weight: Address, epsilon: number, out: Address): void;
  rotate(x: Address, heads: number, headWidth: number, angles: Address): void;
  quantiseRows(x: Address, stride: number, rows: number, width: number, limit: number, out: Address, scales: Address): void;
  logSoftmax(x: Address, count: number): void;
  logSumExp(x: Address, count: number): number;
}

/** Neural models cannot run here: what is missing and what helps. */
export class KernelError extends Error {
  override readonly name = "KernelError";

  constructor(
    readonly what: string,
    readonly cure: string,
  ) {
    super(`the neural kernel cannot run: ${what}; ${cure}`);
  }
}

let compiled: WebAssembly.Module | undefined;

/**
 * Compiles the kernel in the background, once; where a page may not compile on its main thread, await this before the first model is made.
 * @throws KernelError when there is no WebAssembly with SIMD, or the page's content security policy forbids it
 */
export async function compileKernel(): Promise<void> {
  const bytes = kernelBytes();
  compiled ??= await WebAssembly.compile(bytes).catch((error: unknown) => {
    throw forbidden(error);
  });
}

/**
 * A kernel with a memory of its own, big enough for `bytes` from `start` on. It never grows.
 * @throws KernelError when there is no WebAssembly with SIMD, it is forbidden, or there is not so much memory
 */
export function startKernel(bytes: number): { functions: KernelFunctions; start: Address } {
  if (!compiled) {
    const code = kernelBytes();
    try {
      compiled = new WebAssembly.Module(code);
    } catch (error) {
      throw forbidden(error);
    }
  }
  const functions = new WebAssembly.Instance(compiled).exports as unknown as KernelFunctions;
  const start = functions.memory.buffer.byteLength; // the first page is the kernel's own
  try {
    functions.memory.grow(Math.ceil(bytes / PAGE_BYTES));
  } catch {
    throw new KernelError(`${Math.ceil(bytes / 1e6)} MB of memory are not to be had`, "close other programs or raise the limit");
  }
  return { functions, start };
}

/** Bytes that the kernel's `attend` needs as scratch for heads of a width and up to so many keys: it takes 32 queries at a time. */
export const attentionScratch = (headWidth: number, keys: number): number => 32 * (headWidth * 2 + 8 + Math.ceil(keys / 8) * 8 * 6);

const PAGE_BYTES = 65_536;

function kernelBytes(): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0));
  if (typeof WebAssembly !== "object") throw new KernelError("there is no WebAssembly", "use Node 20 or a browser of 2023 or later");
  if (!WebAssembly.validate(bytes)) throw new KernelError("WebAssembly has no SIMD instructions here", "use Node 20 or a browser of 2023 or later");
  return bytes;
}

const forbidden = (error: unknown): KernelError =>
  new KernelError(`WebAssembly cannot be compiled (${String(error)})`, "allow 'wasm-unsafe-eval' in the content security policy's script-src");
