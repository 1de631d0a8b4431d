import { availableParallelism } from "node:os";
import { OptionsError } from "../options-error.js";
import { type RepairerOptions, type RepairOptions, resolveOptions } from "../options.js";
import { applyEdits } from "../repairer.js";
import type { Detection, Repair } from "../types.js";
import { batches } from "./batches.js";
import { concurrentMap } from "./concurrent-map.js";
import { ThreadFailure, WorkerPool } from "./worker-pool.js";

/** Options of {@link repairAll}. */
export interface RepairAllOptions<T> {
  /** The text of a document. Default: the document itself, or its member `text`. */
  text?: (document: T) => string;
  /** Threads. Default: one a core. */
  workers?: number;
  /** Give results as they are done instead of in the order of the documents. Default false. */
  unordered?: boolean;
  /** The longest a document may take, milliseconds. Default 300,000. */
  timeout?: number;
  /** Options of the repairers. Default: none. */
  repairer?: RepairerOptions;
  /** Options of each call; `format` by name only. Default: none. */
  repair?: RepairOptions;
}

/** A document and what became of it: repaired; or an error, when its text is no string or broke a worker down twice. */
export type Repaired<T> = { document: T; index: number } & (Repair | { error: { code: "no-text" | "timeout" | "crash"; message: string } });

const BATCH_DOCUMENTS = 64;
const BATCH_CODE_UNITS = 32_768;
const BATCHES_PER_WORKER = 6;
const MAX_CODE_UNITS = 8_000_000;

/**
 * Repairs documents in worker threads, in batches, with the models in memory once. Takes documents from the source only as fast as results
 * are taken, so that memory stays bounded however many there are. Ends its threads when the loop is left.
 *
 * @throws OptionsError, DictionaryError, DataError, ModelError: options that make no sense; never for a text
 * @example
 * for await (const { document, text, error } of repairAll(pages, { text: (page) => page.body })) …
 */
export async function* repairAll<T>(documents: Iterable<T> | AsyncIterable<T>, options: RepairAllOptions<T> = {}): AsyncGenerator<Repaired<T>> {
  const { workers = availableParallelism(), unordered = false, timeout = 300_000, repairer = {}, repair = {}, text = textOf } = options;
  if (!Number.isInteger(workers) || workers < 1) throw new OptionsError("workers", `${workers} is no number of threads`, "give a whole number from 1 up");
  if (!(timeout > 0)) throw new OptionsError("timeout", `${timeout} is no time`, "give milliseconds above 0");
  resolveOptions(repairer);
  const pool = await WorkerPool.create({ repairer, workers, timeout });
  try {
    const batched = batches(indexed(documents, text), BATCH_DOCUMENTS, BATCH_CODE_UNITS, lengthOf);
    const results = concurrentMap(batched, (batch) => repairBatch(pool, batch, repair), {
      limit: workers * BATCHES_PER_WORKER,
      ordered: !unordered,
      maxWeight: MAX_CODE_UNITS,
      weight: (batch) => batch.reduce((sum, item) => sum + lengthOf(item), 0),
    });
    for await (const batch of results) yield* batch;
  } finally {
    await pool.close();
  }
}

/**
 * {@link repairAll} as a web stream: documents in, results out.
 * @example
 * await pages.pipeThrough(repairStream({ workers: 4 })).pipeTo(sink);
 */
export function repairStream<T>(options: RepairAllOptions<T> = {}): TransformStream<T, Repaired<T>> {
  const { writable, readable } = new TransformStream<T, T>();
  const results = repairAll(readable as unknown as AsyncIterable<T>, options);
  const out = new ReadableStream<Repaired<T>>(
    {
      async pull(controller) {
        const next = await results.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await results.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return { writable, readable: out };
}

interface Item<T> {
  document: T;
  index: number;
  text: string | undefined;
}

const lengthOf = ({ text = "" }: Item<unknown>): number => text.length;

async function* indexed<T>(documents: Iterable<T> | AsyncIterable<T>, text: (document: T) => unknown): AsyncGenerator<Item<T>> {
  let index = 0;
  for await (const document of documents) {
    const own = text(document);
    yield { document, index: index++, text: typeof own === "string" ? own : undefined };
  }
}

const textOf = (document: unknown): unknown => (typeof document === "object" && document !== null ? (document as { text?: unknown }).text : document);

async function repairBatch<T>(pool: WorkerPool, batch: readonly Item<T>[], repair: RepairOptions): Promise<Repaired<T>[]> {
  const readable = batch.filter(({ text }) => text !== undefined);
  const found = await detectAll(
    pool,
    readable.map(({ text }) => text!),
    repair,
  );
  const answers = new Map(readable.map((item, i) => [item, found[i]!]));
  return batch.map((item) => {
    const { document, index, text = "" } = item;
    const answer = answers.get(item);
    if (answer === undefined) return { document, index, error: { code: "no-text", message: `document ${index} has no text; name it with the option text` } };
    if (answer instanceof ThreadFailure) return { document, index, error: { code: answer.code, message: `document ${index} ${answer.problem}, twice` } };
    return { document, index, text: applyEdits(text, answer.edits), ...answer };
  });
}

async function detectAll(pool: WorkerPool, texts: readonly string[], repair: RepairOptions): Promise<(Detection | ThreadFailure)[]> {
  const run = async (some: readonly string[]): Promise<Detection[]> => {
    const answer = await pool.run({ kind: "texts", texts: some, repair });
    return answer.kind === "texts" ? answer.detections : [];
  };
  if (texts.length === 0) return [];
  try {
    return await run(texts);
  } catch (error) {
    if (!(error instanceof ThreadFailure)) throw error;
  }
  const found: (Detection | ThreadFailure)[] = [];
  for (const text of texts) {
    try {
      found.push(...(await run([text])));
    } catch (error) {
      if (!(error instanceof ThreadFailure)) throw error;
      found.push(error);
    }
  }
  return found;
}
