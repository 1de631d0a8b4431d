import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DATA_FILES } from "../../src/load-data.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The built package is there: what the tests of a project need. */
export const BUILT = ["dist/browser.js", "dist/worker.js", `data/${DATA_FILES.dictionary}`].every((file) => existsSync(root + file));
if (!BUILT) console.warn("The tests of the package in bundlers are SKIPPED: dist/ or the compiled dictionary is missing; run `npm run build` first.");

/** The package as it would be published, unpacked once. */
let unpacked: string | undefined;
function unpackedPackage(): string {
  if (unpacked !== undefined) return unpacked;
  const folder = mkdtempSync(join(tmpdir(), "ungarble-packed-"));
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root, stdio: "ignore" });
  const { name, version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { name: string; version: string };
  execFileSync("tar", ["-xzf", join(folder, `${name}-${version}.tgz`), "-C", folder]);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  unpacked = join(folder, "package");
  return unpacked;
}

/** Someone's project that has the package installed. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "ungarble-project-"));

  /** @param files path → content */
  constructor(files: Record<string, string>) {
    this.write({ "package.json": JSON.stringify({ name: "project", private: true, type: "module" }), ...files });
    mkdirSync(join(this.folder, "node_modules"));
    execFileSync("cp", ["-r", unpackedPackage(), join(this.folder, "node_modules/ungarble")]);
  }

  write(files: Record<string, string>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), content);
    }
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
