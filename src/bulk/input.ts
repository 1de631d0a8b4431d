import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Duplex, Readable } from "node:stream";
import zlib from "node:zlib";

/** Node has it from 22.15 on. */
const createZstdDecompress = (zlib as unknown as { createZstdDecompress?: () => Duplex }).createZstdDecompress;

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

async function* decompressed(source: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const first = await source.next();
  if (first.done) return;
  const through = decompressorOf(first.value, name);
  if (!through) {
    yield first.value;
    yield* source;
    return;
  }
  const { Readable, pipeline } = await import("node:stream");
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield first.value as Uint8Array;
    yield* source;
  }
  pipeline(Readable.from(whole()), through, () => undefined); // a fault ends `through`, whose reader is told
  yield* through as AsyncIterable<Uint8Array>;
}

/** By the bytes a file begins with. */
function decompressorOf(head: Uint8Array, name: string): Duplex | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return zlib.createGunzip({ chunkSize: 1 << 18 });
  if (head[0] !== 0x28 || head[1] !== 0xb5 || head[2] !== 0x2f || head[3] !== 0xfd) return undefined;
  if (!createZstdDecompress)
    throw new InputFileError(name, `is zstd, which Node ${process.versions.node} cannot read`, "use Node 22.15 or later, or pipe it through zstd -dc");
  return createZstdDecompress();
}
