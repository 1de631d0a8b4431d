/** Prints how large each file is that a browser fetches, as it lies on disk and as a server sends it compressed: `npm run build` ends with it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DATA_FILES } from "../src/load-data.ts";

const data = Object.values(DATA_FILES).map((name) => join("data", name));
const scripts = readdirSync("dist").filter((name) => /^(?:browser|worker|index)\.c?js$/.test(name));
const files = [...data, ...scripts.map((name) => join("dist", name))];

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0).padStart(8)} kB`;
for (const file of files) {
  if (!existsSync(file)) {
    console.log(`${file.padEnd(24)} MISSING`);
    process.exitCode = 1;
    continue;
  }
  const bytes = readFileSync(file);
  console.log(`${file.padEnd(24)}${kilobytes(bytes.length)}${kilobytes(gzipSync(bytes).length)} gzip`);
}
