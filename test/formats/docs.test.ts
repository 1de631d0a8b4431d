import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${root}docs/formats.md`, "utf8");
const blocks = [...page.matchAll(/```js run\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)].map(([, code, output]) => ({ code: code!, output: output! }));

describe.skipIf(!existsSync(`${root}dist/formats.js`))("docs/formats.md", () => {
  it("has examples", () => expect(blocks.length).toBeGreaterThan(2));

  it.each(blocks)("shows what its example prints: $output", ({ code, output }) => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { cwd: root, encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: output, stderr: "" });
  });
});
