import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Queue } from "bullmq";
import { DocumentFailure } from "../document-failure.js";
import type { Line } from "../lines.js";
import type { RecordOptions } from "../record-options.js";
import { tryEach } from "../repair-lines.js";
import type { LinesResult } from "../worker.js";
import { type Connected, connect, type QueuePlace } from "./redis.js";
import { packJob, type RepairJob, type RepairJobResult, unpackResult } from "./repair-job.js";

/** A job that nobody asks for any more is kept so long, seconds: the run that sent it may have been interrupted, and go on. */
const KEPT_S = 3600;
/** Between looks for jobs that are done: longer while there are none, milliseconds. */
const LOOK_MS = { least: 20, most: 500 };
/** With nobody to work after this time, milliseconds, the user is told. */
const ALONE_MS = 5000;

interface Sent {
  data: RepairJob;
  result: Promise<LinesResult>;
  resolve(result: LinesResult): void;
  reject(error: unknown): void;
}

/**
 * Sends lines to the workers of a queue and gives back what they made of them. The id of a job is the hash of what is in it: sent twice it is one job.
 * That a job is done is looked for, not waited to be told, and one that Redis has lost is sent again: an outage costs time only.
 */
export class JobSender {
  private readonly sent = new Map<string, Sent>();
  private looking: Promise<void> | undefined;
  private closed = false;

  private constructor(
    private readonly connected: Connected,
    private readonly queue: Queue<RepairJob, RepairJobResult>,
    private readonly say: (message: string) => void,
  ) {}

  /** @param say told what the user should know  @throws QueueError */
  static async open(place: QueuePlace, say: (message: string) => void): Promise<JobSender> {
    const connected = await connect(place, say);
    const queue = new connected.bullmq.Queue<RepairJob, RepairJobResult>(place.queue, {
      connection: connected.connection,
      // An event holds the result: BullMQ's 10,000 would take more memory than the jobs.
      streams: { events: { maxLen: 100 } },
    });
    queue.on("error", () => undefined); // the connection tells
    return new JobSender(connected, queue, say);
  }

  /** A job that fails, after BullMQ's retries, is taken apart: what fails alone becomes an error record. */
  repair(lines: readonly Line[], records: RecordOptions): Promise<LinesResult> {
    return tryEach(lines, (some) => this.run(packJob(some, records)));
  }

  private run(data: RepairJob): Promise<LinesResult> {
    const id = createHash("sha256").update(JSON.stringify(data)).digest("hex");
    const known = this.sent.get(id);
    if (known) return known.result;
    const sent = { data } as Sent;
    sent.result = new Promise<LinesResult>((resolve, reject) => Object.assign(sent, { resolve, reject }));
    this.sent.set(id, sent);
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
    return sent.result;
  }

  private async add(id: string, data: RepairJob): Promise<void> {
    await this.queue.add("repair", data, {
      jobId: `ungarble-${id}`, // BullMQ wants no id that reads as a number
      attempts: 3,
      backoff: { type: "exponential", delay: 1000 },
      removeOnComplete: { age: KEPT_S },
      removeOnFail: { age: KEPT_S },
    });
  }

  /** While there are jobs to send, or that have been sent: those that Redis does not know are sent, those that are done taken. */
  private async look(): Promise<void> {
    let pause = LOOK_MS.least;
    let quiet = performance.now();
    let alone = false;
    try {
      while (this.sent.size > 0 && !this.closed) {
        const states = await Promise.all([...this.sent].map(async ([id, sent]) => ({ id, sent, state: await this.queue.getJobState(`ungarble-${id}`) })));
        const done = states.filter(({ state }) => state === "completed" || state === "failed");
        await Promise.all(done.map(({ id, sent }) => this.take(id, sent)));
        await Promise.all(states.filter(({ state }) => state === "unknown").map(({ id, sent }) => this.add(id, sent.data)));
        await sleep(pause);
        pause = done.length > 0 ? LOOK_MS.least : Math.min(LOOK_MS.most, pause * 2);
        if (done.length > 0) quiet = performance.now();
        else if (!alone && performance.now() - quiet > ALONE_MS) {
          alone = true;
          if ((await this.queue.getWorkersCount()) === 0)
            this.say(`${this.connected.place}: nobody works on the queue “${this.queue.name}”; start ungarble worker`);
        }
      }
    } catch (error) {
      for (const { reject } of this.sent.values()) reject(error);
      this.sent.clear();
    }
  }

  private async take(id: string, sent: Sent): Promise<void> {
    const job = await this.connected.bullmq.Job.fromId<RepairJob, RepairJobResult>(this.queue, `ungarble-${id}`);
    if (!job) return; // another run has taken the same lines: they are sent again
    this.sent.delete(id);
    await job.remove().catch(() => undefined); // else it goes by itself
    if (job.failedReason === undefined) sent.resolve(unpackResult(job.returnvalue));
    else sent.reject(new DocumentFailure("failure", `failed in the queue (${job.failedReason})`));
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.queue.close();
    this.connected.connection.disconnect();
  }
}
