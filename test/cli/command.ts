import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** The built command, run as a process. */
export const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const DATA = fileURLToPath(new URL("../../data/english.dict", import.meta.url));

/** The tests of the command need the build; without one they are skipped. */
export const built = existsSync(CLI) && existsSync(DATA);
if (!built) console.warn("The tests of the command line are SKIPPED: dist/cli.js or data/english.dict is missing; run `npm run build` first.");

export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `ungarble` with arguments in a folder. */
export function ungarble(args: readonly string[], options: SpawnSyncOptions & { cwd: string }): Run {
  return run(process.execPath, [CLI, ...args], options);
}

/** Runs a shell line in which `ungarble` is the built command. */
export function shell(line: string, options: SpawnSyncOptions & { cwd: string }): Run {
  return run("bash", ["-c", `ungarble() { "${process.execPath}" "${CLI}" "$@"; }\n${line}`], options);
}

function run(command: string, args: readonly string[], options: SpawnSyncOptions): Run {
  const env = { ...process.env, NODE: process.execPath, CLI, NO_COLOR: undefined, FORCE_COLOR: undefined, GITHUB_WORKSPACE: undefined, ...options.env };
  const { status, stdout, stderr } = spawnSync(command, args, { ...options, env, encoding: "utf8", input: options.input ?? "", maxBuffer: 1 << 28 });
  return { status, stdout: String(stdout), stderr: String(stderr) };
}

/** A new folder with files; taken away after the tests of the file. A name that ends in / is a folder. */
export function folder(files: Record<string, string | Uint8Array> = {}): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), "ungarble-")));
  chmodSync(made, 0o755);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(made, name)), { recursive: true });
    if (name.endsWith("/")) mkdirSync(join(made, name), { recursive: true });
    else writeFileSync(join(made, name), content);
  }
  afterAll(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Text in which no model should have doubts, and its repair in part: “state division” and “with out” cannot stand. */
export const GARBLED =
  "The US state division stated on Tuesday that the warfare must finish.\nIn line with officials, the talks ended with out a deal, and 2 men were killed in the warfare.\n";
export const CLEAN = "The old man sat by the window and read his book. His daughter made tea for both of them.\n";
