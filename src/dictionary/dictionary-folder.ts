import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { DictionarySource } from "./compile.js";
import { parseDictionary } from "./parse.js";

/**
 * All dictionary files (.txt) below a folder, sorted by path. Node only: used by the build and by tests.
 * @throws DictionaryError on the first line that does not read
 */
export function readDictionaryFolder(folder: string | URL): DictionarySource[] {
  const root = folder instanceof URL ? fileURLToPath(folder) : folder;
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".txt"))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"))
    .sort()
    .map((file) => ({ file, entries: parseDictionary(readFileSync(join(root, file), "utf8"), file) }));
}
