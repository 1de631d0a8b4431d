import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const built = ["dist/index.js", "dist/index.cjs", "dist/index.d.ts", "dist/cli.js", "data/english.dict"].every((file) => existsSync(join(root, file)));
const TSC = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const GARBLED = "The US state division stated on Tuesday that the warfare must finish with out a deal.";

interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

const run = (command: string, args: readonly string[], cwd: string): Run =>
  spawnSync(command, args, { cwd, encoding: "utf8", shell: process.platform === "win32", timeout: 240_000 });

/** The package as it would be published, installed into a new project. */
const project = built ? realpathSync(mkdtempSync(join(tmpdir(), "ungarble-installed-"))) : "";
afterAll(() => project !== "" && rmSync(project, { recursive: true, force: true }));

/** Why it is not there; undefined when it is. */
function install(): string | undefined {
  if (!built) return "dist/ or the compiled dictionary is missing; run `npm run build` first";
  const packed = run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", project], root);
  if (packed.status !== 0) throw new Error(`npm pack fails: ${packed.stderr}`);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "fresh", private: true }));
  const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"))!;
  const installed = run("npm", ["install", `./${tarball}`, "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0"], project);
  if (installed.status === 0) return undefined;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT/.test(installed.stderr)) return "no registry can be reached";
  throw new Error(`npm install fails: ${installed.stderr}`);
}

const missing = install();
if (missing !== undefined) console.warn(`The tests of the installed package are SKIPPED: ${missing}.`);

/** Writes a file into the project and runs it with Node. */
function node(name: string, source: string): unknown {
  writeFileSync(join(project, name), source);
  const { status, stdout, stderr } = run(process.execPath, [name], project);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

const USE = `createRepairer().then((repairer) => {
  const { text, edits } = repairer.repair(${JSON.stringify(GARBLED)});
  console.log(JSON.stringify([text.includes("without a deal"), applyEdits(${JSON.stringify(GARBLED)}, edits) === text, repairer instanceof Repairer]));
});`;
const USED = [true, true, true];

const TYPED = `import { applyEdits, createRepairer, type Edit, OptionsError, type Repair, Repairer, type RepairerOptions, repair } from "ungarble";
import { type Configuration, defineConfig } from "ungarble/config";
export const configuration: Configuration = defineConfig({ operatingPoint: "best" });
const options: RepairerOptions = { minProbability: 0.9, leaveAlone: ["warfare"] };
export async function main(): Promise<string> {
  const repairer: Repairer = await createRepairer(options);
  const found: Repair = repairer.repair("text", { exclude: [{ start: 0, end: 1 }] });
  const edits: readonly Edit[] = found.edits;
  const error: Error = new OptionsError("a", "b", "c");
  return applyEdits("text", edits) + error.message + (await repair("text")).verdict.probability.toFixed(2);
}
// @ts-expect-error: what makes no sense is seen
createRepairer({ minProbability: "high" });
`;

describe.skipIf(missing !== undefined)("installed into a new project, the package", () => {
  it("is imported", () => {
    expect(
      node(
        "use.mjs",
        `import { applyEdits, createRepairer, Repairer } from "ungarble"; import { defineConfig } from "ungarble/config"; defineConfig({});\n${USE}`,
      ),
    ).toEqual(USED);
  });

  it("is required", () => {
    expect(
      node(
        "use.cjs",
        `const { applyEdits, createRepairer, Repairer } = require("ungarble"); require("ungarble/config"); require("ungarble/schema"); require("ungarble/package.json");\n${USE}`,
      ),
    ).toEqual(USED);
  });

  it("is run as a command", () => {
    writeFileSync(join(project, "page.txt"), GARBLED);
    const { status, stdout } = run("npx", ["--no-install", "ungarble", "check", "page.txt", "--format", "json"], project);
    expect(JSON.parse(stdout).summary.findings).toBeGreaterThan(2);
    expect(status).toBe(1);
    expect(run("npx", ["--no-install", "ungarble", "fix", "page.txt"], project).stdout).toContain("without a deal");
  });

  it("takes configurations, those in TypeScript too", () => {
    writeFileSync(
      join(project, "ungarble.config.ts"),
      'import { defineConfig } from "ungarble/config";\nconst leaveAlone: string[] = ["with out"];\nexport default defineConfig({ leaveAlone });\n',
    );
    expect(run("npx", ["--no-install", "ungarble", "fix", "page.txt"], project)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("with out a deal"),
    });
    rmSync(join(project, "ungarble.config.ts"));
  });

  it.each([
    ["node16", "node16", ["types.mts", "types.cts"]],
    ["nodenext", "nodenext", ["types.mts", "types.cts"]],
    ["esnext", "bundler", ["types.ts"]],
  ])("has types: module %s, resolution %s, %j", { timeout: 120_000 }, (module, resolution, names) => {
    for (const name of names) writeFileSync(join(project, name), TYPED);
    const flags = [
      "--module",
      module,
      "--moduleResolution",
      resolution,
      "--target",
      "es2022",
      "--lib",
      "es2022,dom",
      "--strict",
      "--exactOptionalPropertyTypes",
    ];
    expect(run(process.execPath, [TSC, "--noEmit", ...flags, ...names], project)).toMatchObject({ stdout: "", status: 0 });
  });

  it.each(["esm", "cjs"] as const)("is bundled for Node by esbuild: %s", async (format) => {
    const entry = join(project, "entry.mjs");
    writeFileSync(entry, `import { applyEdits, createRepairer, Repairer } from "ungarble";\n${USE}`);
    const outfile = join(project, `bundle.${format === "esm" ? "mjs" : "cjs"}`);
    const { warnings } = await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      format,
      external: ["node-llama-cpp"],
      logLevel: "silent",
    });
    expect(warnings).toEqual([]);
    const { status, stdout, stderr } = run(process.execPath, [outfile], project);
    expect(stderr).toBe("");
    expect([status, JSON.parse(stdout)]).toEqual([0, USED]);
  });

  it("finds no fault with publint", { timeout: 120_000 }, async () => {
    const { messages, pkg } = await publint({ pkgDir: join(project, "node_modules/ungarble"), strict: true, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg!))).toEqual([]);
  });

  it("has the types that it says, by @arethetypeswrong", { timeout: 120_000 }, async () => {
    const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"))!;
    const data = new Uint8Array(readFileSync(join(project, tarball)));
    const { excludeEntrypoints } = JSON.parse(readFileSync(join(root, ".attw.json"), "utf8"));
    expect(excludeEntrypoints).toEqual(["./worker", "./mdx", "./schema", "./bulk"]); // a script that is loaded by its URL, JSON, and an ES module only
    const result = await checkPackage(createPackageFromTarballData(data), { excludeEntrypoints });
    expect(result.types && result.problems).toEqual([]);
  });
});
