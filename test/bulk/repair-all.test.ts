import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Line } from "../../src/bulk/lines.js";
import { repairAll, repairStream } from "../../src/bulk/repair-all.js";
import { repairLines } from "../../src/bulk/repair-lines.js";
import { WorkerPool } from "../../src/bulk/worker-pool.js";
import { built, CLEAN, GARBLED } from "../cli/command.js";

describe.skipIf(!built)("repairAll", () => {
  it("repairs as the repairer does, in order, and tells what has no text", async () => {
    const documents = [{ text: GARBLED }, { text: CLEAN }, {}, ...Array.from({ length: 100 }, () => ({ text: CLEAN }))];
    const results = [];
    for await (const result of repairAll(documents, { workers: 2 })) results.push(result);
    expect(results.map(({ index }) => index)).toEqual(documents.map((_, i) => i));
    expect(results[0]).toMatchObject({ document: documents[0], text: expect.stringContaining("without a deal"), verdict: { garbled: true } });
    expect(results[1]).toMatchObject({ text: CLEAN, edits: [] });
    expect(results[2]).toMatchObject({ error: { code: "no-text" } });
  });

  it("takes no more documents than it needs, and ends when the loop is left", async () => {
    let taken = 0;
    let closed = false;
    function* endless(): Generator<string> {
      try {
        for (;;) yield `${CLEAN}${taken++}`;
      } finally {
        closed = true;
      }
    }
    for await (const { index } of repairAll(endless(), { workers: 1 })) if (index === 10) break;
    expect(taken).toBeLessThan(1000);
    expect(closed).toBe(true);
  });

  it("is a web stream, too", async () => {
    const texts: string[] = [];
    const source = new ReadableStream<string>({
      start(controller) {
        for (const text of [GARBLED, CLEAN]) controller.enqueue(text);
        controller.close();
      },
    });
    for await (const result of source.pipeThrough(repairStream({ workers: 1 })) as unknown as AsyncIterable<{ text: string }>) texts.push(result.text);
    expect(texts).toEqual([expect.stringContaining("without a deal"), CLEAN]);
  });

  it("throws for options that make no sense", async () => {
    await expect(repairAll([CLEAN], { workers: 0 }).next()).rejects.toThrow("option workers");
    await expect(repairAll([CLEAN], { workers: 1, repairer: { dictionaries: [{ name: "mine.txt", text: "= x" }] } }).next()).rejects.toThrow(/mine\.txt:1/);
  });
});

describe.skipIf(!built)("a worker that breaks down", () => {
  let pool: WorkerPool;
  const module = fileURLToPath(new URL("broken-worker.mjs", import.meta.url));
  beforeAll(async () => {
    pool = await WorkerPool.create({ repairer: {}, workers: 1, timeout: 1000, module });
  });
  afterAll(() => pool.close());

  it("is replaced; the rest of its documents are repaired, the one at fault is reported", async () => {
    const lines = ["EXIT", CLEAN, "LOOP", GARBLED].map((text, i): Line => {
      const bytes = new TextEncoder().encode(JSON.stringify({ id: i, text }));
      return { number: i + 1, offset: 0, length: bytes.length, bytes, cut: false };
    });
    const { outputs, errors, tally } = await repairLines(pool, lines, {}, {});
    expect(errors.map((error) => error?.code)).toEqual(["crash", undefined, "timeout", undefined]);
    expect(outputs.map((output) => JSON.parse(output)).map(({ id, error }) => id ?? JSON.parse(error.source).id)).toEqual([0, 1, 2, 3]);
    expect(tally).toMatchObject({ documents: 4, garbled: 1, errors: { crash: 1, timeout: 1 } });
  });
});
