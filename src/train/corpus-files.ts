import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import xz from "xz-decompress";

/** A training run that cannot go on: what, where, cure. */
export class TrainError extends Error {
  override name = "TrainError";
}

/** A plain-text file of the corpus. */
export interface CorpusFile {
  path: string;
  name: string;
  /** Size on disk, compressed if it is compressed. */
  bytes: number;
}

/**
 * The text files (`.txt`, `.txt.xz`) of a folder, sorted by name: those to train on, and those named `holdout…`, which measure.
 * @throws TrainError when the folder is missing or holds none to train on
 */
export function corpusFiles(folder: string): { training: CorpusFile[]; holdout: CorpusFile[] } {
  if (!existsSync(folder)) throw new TrainError(`${folder}: no such folder; pass the folder that holds the corpus's .txt or .txt.xz files`);
  const files = readdirSync(folder)
    .filter((name) => /\.txt(?:\.xz)?$/.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name), bytes: statSync(join(folder, name)).size }));
  const training = files.filter(({ name }) => !name.startsWith("holdout"));
  if (training.length === 0) throw new TrainError(`${folder}: no .txt or .txt.xz file to train on`);
  return { training, holdout: files.filter(({ name }) => name.startsWith("holdout")) };
}

/** The lines of a text file, some at a time. `onBytes` hears how many bytes on disk were read since the last call. */
export async function* readLines(path: string, onBytes: (bytes: number) => void = () => {}): AsyncGenerator<string[]> {
  const source = createReadStream(path, { highWaterMark: 1 << 18 });
  source.on("data", (chunk) => onBytes(chunk.length));
  const disk = Readable.toWeb(source) as ReadableStream<Uint8Array>;
  const stream = basename(path).endsWith(".xz") ? (new xz.XzReadableStream(disk) as ReadableStream<Uint8Array>) : disk;
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + (done ? decoder.decode() : decoder.decode(value, { stream: true }))).split("\n");
      rest = done ? "" : (lines.pop() as string);
      if (lines.length) yield lines;
      if (done) return;
    }
  } finally {
    await reader.cancel(); // a reader who stops early must give the decompressor back
  }
}
