import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Piscina } from "piscina";
import type { RepairerOptions } from "../options.js";
import { DocumentFailure } from "./document-failure.js";
import { sharedData } from "./shared-data.js";
import type { Batch, WorkerAnswer, WorkerOptions } from "./worker.js";

/** A thread broke down on a document. */
export class ThreadFailure extends DocumentFailure {
  constructor(
    override readonly code: "timeout" | "crash",
    problem: string,
  ) {
    super(code, problem);
  }
}

/** What a pool is made with. */
export interface PoolOptions {
  repairer: RepairerOptions;
  /** Threads. They are started as they are needed. */
  workers: number;
  /** The longest a document may take, milliseconds. */
  timeout: number;
  /** The module the threads run; tests have their own. Default: the package's. */
  module?: string;
}

const WATCH_MS = 100;

type Job<B extends Batch = Batch> = B extends Batch ? Omit<B, "progress"> : never;

/**
 * Threads that repair, with the models in memory once. A thread that crashes, or takes longer for a document than it may, is replaced.
 */
export class WorkerPool {
  private constructor(
    private readonly pool: Piscina<Batch, WorkerAnswer>,
    private readonly timeout: number,
  ) {}

  /** @throws DataError */
  static async create({ repairer, workers, timeout, module }: PoolOptions): Promise<WorkerPool> {
    const [{ Piscina }, data] = await Promise.all([import("piscina"), sharedData(repairer.data)]);
    const workerData: WorkerOptions = { repairer: { ...repairer, data } };
    const pool = new Piscina<Batch, WorkerAnswer>({
      filename: module ?? packagedWorker(),
      workerData,
      minThreads: 1,
      maxThreads: workers,
      idleTimeout: Number.POSITIVE_INFINITY,
      atomics: "disabled",
    });
    return new WorkerPool(pool, timeout);
  }

  /**
   * Runs a batch.
   * @throws ThreadFailure when a thread breaks down on it; a fault of options, dictionaries or models under its own name
   */
  async run(job: Job): Promise<Exclude<WorkerAnswer, { kind: "fault" }>> {
    const progress = new Int32Array(new SharedArrayBuffer(4));
    const abort = new AbortController();
    let at = 0;
    let since = Date.now();
    const watch = setInterval(
      () => {
        const now = Atomics.load(progress, 0);
        if (now !== at || now === 0) {
          at = now;
          since = Date.now();
        } else if (Date.now() - since > this.timeout) abort.abort();
      },
      Math.min(WATCH_MS, this.timeout),
    );
    try {
      const answer = await this.pool.run({ ...job, progress } as Batch, { signal: abort.signal });
      if (answer.kind === "fault") throw Object.assign(new Error(answer.message), { name: answer.name, told: true });
      return answer;
    } catch (error) {
      if ((error as { told?: boolean }).told) throw error;
      if (abort.signal.aborted) throw new ThreadFailure("timeout", `took longer than ${this.timeout / 1000} s`);
      throw new ThreadFailure("crash", `broke its worker down (${(error as Error).message})`);
    } finally {
      clearInterval(watch);
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

/** Beside the built package, wherever this module has been put in it; of the sources the package built from them. */
function packagedWorker(): string {
  const places = ["./bulk-worker.js", "../../dist/bulk-worker.js"].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(place)) ?? places[0]!;
}
