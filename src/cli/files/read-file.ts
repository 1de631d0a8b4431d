import { type FileHandle, open } from "node:fs/promises";
import { declaredEncoding, decodeAs } from "./html-encoding.js";

/** What came of reading a file. */
export type ReadFile =
  /** `text` is without the byte order mark; `bom` tells whether there was one. `encoding` is that of an HTML file which is not in UTF-8. */
  | { kind: "text"; text: string; bom: boolean; encoding: string | undefined }
  /** Not meant for us: a binary file. */
  | { kind: "binary" }
  | { kind: "huge"; bytes: number }
  /** Could not be read: why, and the cure. */
  | { kind: "failure"; problem: string; cure: string };

/** Where a file with a zero byte counts as binary. Bytes; the stretch git looks at. */
const BINARY_PROBE = 8000;

/**
 * Reads a text file. UTF-8 only, with or without a byte order mark; another encoding is a failure with its cure, since to guess an
 * encoding is to garble. An HTML file may declare its own.
 * @param maxBytes a larger file is not read
 */
export async function readTextFile(file: string, maxBytes: number, html = false): Promise<ReadFile> {
  let bytes: Buffer;
  try {
    const handle = await open(file, "r");
    try {
      const stat = await handle.stat();
      if (stat.isDirectory()) return { kind: "failure", problem: "is a folder", cure: "name a file" };
      if (stat.size > maxBytes) return { kind: "huge", bytes: stat.size };
      const read = stat.isFile() ? await handle.readFile() : await readAtMost(handle, maxBytes);
      if (read === undefined) return { kind: "huge", bytes: maxBytes + 1 };
      bytes = read;
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { kind: "failure", ...readFault(error as NodeJS.ErrnoException) };
  }
  return decode(bytes, html);
}

/** What a pipe or a device gives; undefined when there is more. A device may never end. */
async function readAtMost(handle: FileHandle, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of handle.createReadStream({ autoClose: false })) {
    chunks.push(chunk as Buffer);
    total += (chunk as Buffer).length;
    if (total > maxBytes) return undefined;
  }
  return Buffer.concat(chunks);
}

/** Bytes → text. @param html read as HTML, which may declare its encoding */
export function decode(bytes: Buffer, html = false): ReadFile {
  const encoding = html ? declaredEncoding(bytes) : undefined;
  if (encoding !== undefined) return decodeDeclared(bytes, encoding);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { kind: "failure", problem: "is in UTF-16", cure: "convert it: iconv -f UTF-16 -t UTF-8" };
  }
  if (bytes.subarray(0, BINARY_PROBE).includes(0)) return { kind: "binary" };
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), bom, encoding: undefined };
  } catch {
    return { kind: "failure", problem: "is not UTF-8", cure: "convert it, for example: iconv -f WINDOWS-1252 -t UTF-8" };
  }
}

function decodeDeclared(bytes: Buffer, encoding: string): ReadFile {
  const text = decodeAs(bytes, encoding);
  if (text === undefined) {
    return {
      kind: "failure",
      problem: `declares the encoding ${encoding}, and is not in it or it is unknown`,
      cure: "correct the declaration, or convert it with iconv",
    };
  }
  const bom = text.startsWith("\ufeff");
  return { kind: "text", text: bom ? text.slice(1) : text, bom, encoding };
}

function readFault({ code, message }: NodeJS.ErrnoException): { problem: string; cure: string } {
  if (code === "ENOENT") return { problem: "does not exist", cure: "check the name" };
  if (code === "EACCES" || code === "EPERM") return { problem: "may not be read", cure: "allow reading: chmod +r" };
  return { problem: `cannot be read (${message})`, cure: "check the file" };
}
