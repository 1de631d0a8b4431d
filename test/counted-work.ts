import { Session } from "node:inspector/promises";

/**
 * How much JavaScript an action runs: the sum of how often each block of code is entered, as V8 counts it for coverage. Unlike time it is
 * the same on every machine and in every run, so that a test may ask that twice the text is twice the work. What is native (regular
 * expressions, copies of strings) is not in it.
 */
export async function countedWork(action: () => unknown): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    await session.post("Profiler.takePreciseCoverage"); // sets the counts to zero
    await action();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const blocks = result.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges));
    return blocks.reduce((sum, { count }) => sum + count, 0);
  } finally {
    await session.post("Profiler.stopPreciseCoverage");
    session.disconnect();
  }
}
