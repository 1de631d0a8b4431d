import { existsSync, readFileSync } from "node:fs";

/** The version of this package. Its package.json lies above `dist/`, or above `src/cli/` when run from the sources. */
export function packageVersion(): string {
  const file = ["../package.json", "../../package.json"].map((path) => new URL(path, import.meta.url)).find(existsSync)!;
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
