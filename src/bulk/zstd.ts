import type { Transform } from "node:stream";
import { promisify } from "node:util";
import zlib from "node:zlib";

/** What Node's types of version 20 do not tell of; Node has them from 22.15 on. */
interface ZstdModule {
  createZstdDecompress?: () => Transform & { bytesWritten: number };
  zstdCompress?: (bytes: Buffer, done: (error: Error | null, result: Buffer) => void) => void;
}
const { createZstdDecompress, zstdCompress } = zlib as unknown as ZstdModule;

export const hasZstd = createZstdDecompress !== undefined && zstdCompress !== undefined;

/** A frame of its own. */
export const compressZstd = (text: string): Promise<Buffer> => promisify(zstdCompress!)(Buffer.from(text));

/**
 * All frames of a source. Node's decompressor ends where one ends within a chunk, and leaves what follows unread: another goes on from there.
 * Takes the next chunk when the one before is used up.
 * @throws Error for bytes that are no zstd, or not whole
 */
export async function* decompressZstd(source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array | undefined;
  try {
    do {
      const frames = createZstdDecompress!();
      const feed = async (): Promise<void> => {
        let chunk = rest;
        rest = undefined;
        for (;;) {
          if (!chunk) {
            const next = await source.next();
            if (next.done) {
              frames.end();
              return;
            }
            chunk = next.value;
          }
          const before = frames.bytesWritten;
          const given = chunk;
          await new Promise<void>((taken) => {
            frames.once("close", taken); // when nobody reads any more
            frames.write(given, () => {
              frames.off("close", taken);
              taken();
            });
          });
          rest = given.subarray(frames.bytesWritten - before);
          if (rest.length > 0 || frames.destroyed) return;
          chunk = undefined;
        }
      };
      const feeding = feed().catch((error: Error) => {
        frames.destroy(error);
      });
      yield* frames as AsyncIterable<Uint8Array>;
      frames.destroy();
      await feeding;
    } while (rest && rest.length > 0);
  } finally {
    void source.return?.();
  }
}
