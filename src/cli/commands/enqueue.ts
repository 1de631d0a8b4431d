import { JobSender } from "../../bulk/queue/job-sender.js";
import type { EnqueueFlags } from "../config/flags.js";
import { Settings } from "../config/settings.js";
import type { ExitStatus } from "../exit-status.js";
import { say } from "../printable.js";
import { recordOptions, repairRecords } from "../record-run.js";

/**
 * `ungarble enqueue`: what `ungarble stream` does, by the workers of a queue instead of threads. Records are sent in batches, not more ahead of the
 * output than asked for, and what comes back is written once, in order.
 */
export async function enqueue(globs: readonly string[], flags: EnqueueFlags): Promise<ExitStatus> {
  const settings = await Settings.load(flags);
  const records = recordOptions(flags, settings);
  const { redis, queue } = flags;
  return repairRecords(globs, flags, records, settings, { queue }, async () => {
    const sender = await JobSender.open({ redis, queue }, say);
    return { batches: flags.ahead, repair: (lines) => sender.repair(lines, records), close: () => sender.close() };
  });
}
