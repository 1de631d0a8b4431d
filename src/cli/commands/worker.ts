import { availableParallelism } from "node:os";
import { JobWorker } from "../../bulk/queue/job-worker.js";
import type { WorkerFlags } from "../config/flags.js";
import { Settings } from "../config/settings.js";
import { EXIT, type ExitStatus } from "../exit-status.js";
import { say } from "../printable.js";

/**
 * `ungarble worker`: repairs what `ungarble enqueue` has sent to a queue, until a signal ends it: it takes no more jobs, finishes those under way and
 * ends with status 0. A second signal ends the process at once.
 */
export async function worker(flags: WorkerFlags): Promise<ExitStatus> {
  const settings = await Settings.load(flags);
  const { repairer, minProbability } = settings.forText();
  const { redis, queue } = flags;
  const workers = flags.workers ?? availableParallelism();
  const times = { timeout: flags.timeout * 1000, stalledAfter: flags.stalledAfter * 1000 };
  const signal = new Promise<string>((resolve) => {
    process.once("SIGINT", resolve).once("SIGTERM", resolve);
  });
  const started = await JobWorker.start({ place: { redis, queue }, repairer, repair: { minProbability }, workers, ...times }, say);
  say(`works on the queue “${queue}” of ${started.place} in ${workers} threads`);
  const name = await signal;
  say(`${name}: finishing what is under way`);
  await started.close();
  say(`${started.jobs} jobs done, ${started.documents} documents`);
  return EXIT.clean;
}
