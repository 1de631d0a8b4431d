import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { DATA_FILES } from "../src/load-data.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const description = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const built = ["dist/index.js", "dist/index.cjs", "dist/index.d.ts", `data/${DATA_FILES.dictionary}`].every((file) => existsSync(root + file));
if (!built) console.warn("The tests of the built package are SKIPPED: dist/ or the compiled dictionary is missing; run `npm run build` first.");

describe("the package", () => {
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const files: string[] = JSON.parse(packed)[0].files.map(({ path }: { path: string }) => path);

  it("holds dictionaries, models, licence and description, and nothing of tests, sources and scripts", () => {
    const wanted = ["package.json", "LICENSE", ...[DATA_FILES.languageModel, DATA_FILES.contextModel, DATA_FILES.ranker].map((name) => `data/${name}`)];
    expect(files).toEqual(expect.arrayContaining(wanted));
    expect(files.some((file) => /^dictionaries\/.+\.txt$/.test(file))).toBe(true);
    expect(files.filter((file) => /^(test|scripts|src|docs|node_modules|\.)/.test(file))).toEqual([]);
  });

  it.skipIf(!built)("holds every file its description names", () => {
    const names = JSON.stringify([description.exports, description.bin, description.main, description.module, description.types]).match(
      /\.?\/?(?:dist|schema)\/[\w.-]+/g,
    )!;
    const missing = names.map((name) => name.replace(/^\.\//, "")).filter((name) => !files.includes(name));
    expect(missing).toEqual([]);
    expect(files).toContain(`data/${DATA_FILES.dictionary}`);
  });

  it("promises nothing to the shell that it does not hold", () => {
    expect(Object.values(description.bin as Record<string, string>).every((file) => /^(\.\/)?dist\//.test(file))).toBe(true);
  });
});

describe.skipIf(!built)("the built library", () => {
  const GARBLED = "The US state division stated on Tuesday that the warfare must finish.";
  const script = `
    const repairer = await createRepairer();
    const { text, edits, verdict } = repairer.repair(${JSON.stringify(GARBLED)});
    console.log(JSON.stringify({ same: applyEdits(${JSON.stringify(GARBLED)}, edits) === text, probability: verdict.probability, error: new OptionsError("a", "b", "c").message }));
  `;
  const names = "{ applyEdits, createRepairer, OptionsError }";
  const expected = { same: true, probability: expect.any(Number), error: "option a: b; c" };
  const run = (type: string, source: string): unknown => {
    const { stdout, stderr } = spawnSync(process.execPath, [`--input-type=${type}`, "-e", source], { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };

  it("is imported by name", () => {
    expect(run("module", `import ${names} from "ungarble";${script}`)).toEqual(expected);
  });

  it("is required by name", () => {
    expect(run("commonjs", `const ${names} = require("ungarble"); (async () => {${script}})();`)).toEqual(expected);
  });

  it("has the same names either way", async () => {
    const required = Object.keys(createRequire(import.meta.url)(`${root}dist/index.cjs`)).sort();
    expect(required).toEqual(Object.keys(await import("../src/index.js")).sort());
    expect(run("module", `import * as all from "ungarble"; console.log(JSON.stringify(Object.keys(all).sort()))`)).toEqual(required);
  });
});
