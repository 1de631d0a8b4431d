import { createHash, randomBytes } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/** `.ungarble-MACHINE-PROCESS-RANDOM.tmp`: short, whatever the name of the file it becomes. */
const NAME = /^\.ungarble-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.tmp$/;

/** How old a temporary file of another machine (a shared folder) must be to be taken for a remnant. Milliseconds. */
const REMNANT_AGE = 60 * 60 * 1000;

const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/** A name that no other run chooses, and that tells whose it is. */
export function temporaryName(): string {
  return `.ungarble-${machine}-${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
}

/** Removes the temporary files that runs which were killed left in a folder. Those of runs that are still on their way stay. */
export async function removeStaleFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, owner, pid] = NAME.exec(name) ?? [];
    if (owner === undefined) continue;
    const file = join(folder, name);
    const stale = owner !== machine ? (await age(file)) > REMNANT_AGE : Number(pid) === process.pid ? await isOlderThanProcess(file) : !isRunning(Number(pid));
    if (stale) await rm(file, { force: true }).catch(() => undefined); // another run may be removing it, or own it
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** In a container each run may have the same number. */
async function isOlderThanProcess(file: string): Promise<boolean> {
  return (await age(file)) > process.uptime() * 1000;
}

/** Milliseconds since a file was last written; 0 for one that is gone. */
async function age(file: string): Promise<number> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs;
}
