import { createHash } from "node:crypto";
import { type FileHandle, open, readFile, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { InputFileError } from "./input.js";
import type { Counts } from "./tally.js";
import { compressZstd, hasZstd } from "./zstd.js";

const compress = promisify(gzip);

/** How far a run has come: all up to this line of this input is written. */
export interface Position {
  /** Index of the input. */
  input: number;
  /** From 1; 0 for nothing of it. */
  line: number;
}

/** What stands in the journal: the output's first `bytes` bytes are the records up to `position`. */
interface Journal {
  version: 1;
  /** Of the inputs' names and the options: a run that has others would write something else. */
  identity: string;
  position: Position;
  bytes: number;
  counts: Omit<Counts, "substitutions"> & { substitutions: [string, number][] };
}

/** A run is set down at most this often, and at the latest with this much unwritten. */
const CHECKPOINT_MS = 500;
const CHECKPOINT_BYTES = 4_000_000;

/**
 * A file of records and a journal beside it (`FILE.journal`). At every checkpoint the records are brought to the disk first, then the journal, in one
 * step: whatever stops the run (SIGKILL, loss of power), the journal tells a beginning of the output that is whole, and the run goes on from there.
 * Of `FILE.gz` every checkpoint is a gzip member of its own, of `FILE.zst` a frame.
 */
export class ResumableOutput {
  private unwritten: string[] = [];
  private size = 0;
  private last = performance.now();

  private constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
    private readonly journal: Journal,
  ) {}

  /**
   * Begins a run or goes on with the one that the journal tells of.
   * @param file absolute
   * @param run what the output depends on; must survive JSON
   * @throws FileError when the file is another run's, or nobody knows whose
   */
  static async open(file: string, run: unknown, counts: Counts): Promise<ResumableOutput> {
    if (file.endsWith(".zst") && !hasZstd)
      throw new InputFileError(file, `would be zstd, which Node ${process.versions.node} cannot write`, "use Node 22.15 or later, or name a .gz file");
    const identity = createHash("sha256").update(JSON.stringify(run)).digest("hex");
    const there = await stat(file).catch(() => undefined);
    let journal = await readJournal(file);
    if (journal && journal.identity !== identity)
      throw new InputFileError(file, "was begun with other inputs or options", `repeat the command as it was, or remove it and ${file}.journal`);
    if (!journal) {
      if (there) throw new InputFileError(file, "is there, and was not written with --resume", "name another file, or remove it");
      journal = { version: 1, identity, position: { input: 0, line: 0 }, bytes: 0, counts: { ...counts, substitutions: [] } };
      await writeJournal(file, journal); // before the file, so that it is known whose that is
    }
    const handle = await open(file, there ? "r+" : "wx");
    if ((there?.size ?? 0) < journal.bytes) {
      await handle.close();
      throw new InputFileError(file, `is shorter than ${journal.bytes} bytes, which its journal tells of`, "remove both and begin anew");
    }
    await handle.truncate(journal.bytes);
    return new ResumableOutput(file, handle, journal);
  }

  get position(): Position {
    return this.journal.position;
  }

  /** The figures of the run up to the position. */
  get counts(): Counts {
    return { ...this.journal.counts, substitutions: new Map(this.journal.counts.substitutions) };
  }

  /** @param position after these records  @param counts of the run so far */
  async write(text: string, position: Position, counts: Counts): Promise<void> {
    this.unwritten.push(text);
    this.size += text.length;
    if (this.size >= CHECKPOINT_BYTES || performance.now() - this.last >= CHECKPOINT_MS) await this.checkpoint(position, counts);
  }

  async checkpoint(position: Position, counts: Counts): Promise<void> {
    const text = this.unwritten.join("");
    this.unwritten = [];
    this.size = 0;
    if (text !== "") {
      const bytes = await encoded(text, this.file);
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await this.handle.write(bytes, at, bytes.length - at, this.journal.bytes + at);
        at += bytesWritten;
      }
      await this.handle.sync();
      this.journal.bytes += bytes.length;
    }
    this.journal.position = position;
    this.journal.counts = { ...counts, substitutions: [...counts.substitutions] };
    await writeJournal(this.file, this.journal);
    this.last = performance.now();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

async function encoded(text: string, file: string): Promise<Buffer> {
  if (file.endsWith(".gz")) return compress(text);
  return file.endsWith(".zst") ? compressZstd(text) : Buffer.from(text);
}

async function readJournal(file: string): Promise<Journal | undefined> {
  const text = await readFile(`${file}.journal`, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const journal = JSON.parse(text) as Journal;
    if (journal.version === 1 && Number.isSafeInteger(journal.bytes) && Number.isSafeInteger(journal.position.line)) return journal;
  } catch {
    // told below
  }
  throw new InputFileError(`${file}.journal`, "is no journal of this version", "remove it and the output, and begin anew");
}

async function writeJournal(file: string, journal: Journal): Promise<void> {
  const temporary = `${file}.journal.new`;
  const handle = await open(temporary, "w");
  try {
    await handle.writeFile(JSON.stringify(journal));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, `${file}.journal`);
  const folder = await open(dirname(file), "r").catch(() => undefined); // not on Windows
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
