import { access, chmod, chown, constants, type FileHandle, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FileError } from "../exit-status.js";
import { removeStaleFiles, temporaryName } from "./temporary-files.js";

/**
 * Writes a file in one step: a temporary file beside it, then a rename, so that a reader (or a crash, or Ctrl-C) finds the old text or the
 * new one and nothing between. Mode and, where allowed, owner stay; a symbolic link stays and its target is written. What is no file (a
 * device, a named pipe) is written into.
 *
 * @param replaces what the file held when it was read; a file that holds something else by now is left alone
 * @throws FileError for a file that cannot be written, is read-only, has other hard links (which would go on to show the old text), or has
 * changed
 */
export async function writeWhole(file: string, content: string | Uint8Array, replaces?: Uint8Array): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file);
    const old = await stat(file).catch(() => undefined);
    if ((old && !old.isFile()) || isDescriptor(file)) await writeInto(file, content);
    else {
      if (old) await refuseUnfit(file, old);
      await replace(file, target, old, content, replaces);
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(file, `cannot be written (${(error as Error).message})`, "make sure that its folder exists, is writable and has room");
  }
}

type Old = Awaited<ReturnType<typeof stat>>;

/** A descriptor of a process by its name: to replace /dev/stdout would be to write past the file it stands for. */
const isDescriptor = (file: string): boolean => /^\/(dev|proc)\//.test(file);

async function writeInto(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND);
  await writeAndClose(handle, content);
}

async function writeAndClose(handle: FileHandle, content: string | Uint8Array): Promise<void> {
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
}

/** Root may write to any file: the mode says what its owner wants. */
async function refuseUnfit(file: string, old: Old): Promise<void> {
  const writable = (Number(old.mode) & 0o222) !== 0 && (await access(file, constants.W_OK).then(...either));
  if (!writable) throw new FileError(file, "is read-only, and was not written", "allow writing (chmod u+w), or write elsewhere");
  if (Number(old.nlink) > 1)
    throw new FileError(
      file,
      `has ${old.nlink} hard links, of which one alone would be written`,
      "write elsewhere and copy the result over it, or remove the other links",
    );
}

const either = [() => true, () => false] as const;

async function replace(file: string, target: string, old: Old | undefined, content: string | Uint8Array, replaces: Uint8Array | undefined): Promise<void> {
  const folder = dirname(target);
  await removeStaleFiles(folder);
  const temporary = join(folder, temporaryName());
  await withoutInterruption(async () => {
    try {
      const mode = old ? Number(old.mode) & 0o7777 : 0o666;
      const handle = await open(temporary, "wx", mode);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      if (old) {
        await chown(temporary, Number(old.uid), Number(old.gid)).catch(() => undefined);
        await chmod(temporary, mode); // after chown, which may clear bits
      }
      if (replaces && !(await readFile(target)).equals(replaces))
        throw new FileError(file, "has changed since it was read, and was not written", "run ungarble again");
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs an action to its end even when Ctrl-C or a termination comes meanwhile; the signal then takes effect. */
async function withoutInterruption(action: () => Promise<void>): Promise<void> {
  let received: NodeJS.Signals | undefined;
  const hold = (signal: NodeJS.Signals): void => {
    received = signal;
  };
  for (const signal of ENDING) process.on(signal, hold);
  try {
    await action();
    await new Promise(setImmediate); // lets a signal that came last be seen
  } finally {
    for (const signal of ENDING) process.off(signal, hold);
    if (received) process.kill(process.pid, received);
  }
}
