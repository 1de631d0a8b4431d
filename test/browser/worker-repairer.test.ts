import { MessageChannel } from "node:worker_threads";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { receiveError, sendError, WorkerError } from "../../src/browser/errors.js";
import type { Port } from "../../src/browser/messages.js";
import { serve } from "../../src/browser/serve.js";
import { Caller, repairerOn } from "../../src/browser/worker-repairer.js";
import * as library from "../../src/index.js";
import { createRepairer, DataError, DictionaryError, type LoadProgress, ModelError, OptionsError, type RepairerOptions } from "../../src/index.js";

const GARBLED =
  "The US state division stated on Tuesday that the 2 sides would finish the warfare with out consulting Ukraine. " +
  "He additionally stated the assembly passed off in Riyadh in line with individuals briefed on the talks.";

/** A page and a worker in one thread, on the two ends of a channel. Messages are cloned as between threads. */
function channel(onProgress?: (progress: LoadProgress) => void): Caller {
  const { port1, port2 } = new MessageChannel();
  serve(port2 as unknown as Port);
  port1.start();
  port2.start();
  return new Caller(port1 as unknown as Port, () => port1.close(), onProgress);
}

describe("a repairer behind a port", () => {
  it("gives what a repairer gives, each caller the own answer", async () => {
    const repairer = await createRepairer();
    const there = await repairerOn(channel(), {});
    const texts = ["", GARBLED, "The cat sat on the mat.", GARBLED.slice(0, 90)];
    expect(await Promise.all(texts.map((text) => there.repair(text)))).toEqual(texts.map((text) => repairer.repair(text)));
    expect(await there.detect(GARBLED, { minProbability: 0.9 })).toEqual(repairer.detect(GARBLED, { minProbability: 0.9 }));
    expect(await there.weigh(GARBLED)).toEqual(repairer.weigh(GARBLED));
    there.terminate();
  });

  it.each<[new (...given: never[]) => Error, RepairerOptions]>([
    [OptionsError, { minVerdict: 2 }],
    [DictionaryError, { dictionaries: [{ name: "mine.txt", text: "= warfare" }] }],
    [DataError, { data: "/nowhere" }],
  ])("fails with the %o that a repairer fails with", async (type, options) => {
    const here = await createRepairer(options).catch((error: unknown) => error);
    const there = await repairerOn(channel(), options).catch((error: unknown) => error);
    expect(here).toBeInstanceOf(type);
    expect(there).toBeInstanceOf(type);
    expect({ ...(there as Error), message: (there as Error).message }).toEqual({ ...(here as Error), message: (here as Error).message });
  });

  it("goes on after an error", async () => {
    const there = await repairerOn(channel(), {});
    await expect(there.repair(GARBLED, { minProbability: -1 })).rejects.toThrow(OptionsError);
    expect((await there.repair(GARBLED)).edits.length).toBeGreaterThan(5);
    there.terminate();
  });

  it("fails calls that wait and later ones once it is terminated", async () => {
    const there = await repairerOn(channel(), {});
    const waiting = there.repair(GARBLED);
    there.terminate();
    await expect(waiting).rejects.toThrow(WorkerError);
    await expect(there.detect(GARBLED)).rejects.toThrow("has been terminated; create another repairer");
  });
});

describe("errors on their way", () => {
  it("are known by class, all that the library exports", () => {
    type ErrorClass = new (a: string, b: string, c: string) => Error;
    const classes = (Object.values(library) as unknown[]).filter(
      (value): value is ErrorClass => typeof value === "function" && value.prototype instanceof Error,
    );
    expect(classes.length).toBeGreaterThan(4);
    for (const type of classes) expect(receiveError(structuredClone(sendError(new type("a", "b", "c"))))).toBeInstanceOf(type);
  });

  it("keep class, message and fields, through a clone", () => {
    const error = fc.oneof(
      fc
        .tuple(fc.string(), fc.string(), fc.string())
        .chain(([a, b, c]) => fc.constantFrom(new OptionsError(a, b, c), new DataError(a, b, c), new ModelError(a, b, c))),
      fc.tuple(fc.string(), fc.nat(), fc.string(), fc.string()).map(([a, n, b, c]) => new DictionaryError(a, n, b, c)),
      fc.string().map((message) => new RangeError(message)),
    );
    fc.assert(
      fc.property(error, (sent) => {
        const received = receiveError(structuredClone(sendError(sent)));
        expect(received.message).toBe(sent.message);
        expect(received.name).toBe(sent.name);
        expect({ ...received, name: sent.name }).toEqual({ ...sent, name: sent.name });
        if (!(sent instanceof RangeError)) expect(received).toBeInstanceOf(sent.constructor);
        expect(received).toBeInstanceOf(Error);
      }),
    );
  });
});
