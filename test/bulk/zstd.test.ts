import { readFileSync } from "node:fs";
import { join } from "node:path";
import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decompressZstd, hasZstd } from "../../src/bulk/zstd.js";
import { built, CLEAN, folder, GARBLED, ungarble } from "../cli/command.js";

const { zstdCompressSync, zstdDecompressSync } = zlib as unknown as Record<"zstdCompressSync" | "zstdDecompressSync", (bytes: Uint8Array) => Buffer>;
const lines = [GARBLED, CLEAN, GARBLED].map((text, id) => `${JSON.stringify({ id, text })}\n`);

if (!hasZstd) console.warn(`The tests of zstd are SKIPPED: Node ${process.versions.node} has none; Node 22.15 has.`);

describe.skipIf(!hasZstd)("zstd", () => {
  it("is read to the end, wherever frames and chunks end", async () => {
    const texts = fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 100 }), async (parts, size) => {
        const bytes = Buffer.concat(parts.map((part) => zstdCompressSync(Buffer.from(part))));
        async function* chunks(): AsyncGenerator<Uint8Array> {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        }
        const out: Uint8Array[] = [];
        for await (const chunk of decompressZstd(chunks())) out.push(chunk);
        expect(Buffer.concat(out).toString()).toBe(Buffer.from(parts.join("")).toString());
      }),
    );
  });

  it("ends when its reader has enough, and tells of bytes that are cut off or none", async () => {
    const frame = zstdCompressSync(Buffer.alloc(5_000_000, "x"));
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield frame;
      } finally {
        closed = true;
      }
    }
    let size = 0;
    for await (const chunk of decompressZstd(endless())) {
      size += chunk.length;
      if (size > 12_000_000) break;
    }
    expect(closed).toBe(true);
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield frame.subarray(0, frame.length - 3);
    }
    const all = async (source: AsyncGenerator<Uint8Array>): Promise<void> => {
      for await (const _ of decompressZstd(source));
    };
    await expect(all(cut())).rejects.toThrow("unexpected end");
    async function* garbage(): AsyncGenerator<Uint8Array> {
      yield Buffer.concat([frame, Buffer.from("no frame at all, and long enough")]);
    }
    await expect(all(garbage())).rejects.toThrow();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield frame;
      throw new Error("the disk is gone");
    }
    await expect(all(broken())).rejects.toThrow("the disk is gone");
  });

  it.skipIf(!built)("is read and written by stream", () => {
    const cwd = folder({ "in.jsonl": lines.join(""), "in/a.jsonl.zst": Buffer.concat(lines.map((line) => zstdCompressSync(Buffer.from(line)))) });
    const plain = ungarble(["stream", "in.jsonl"], { cwd }).stdout;
    expect(ungarble(["stream", "in"], { cwd })).toEqual({ status: 0, stdout: plain, stderr: "" });
    expect(ungarble(["stream", "in", "--output", "out.jsonl.zst", "--resume"], { cwd }).status).toBe(0);
    expect(zstdDecompressSync(readFileSync(join(cwd, "out.jsonl.zst"))).toString()).toBe(plain);
    const whole = readFileSync(join(cwd, "in/a.jsonl.zst"));
    const damaged = folder({ "a.jsonl.zst": whole.subarray(0, whole.length - 9) });
    expect(ungarble(["stream", "a.jsonl.zst"], { cwd: damaged })).toMatchObject({ status: 3, stderr: expect.stringContaining("a.jsonl.zst: cannot be read") });
  });
});

describe.skipIf(hasZstd || !built)("zstd where Node has none", () => {
  it("is told with what to do", () => {
    const cwd = folder({ "a.jsonl.zst": Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0), "b.jsonl": lines.join("") });
    const tell = expect.stringMatching(/a\.jsonl\.zst: is zstd, which Node [\d.]+ cannot read; use Node 22\.15 or later, or pipe it through zstd -dc\n$/);
    expect(ungarble(["stream", "a.jsonl.zst"], { cwd })).toMatchObject({ status: 3, stdout: "", stderr: tell });
    const written = ungarble(["stream", "b.jsonl", "--output", "b.jsonl.zst", "--resume"], { cwd });
    expect(written).toMatchObject({ status: 3, stderr: expect.stringMatching(/cannot write; use Node 22\.15 or later, or name a \.gz file\n$/) });
  });
});
