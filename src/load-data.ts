/** The bundled data, each a file of the package's `data/` directory. */
export const DATA_FILES = {
  languageModel: "english.lm",
  contextModel: "english.context",
  ranker: "english.ranker",
  dictionary: "english.dict",
} as const;

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

/**
 * Reads a data file: from disk for a path or a file: URL, by fetch otherwise.
 * @throws DataError naming the place.
 */
export async function readData(base: string | URL | undefined, name: string): Promise<Uint8Array> {
  const directory = base ?? new URL("../data/", import.meta.url);
  const url = asUrl(directory, name);
  if (url === undefined || url.protocol === "file:") return readFromDisk(url ?? `${String(directory).replace(/\/?$/, "/")}${name}`);
  const response = await fetch(url).catch((error: unknown) => {
    throw new DataError(url.href, `cannot be fetched (${String(error)})`, "serve the package's data/ directory and name it with the option data");
  });
  if (!response.ok) throw new DataError(url.href, `status ${response.status}`, "serve the package's data/ directory and name it with the option data");
  return new Uint8Array(await response.arrayBuffer());
}

/** undefined for a plain path. */
function asUrl(directory: string | URL, name: string): URL | undefined {
  if (directory instanceof URL) return new URL(name, directory);
  return /^[a-z][a-z+.-]+:\/\//i.test(directory) ? new URL(name, directory) : undefined;
}

async function readFromDisk(file: URL | string): Promise<Uint8Array> {
  const module = "node:fs/promises"; // in a variable, so that bundlers for browsers leave it alone
  const { readFile } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ module)) as typeof import("node:fs/promises");
  try {
    return await readFile(file);
  } catch (error) {
    throw new DataError(String(file), `cannot be read (${(error as Error).message})`, "run `npm run build`, or name the data directory with the option data");
  }
}
