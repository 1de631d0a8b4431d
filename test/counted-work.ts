import { Session } from "node:inspector/promises";

/**
 * Import this before what is to be measured: V8 counts in functions that it compiles from now on. Kept for the whole test file, since each
 * file is run in a process of its own.
 */
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** Counts since the last call. */
async function counts(): Promise<number> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  let sum = 0;
  for (const { functions } of result) for (const { ranges } of functions) for (const { count } of ranges) sum += count;
  return sum;
}

/**
 * How much JavaScript an action runs: the sum of how often each block of code is entered, as V8 counts it for coverage. Unlike time it is
 * the same on every machine and in every run, so that a test may ask that twice the text is twice the work. What is native (regular
 * expressions, copies of strings) is not in it.
 */
export async function countedWork(action: () => unknown): Promise<number> {
  await counts();
  await action();
  return counts();
}

/** How many times the work of a text of n a text of 2n is. Both are read once before, so that what is made at first use does not count. */
export async function growth(read: (text: string) => unknown, make: (n: number) => string, n: number): Promise<number> {
  await read(make(n));
  const few = await countedWork(() => read(make(n)));
  return (await countedWork(() => read(make(2 * n)))) / few;
}
