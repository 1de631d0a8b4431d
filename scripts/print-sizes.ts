/**
 * Prints how large each file is that a browser fetches, as it lies on disk and as a server sends it compressed: `npm run build` ends with it.
 * `npm run build:sizes -- --write` brings the table in docs/browser.md up to date.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { DATA_FILES } from "../src/load-data.ts";

const DOCS = "docs/browser.md";
const TABLE = /(?<=<!-- sizes -->\n)[\s\S]*(?=<!-- \/sizes -->)/;
/** Scripts by what they are for. */
const SCRIPTS: Record<string, string> = {
  "dist/browser.js": "the library, without parsers of formats",
  "dist/worker.js": "the worker: the library with HTML and Markdown",
  "dist/mdx.js": "MDX in a worker, fetched when `formats` names it",
};

interface Size {
  file: string;
  what: string;
  bytes: number;
  compressed: number;
}

/** A script and what it imports at once: the files that are fetched when it is. */
function withImports(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name] of readFileSync(file, "utf8").matchAll(/^(?:import|export)\b[^"']*?["'](\.[^"']+)["']/gm)) withImports(join(dirname(file), name!), found);
  return found;
}

function sizeOf(file: string, what: string): Size {
  const parts = [...(file.endsWith(".js") ? withImports(file) : [file])].map((part) => readFileSync(part));
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  return { file, what, bytes: sum(parts.map(({ length }) => length)), compressed: sum(parts.map((part) => gzipSync(part).length)) };
}

const wanted: [file: string, what: string][] = [
  ...Object.values(DATA_FILES).map((name): [string, string] => [`data/${name}`, "data"]),
  ...Object.entries(SCRIPTS),
];
const missing = wanted.filter(([file]) => !existsSync(file));
for (const [file] of missing) console.log(`${file.padEnd(24)} MISSING`);
const sizes = wanted.filter(([file]) => existsSync(file)).map(([file, what]) => sizeOf(file, what));
const kilobytes = (bytes: number): string => Math.max(1, Math.round(bytes / 1000)).toLocaleString("en-US");
for (const { file, bytes, compressed } of sizes)
  console.log(`${file.padEnd(24)}${kilobytes(bytes).padStart(8)} kB${kilobytes(compressed).padStart(8)} kB gzip`);
if (missing.length > 0) process.exitCode = 1;
else if (process.argv.includes("--write")) {
  const rows = sizes.map(({ file, what, bytes, compressed }) => `| \`${file}\` | ${what} | ${kilobytes(bytes)} | ${kilobytes(compressed)} |`);
  const table = ["| file | | kB | kB, gzip |", "|---|---|---:|---:|", ...rows, ""].join("\n");
  writeFileSync(DOCS, readFileSync(DOCS, "utf8").replace(TABLE, table));
}
