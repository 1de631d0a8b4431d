import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import * as ungarble from "../src/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const built = existsSync(join(root, "dist/index.js")) && existsSync(join(root, "data/english.dict"));

/** The fenced JavaScript of the README; what is for browsers says so in a comment before it: <!-- browser -->. */
const blocks = [...readme.matchAll(/(<!-- browser -->\n)?^```(?:js|mjs)\n(.*?)^```/gms)].filter(([, browser]) => !browser).map(([, , code]) => code!);

/** A block may go on where others began: names of the library and `readFile` that it does not import itself, and a text to work on. */
function asModule(code: string): string {
  const made = (name: string): boolean => new RegExp(`(import|const|let)\\b[^=;]*\\b${name}\\b`).test(code);
  const wanted = (name: string): boolean => new RegExp(`(?<![.\\w"'])${name}\\b`).test(code) && !made(name);
  const names = Object.keys(ungarble).filter(wanted);
  return [
    ...(names.length > 0 ? [`import { ${names.join(", ")} } from "ungarble";`] : []),
    ...(wanted("readFile") ? ['import { readFile } from "node:fs/promises";'] : []),
    ...(wanted("text") ? ['const text = "The US state division stated on Tuesday that the warfare must finish.";'] : []),
    ...(wanted("repairer") && !names.includes("repairer") ? ['const repairer = await (await import("ungarble")).createRepairer();'] : []),
    code,
  ].join("\n");
}

describe.skipIf(!built)("each block of the README", () => {
  const project = mkdtempSync(join(tmpdir(), "ungarble-readme-"));
  mkdirSync(join(project, "node_modules"));
  symlinkSync(root, join(project, "node_modules/ungarble"), "junction");
  for (const [, name, lines] of readme.matchAll(/^ {4}# (\S+\.txt)\n((?: {4}.*\n)+)/gm)) writeFileSync(join(project, name!), lines!.replace(/^ {4}/gm, ""));
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it("is found", () => {
    expect(blocks.length).toBeGreaterThanOrEqual(2);
  });

  it.each(blocks.map((code) => [code.split("\n").find((line) => !line.startsWith("import"))!, code]))("runs: %s", (_, code) => {
    writeFileSync(join(project, "block.mjs"), asModule(code));
    const { status, stderr } = spawnSync(process.execPath, ["block.mjs"], { cwd: project, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

describe("README", () => {
  it("shows what its first example prints", async () => {
    const [, code, output] = /<!-- example -->\n```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/.exec(readme)!;
    const printed: string[] = [];
    const console = { log: (...values: unknown[]) => printed.push(values.join(" ")) };
    const body = code!.replace(/import \{ (.*?) \} from "ungarble";/, "const { $1 } = ungarble;");
    await new Function("ungarble", "console", `return (async () => {${body}})()`)(ungarble, console);
    expect(`${printed.join("\n")}\n`).toBe(output);
  });

  it("names every option of a repairer", () => {
    const options = readFileSync(new URL("../src/options.ts", import.meta.url), "utf8");
    const [, body] = /export interface RepairerOptions[^{]*\{([\s\S]*?)\n\}/.exec(options)!;
    for (const [, name] of body!.matchAll(/^ {2}(\w+)\?:/gm)) expect(readme).toContain(`\`${name}\``);
  });
});
