import { afterEach, beforeEach, expect, it, vi } from "vitest";

beforeEach(() => vi.resetModules()); // a kernel is compiled once
afterEach(() => vi.unstubAllGlobals());

const kernel = () => import("../../src/neural/kernel.js");
const { Module, Instance, validate, compile } = WebAssembly;
const stub = (changes: object): unknown => vi.stubGlobal("WebAssembly", { Module, Instance, validate, compile, ...changes });

it("says that WebAssembly, or its SIMD, is missing", async () => {
  const { startKernel } = await kernel();
  vi.stubGlobal("WebAssembly", undefined);
  expect(() => startKernel(1)).toThrow("the neural kernel cannot run: there is no WebAssembly; use Node 20 or a browser of 2023 or later");
  stub({ validate: () => false });
  expect(() => startKernel(1)).toThrow("WebAssembly has no SIMD instructions here");
});

it("names what a content security policy must allow", async () => {
  const { startKernel, compileKernel, KernelError } = await kernel();
  const refuse = (): never => {
    throw new WebAssembly.CompileError("blocked by CSP");
  };
  stub({
    CompileError: Error,
    Module: class {
      constructor() {
        refuse();
      }
    },
    compile: async () => refuse(),
  });
  expect(() => startKernel(1)).toThrow("allow 'wasm-unsafe-eval'");
  await expect(compileKernel()).rejects.toThrow(KernelError);
});

it("says how much memory is not to be had", async () => {
  const { startKernel } = await kernel();
  expect(() => startKernel(2 ** 33)).toThrow("8590 MB of memory are not to be had");
});

it("compiles in the background where that is asked for", async () => {
  const { startKernel, compileKernel } = await kernel();
  await compileKernel();
  stub({ Module: undefined });
  expect(startKernel(100).functions.dotFloat).toBeTypeOf("function");
});
