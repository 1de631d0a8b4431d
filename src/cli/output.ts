import { once } from "node:events";
import { FileError } from "./exit-status.js";
import { writeAtomically } from "./files/write-file.js";

/** Where a result goes: standard output, or a file that is written whole when the run ends. */
export interface Output {
  readonly isTTY: boolean;
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

/** Standard output. Waits for the reader when it is slow, so that memory stays bounded. */
export class StandardOutput implements Output {
  readonly isTTY = Boolean(process.stdout.isTTY);

  async write(text: string): Promise<void> {
    if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
  }

  async end(): Promise<void> {}
}

/** A file, written in one step at the end: a run that fails leaves the old one. */
export class FileOutput implements Output {
  readonly isTTY = false;
  private readonly parts: string[] = [];

  constructor(private readonly file: string) {}

  async write(text: string): Promise<void> {
    this.parts.push(text);
  }

  async end(): Promise<void> {
    try {
      await writeAtomically(this.file, this.parts.join(""));
    } catch (error) {
      throw new FileError(this.file, `cannot be written (${(error as Error).message})`, "name a file in a folder that exists and is writable");
    }
  }
}

/** A reader that goes away (`ungarble check | head`) ends the run without a word; nobody is left to tell. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
}
