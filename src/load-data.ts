import { disk, installedFile } from "./disk.js";
import { fetchBytes } from "./fetch-bytes.js";

/** The bundled data, each a file of the package's `data/` directory. */
export const DATA_FILES = {
  gate: "english.gate",
  reader: "english.reader",
  verdict: "english.verdict",
  languageModel: "english.lm",
  contextModel: "english.context",
  ranker: "english.ranker",
  dictionary: "english.dict",
  judge: "english.judge",
} as const;

/** The name of a bundled data file. */
export type DataFile = (typeof DATA_FILES)[keyof typeof DATA_FILES];

/**
 * Where each file lies. Written out one by one: bundlers know this very expression, carry the file along and put its new place here. Evaluated
 * when the file is read, since a bundler that does not know it may leave an `import.meta` without a URL.
 */
const PACKAGED: Record<DataFile, () => URL> = {
  "english.gate": () => new URL("../data/english.gate", import.meta.url),
  "english.reader": () => new URL("../data/english.reader", import.meta.url),
  "english.verdict": () => new URL("../data/english.verdict", import.meta.url),
  "english.lm": () => new URL("../data/english.lm", import.meta.url),
  "english.context": () => new URL("../data/english.context", import.meta.url),
  "english.ranker": () => new URL("../data/english.ranker", import.meta.url),
  "english.dict": () => new URL("../data/english.dict", import.meta.url),
  "english.judge": () => new URL("../data/english.judge", import.meta.url),
};

/** Data that could not be read: where, why, and the cure. */
export class DataError extends Error {
  override readonly name = "DataError";

  constructor(
    readonly where: string,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`${where}: ${problem}; ${cure}`);
  }
}

/** How far a data file has come over the network. */
export interface LoadProgress {
  file: DataFile;
  /** Bytes that have come. */
  loaded: number;
  /** Bytes of the whole file; undefined where the server does not say (because it compresses, for instance). */
  total: number | undefined;
}

/** A directory's path or URL, or each file's own, or its bytes (which threads may share); undefined is the package's own `data/`. */
export type DataPlace = string | URL | Readonly<Partial<Record<DataFile, string | URL | Uint8Array>>> | undefined;

/** The bytes of a file, where they are given instead of its place. */
function given(data: DataPlace, file: DataFile): Uint8Array | undefined {
  const own = typeof data === "object" && !(data instanceof URL) ? data[file] : undefined;
  return own instanceof Uint8Array ? own : undefined;
}

const BUILD = "run `npm run build`, or name the data directory with the option data";
const SERVE = "serve the package's data/ directory and name it with the option data (see docs/browser.md)";

/**
 * Reads a data file: from disk for a path or a file: URL, by fetch otherwise.
 * @throws DataError naming the place.
 */
export async function readData(data: DataPlace, file: DataFile, onProgress?: (progress: LoadProgress) => void): Promise<Uint8Array> {
  const bytes = given(data, file);
  if (bytes) return bytes;
  const place = placeOf(data, file);
  try {
    return await (isRemote(place) ? fetchBytes(place, (loaded, total) => onProgress?.({ file, loaded, total })) : disk()!.read(place));
  } catch (error) {
    throw unreadable(place, error);
  }
}

/**
 * Reads a data file from disk without waiting: for what turns out to be needed in the midst of a text.
 * @throws DataError naming the place; also where there is no disk, so that a file must have been read beforehand (see {@link readsSync}).
 */
export function readDataSync(data: DataPlace, file: DataFile): Uint8Array {
  const bytes = given(data, file);
  if (bytes) return bytes;
  const place = placeOf(data, file);
  if (isRemote(place))
    throw new DataError(String(place), "does not lie on a disk, so that it cannot be read without waiting", "read it beforehand with readData");
  try {
    return disk()!.readSync(place);
  } catch (error) {
    throw unreadable(place, error);
  }
}

/**
 * Whether {@link readDataSync} can read a file.
 * @throws DataError for one that should lie on the disk and does not
 */
export function readsSync(data: DataPlace, file: DataFile): boolean {
  if (given(data, file) !== undefined) return true;
  const place = placeOf(data, file);
  if (isRemote(place)) return false;
  if (!disk()!.exists(place)) throw unreadable(place, "there is no such file");
  return true;
}

/** Where the package's own files lie, as far as the script knows: for a script elsewhere that does not. */
export function packagedPlaces(): Partial<Record<DataFile, string>> {
  const places: Partial<Record<DataFile, string>> = {};
  for (const file of Object.values(DATA_FILES)) {
    const place = packagedPlace(file);
    if (place !== undefined) places[file] = place.href;
  }
  return places;
}

function placeOf(data: DataPlace, file: DataFile): URL | string {
  if (typeof data === "string" || data instanceof URL) return resolved(`${String(data).replace(/\/?$/, "/")}${file}`);
  if (data !== undefined) return resolved(String(data[file] ?? missing(file, "is not among the places that the option data gives")));
  const packaged = packagedPlace(file);
  if (packaged !== undefined && (isRemote(packaged) || disk()!.exists(packaged))) return packaged;
  return installedFile(`data/${file}`) ?? packaged ?? missing(file, "is nowhere, as far as the bundle knows");
}

function missing(file: DataFile, problem: string): never {
  throw new DataError(file, problem, SERVE);
}

function packagedPlace(file: DataFile): URL | undefined {
  try {
    return PACKAGED[file]();
  } catch {
    return undefined; // an import.meta without a URL
  }
}

/** A path on disk stays one; in a browser it is relative to the page. */
function resolved(place: string): URL | string {
  if (/^[a-z][a-z+.-]+:/i.test(place)) return new URL(place);
  return disk() === undefined ? new URL(place, location.href) : place;
}

/** What no disk has: in a browser everything, file: pages included. */
const isRemote = (place: URL | string): place is URL => place instanceof URL && (place.protocol !== "file:" || disk() === undefined);

function unreadable(place: URL | string, error: unknown): DataError {
  const problem = error instanceof Error ? error.message : String(error);
  return isRemote(place)
    ? new DataError(place.href, `cannot be fetched (${problem})`, SERVE)
    : new DataError(String(place), `cannot be read (${problem})`, BUILD);
}
