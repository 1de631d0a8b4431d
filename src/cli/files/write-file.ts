import { chmod, chown, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file in one step: a temporary file beside it, then a rename, so that a reader (or a crash, or Ctrl-C) finds the old text or the
 * new one and nothing between. Mode and, where allowed, owner stay; a symbolic link stays and its target is written.
 */
export async function writeAtomically(file: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const old = await stat(target).catch(() => undefined);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.ungarble`);
  await withoutInterruption(async () => {
    try {
      const handle = await open(temporary, "wx", old ? old.mode & 0o7777 : 0o666);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      if (old) {
        await chown(temporary, old.uid, old.gid).catch(() => undefined);
        await chmod(temporary, old.mode & 0o7777); // after chown, which may clear bits
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

/** Runs an action to its end even when Ctrl-C or a termination comes meanwhile; the signal then takes effect. */
async function withoutInterruption(action: () => Promise<void>): Promise<void> {
  let received: NodeJS.Signals | undefined;
  const hold = (signal: NodeJS.Signals): void => {
    received = signal;
  };
  process.on("SIGINT", hold).on("SIGTERM", hold);
  try {
    await action();
    await new Promise(setImmediate); // lets a signal that came last be seen
  } finally {
    process.off("SIGINT", hold).off("SIGTERM", hold);
    if (received) process.kill(process.pid, received);
  }
}
