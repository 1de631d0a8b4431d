import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { jsonSchema } from "../../schema/build-schema.js";
import { TEMPLATE_FORMATS } from "../../src/cli/config/template.js";
import { built, CLEAN, folder, GARBLED, ungarble } from "./command.js";

const OPTIONS = '{ "failOn": "never", "leaveAlone": ["with out"] }';

describe.skipIf(!built)("configuration", () => {
  const forms: [string, string][] = [
    ["ungarble.config.js", `module.exports = ${OPTIONS};`],
    ["ungarble.config.mjs", `export default ${OPTIONS};`],
    ["ungarble.config.ts", `const options: object = ${OPTIONS};\nexport default options;`],
    ["ungarble.config.json", OPTIONS],
    [".ungarblerc", OPTIONS],
    [".ungarblerc.json", `\ufeff${OPTIONS}`],
    [".ungarblerc.mjs", `export default ${OPTIONS};`],
    ["package.json", `{ "name": "x", "ungarble": ${OPTIONS} }`],
  ];
  it.each(forms)("is found in %s, from a folder below", (name, content) => {
    const cwd = folder({ [name]: content, "docs/bad.txt": GARBLED });
    const { status, stdout } = ungarble(["check", "-f", "compact"], { cwd: join(cwd, "docs") });
    expect(status).toBe(0);
    expect(stdout).toContain("finding");
    expect(stdout).not.toContain("“with out”");
    expect(ungarble(["check", "--no-config"], { cwd: join(cwd, "docs") }).status).toBe(1);
  });

  const faults: [string, string, RegExp][] = [
    ["ungarble.config.json", '{ "minProbability": 2 }', /ungarble\.config\.json: minProbability: 2; give a number from 0 to 1$/m],
    ["ungarble.config.json", '{ "files": "docs" }', /: files: "docs"; give a list: \["docs\/\*\*\/\*\.md"\]$/m],
    ["ungarble.config.json", '{ "fiels": [] }', /: fiels: \[\]; no such option; the options are \$schema, files, /],
    ["ungarble.config.json", '{ "overrides": [{ "minProbability": 0.9 }] }', /: overrides\[0\]\.files: is missing; /],
    ["ungarble.config.json", '{ "operatingPoint": "0.95" }', /: operatingPoint: "0\.95"; use one of best, /],
    ["ungarble.config.json", "{", /ungarble\.config\.json: is not JSON \(/],
    ["ungarble.config.mjs", "export default [", /ungarble\.config\.mjs: fails when loaded \(/],
    ["ungarble.config.mjs", "export const x = 1;", /ungarble\.config\.mjs: has no default export; write export default/],
    [".ungarblerc.yaml", "failOn: never", /\.ungarblerc\.yaml: configurations in this form are not read; rename it/],
    ["package.json", '{ "ungarble": [] }', /package\.json: the configuration: \[\]; give an object/],
  ];
  it.each(faults)("names file, key, value and cure: %s %s", (name, content, message) => {
    const { status, stdout, stderr } = ungarble(["check"], { cwd: folder({ [name]: content, "good.txt": CLEAN }) });
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it("tells of a configuration that is named but missing", () => {
    expect(ungarble(["check", "-c", "no.json"], { cwd: folder({}) })).toMatchObject({ status: 2, stderr: expect.stringContaining("no.json: cannot be read") });
  });

  it("has files, ignores and overrides; flags win", () => {
    const cwd = folder({
      "ungarble.config.json":
        '{ "files": ["posts/*.text"], "ignores": ["posts/old*"], "overrides": [{ "files": ["posts/strict.text"], "minProbability": 1 }] }',
      "posts/a.text": GARBLED,
      "posts/old.text": GARBLED,
      "posts/strict.text": GARBLED,
      "b.md": GARBLED,
    });
    const paths = (...args: string[]) =>
      JSON.parse(ungarble(["check", "-f", "json", ...args], { cwd }).stdout).files.map((file: { path: string; findings: unknown[] }) => [
        file.path,
        file.findings.length > 0,
      ]);
    expect(paths()).toEqual([
      ["posts/a.text", true],
      ["posts/strict.text", false],
    ]);
    expect(paths("posts")).toEqual([
      ["posts/a.text", true],
      ["posts/strict.text", false],
    ]);
    expect(paths("--min-probability", "0.3")).toEqual([
      ["posts/a.text", true],
      ["posts/strict.text", true],
    ]);
    expect(paths("posts/old.text")).toEqual([]); // as pre-commit names files one by one
  });

  it("takes dictionaries of one's own", () => {
    const cwd = folder({ "bad.dic": "war = \n", "bad.txt": GARBLED, "ungarble.config.json": '{ "dictionaries": ["bad.dic"] }' });
    expect(ungarble(["check"], { cwd })).toMatchObject({ status: 2, stderr: expect.stringMatching(/^ungarble: bad\.dic:1: /) });
  });
});

describe.skipIf(!built)("ungarble init", () => {
  it.each(TEMPLATE_FORMATS)("writes a configuration that is read: %s", (format) => {
    const cwd = folder({ "bad.txt": GARBLED, "package.json": '{ "type": "module" }' });
    expect(ungarble(["init", "--format", format], { cwd })).toMatchObject({ status: 0, stdout: "" });
    expect(existsSync(join(cwd, `ungarble.config.${format}`))).toBe(true);
    expect(ungarble(["check"], { cwd })).toMatchObject({ status: 1, stderr: "" });
    expect(ungarble(["init", "--format", format], { cwd })).toMatchObject({ status: 2, stderr: expect.stringContaining("is here already") });
    expect(ungarble(["init", "--format", format, "--force"], { cwd }).status).toBe(0);
  });
});

describe("the JSON schema for editors", () => {
  const schema = readFileSync(new URL("../../schema/ungarble.schema.json", import.meta.url), "utf8");

  it("is the one made from the check (npm run build:schema)", () => {
    expect(schema).toBe(jsonSchema());
  });

  it("takes and refuses what the check takes and refuses", () => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(schema));
    expect(validate({ $schema: "x", failOn: "verdict", overrides: [{ files: ["a"], minProbability: 0.9 }] })).toBe(true);
    for (const wrong of [{ fiels: [] }, { minProbability: 2 }, { overrides: [{}] }, { files: "a" }]) expect(validate(wrong)).toBe(false);
  });
});

describe.skipIf(!built)("start-up", () => {
  /** The best of some runs, in milliseconds: what the machine does besides only adds. */
  const best = (args: string[]): number => {
    const times = Array.from({ length: 6 }, () => {
      const start = performance.now();
      execFileSync(process.execPath, args, { stdio: "ignore" });
      return performance.now() - start;
    });
    return Math.min(...times);
  };

  it("shows help within 80 ms over bare node", { retry: 3 }, () => {
    const cli = join(import.meta.dirname, "../../dist/cli.js");
    expect(best([cli, "--help"]) - best(["-e", "0"])).toBeLessThan(80);
  });
});
