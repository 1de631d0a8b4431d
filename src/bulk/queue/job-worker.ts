import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "bullmq";
import type { RepairOptions } from "../../options.js";
import { repairLines } from "../repair-lines.js";
import { WorkerPool } from "../worker-pool.js";
import type { RepairerOptions } from "../../options.js";
import { type Connected, connect, type QueuePlace } from "./redis.js";
import { JobError, packResult, type RepairJob, type RepairJobResult, unpackJob } from "./repair-job.js";

/** How a worker of the queue works. */
export interface JobWorkerOptions {
  place: QueuePlace;
  repairer: RepairerOptions;
  /** Of each call; a job's own go before them. */
  repair: RepairOptions;
  /** Threads. */
  workers: number;
  /** The longest a document may take, milliseconds. */
  timeout: number;
  /** A job whose worker gives no sign of life for so long is given to another one, milliseconds. */
  stalledAfter: number;
}

/** A thread that has done a job finds the next one here. */
const JOBS_PER_THREAD = 2;
/** So many workers may die over a job before it fails and is taken apart. */
const MAX_STALLED = 3;
/** A result that Redis has not taken by then is not waited for. */
const STORED_MS = 10_000;
const LOOK_MS = 20;
/** Of BullMQ's metrics, minutes: two weeks. */
const METRICS_MINUTES = 20_160;

/** Takes jobs from a queue. BullMQ gives each to one worker at a time, and again to another one when that dies. */
export class JobWorker {
  /** Since the start. */
  jobs = 0;
  documents = 0;
  /** Ids of jobs whose result Redis does not have yet. */
  private readonly underWay = new Set<string>();

  private constructor(
    private readonly connected: Connected,
    private readonly pool: WorkerPool,
    private readonly worker: Worker<RepairJob, RepairJobResult>,
  ) {}

  /**
   * @param say told what the user should know
   * @throws QueueError, DataError, DictionaryError, OptionsError: before any job is taken
   */
  static async start({ place, repairer, repair, workers, timeout, stalledAfter }: JobWorkerOptions, say: (message: string) => void): Promise<JobWorker> {
    const connected = await connect(place, say);
    const { connection, bullmq } = connected;
    let pool: WorkerPool | undefined;
    try {
      pool = await WorkerPool.create({ repairer, workers, timeout });
      await repairLines(pool, [], {}, {}); // faults of dictionaries and models are told now
    } catch (error) {
      connection.disconnect();
      await pool?.close();
      throw error;
    }
    const threads = pool;
    const worker = new bullmq.Worker<RepairJob, RepairJobResult>(
      place.queue,
      async ({ id, data }) => {
        started.underWay.add(id!);
        try {
          const job = unpackJob(data);
          const result = await repairLines(threads, job.lines, job.records, { ...repair, ...job.repair });
          started.jobs++;
          started.documents += result.tally.documents;
          return packResult(result);
        } catch (error) {
          throw error instanceof JobError ? new bullmq.UnrecoverableError(error.message) : error;
        } finally {
          setTimeout(() => started.underWay.delete(id!), STORED_MS).unref(); // its result may be refused: the job was taken for stalled
        }
      },
      {
        connection,
        autorun: false,
        concurrency: workers * JOBS_PER_THREAD,
        lockDuration: stalledAfter,
        stalledInterval: stalledAfter,
        maxStalledCount: MAX_STALLED,
        metrics: { maxDataPoints: METRICS_MINUTES },
      },
    );
    worker.on("error", () => undefined); // the connection tells; a job that is no longer this worker's is another's
    worker.on("completed", ({ id }) => started.underWay.delete(id!));
    worker.on("stalled", (id) => say(`job ${id} goes to another worker: the one that had it gives no sign of life`));
    worker.on("failed", (job, error) => {
      started.underWay.delete(job?.id ?? "");
      say(`job ${job?.id ?? ""}: ${error.message}`);
    });
    const started = new JobWorker(connected, threads, worker);
    worker.run().catch((error: Error) => say(`${connected.place}: ${error.message}`));
    return started;
  }

  get place(): string {
    return this.connected.place;
  }

  /**
   * Finishes the jobs that are under way, and takes no more. BullMQ's own waiting does not end after Redis has been away: the jobs are waited for here. One
   * that is fetched in this moment goes to another worker.
   */
  async close(): Promise<void> {
    await this.worker.pause(true);
    while (this.underWay.size > 0) await sleep(LOOK_MS);
    await this.worker.close(true);
    this.connected.connection.disconnect();
    await this.pool.close();
  }
}
