import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folder } from "../cli/command.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const built = existsSync(`${root}dist/textlint.js`);
if (!built) console.warn("The tests of the examples are SKIPPED: dist/ is missing; run `npm run build` first.");

function node(args: readonly string[], options: SpawnSyncOptions = {}): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, ...options, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  return { status, stdout: String(stdout), stderr: String(stderr) };
}

describe.skipIf(!built)("examples", () => {
  it("a scraper: a page goes in, the repaired text of its article comes out", () => {
    expect(node(["examples/scraper/clean.mjs"])).toEqual({
      status: 0,
      stdout: [
        "Talks on the war end without a deal",
        "People wait outside the meeting in Riyadh.",
        "The US State Department said on Tuesday that the war wasn’t over, according to officials.",
        "More than two dozen people were killed in the attack, and the Foreign Minister said the talks must end without a deal.",
        "division.state = warfare\n",
      ].join("\n\n"),
      stderr: expect.stringMatching(/^garbled: true, \d+ edits\n$/),
    });
  });

  it("a remark pipeline: warnings with places", () => {
    const { status, stdout } = node(["examples/remark/check.mjs"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^1:10 “state division” should read “State Department” \(0\.\d\d\) \[substitution\]$/m);
    expect(stdout).toMatch(/^1:75 “with out” should read “without”/m);
    expect(stdout).toMatch(/^true$/m);
  });

  it("textlint in CI: fails on a garbled text, repairs it with --fix, passes then", () => {
    const cwd = folder({ "node_modules/": "" });
    cpSync(`${root}examples/textlint`, cwd, { recursive: true });
    symlinkSync(root.replace(/\/$/, ""), join(cwd, "node_modules/ungarble"));
    const textlint = join(createRequire(import.meta.url).resolve("textlint/package.json"), "../bin/textlint.js");
    const { scripts } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")) as { scripts: Record<string, string> };
    const run = (script: string) => node([textlint, ...scripts[script]!.split(" ").slice(1)], { cwd });
    expect(run("lint:prose")).toMatchObject({ status: 1, stdout: expect.stringContaining("should read “war”") });
    run("fix:prose");
    expect(readFileSync(join(cwd, "content/post.md"), "utf8")).toBe(
      "# The talks\n\nThe US **State** Department said on Tuesday that the war must end without a deal, according to officials.\n\n    warfare --with-out\n",
    );
    expect(run("lint:prose").status).toBe(0);
  });
});
