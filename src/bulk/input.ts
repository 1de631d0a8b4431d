import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { decompressZstd, hasZstd } from "./zstd.js";

/** An input that cannot be read: which, why and the cure. */
export class InputFileError extends Error {
  override readonly name = "FileError";

  constructor(
    readonly path: string,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`${path}: ${problem}; ${cure}`);
  }
}

/** A file, or standard input, as bytes that come as they are asked for. */
export interface Input {
  /** Absolute; undefined for standard input. */
  file: string | undefined;
  /** Bytes as they lie on the disk; undefined where that is not known. */
  size: number | undefined;
  /** Bytes of those that have been read so far. */
  taken(): number;
  /** @throws FileError */
  chunks(): AsyncGenerator<Uint8Array>;
}

/** @param file absolute; `.gz` and `.zst` are decompressed */
export async function fileInput(file: string): Promise<Input> {
  const entry = await stat(file).catch(() => undefined);
  return input(file, entry?.isFile() ? entry.size : undefined, () => createReadStream(file, { highWaterMark: 1 << 18 }));
}

/** Standard input; compressed bytes are known by how they begin. */
export const standardInput = (stream: Readable): Input => input(undefined, undefined, () => stream);

function input(file: string | undefined, size: number | undefined, open: () => Readable): Input {
  let taken = 0;
  async function* counted(source: Readable): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      taken += (chunk as Uint8Array).length;
      yield chunk as Uint8Array;
    }
  }
  return {
    file,
    size,
    taken: () => taken,
    async *chunks() {
      const name = file ?? "standard input";
      try {
        yield* decompressed(counted(open()), name);
      } catch (error) {
        if ((error as Error).name === "FileError") throw error;
        throw new InputFileError(name, `cannot be read (${(error as Error).message})`, "check its name, and whether it is whole");
      }
    },
  };
}

/** Which compression it is, the bytes tell that a file begins with. */
async function* decompressed(source: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const first = await source.next();
  if (first.done) return;
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield first.value as Uint8Array;
    yield* source;
  }
  if (begins(first.value, GZIP)) {
    const through = createGunzip({ chunkSize: 1 << 18 });
    pipeline(Readable.from(whole()), through, () => undefined); // a fault ends `through`, whose reader is told
    yield* through as AsyncIterable<Uint8Array>;
  } else if (begins(first.value, ZSTD)) {
    if (!hasZstd)
      throw new InputFileError(name, `is zstd, which Node ${process.versions.node} cannot read`, "use Node 22.15 or later, or pipe it through zstd -dc");
    yield* decompressZstd(whole());
  } else yield* whole();
}

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
const begins = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte);
