import { once } from "node:events";
import { fstatSync, writeSync } from "node:fs";
import { EXIT, FileError } from "./exit-status.js";
import { writeWhole } from "./files/write-file.js";
import { say } from "./printable.js";

/** Where a result goes: standard output, or a file that is written whole when the run ends. */
export interface Output {
  readonly isTTY: boolean;
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

/** Standard output. Waits for the reader when it is slow, so that memory stays bounded. */
export class StandardOutput implements Output {
  readonly isTTY = Boolean(process.stdout.isTTY);
  private readonly isFile = isFile(1);

  /** @throws FileError when the disk is full */
  async write(text: string | Uint8Array): Promise<void> {
    if (text.length === 0) return;
    if (this.isFile) writeAll(text);
    else if (!process.stdout.write(text)) await once(process.stdout, "drain");
  }

  async end(): Promise<void> {}
}

/** Not pipes, sockets and terminals, which take their time. */
function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false; // closed: process.stdout tells
  }
}

/** A disk that fills up takes a part, of which Node's own stream says nothing. */
function writeAll(text: string | Uint8Array): void {
  let rest: Uint8Array = typeof text === "string" ? Buffer.from(text) : text;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    throw new FileError("standard output", `cannot be written (${(error as Error).message})`, "make room, or write elsewhere");
  }
}

/** A file, written in one step at the end: a run that fails leaves the old one. */
export class FileOutput implements Output {
  readonly isTTY = false;
  private readonly parts: string[] = [];

  constructor(private readonly file: string) {}

  async write(text: string): Promise<void> {
    this.parts.push(text);
  }

  /** @throws FileError */
  async end(): Promise<void> {
    await writeWhole(this.file, this.parts.join(""));
  }
}

let messagesLost = false;

/** Whether messages could not be written to standard error, so that the run cannot be called a success. */
export function lostMessages(): boolean {
  return messagesLost;
}

/**
 * A reader that goes away (`ungarble check | head`) ends the run without a word; nobody is left to tell. Any other fault of standard output
 * (a full disk) ends it as a failure.
 */
export function watchStandardStreams(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.clean);
    say(`standard output: cannot be written (${error.message}); make room, or write elsewhere`);
    process.exit(EXIT.failure);
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.clean);
    messagesLost = true;
  });
}
