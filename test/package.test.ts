import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { DATA_FILES } from "../src/load-data.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const description = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const built = ["dist/index.js", "dist/index.cjs", "dist/index.d.ts", `data/${DATA_FILES.dictionary}`].every((file) => existsSync(root + file));
if (!built) console.warn("The tests of the built package are SKIPPED: dist/ or the compiled dictionary is missing; run `npm run build` first.");

/** The packages that the library itself needs; all others are for the command line. */
const LIBRARY_PACKAGES = ["entities", "fastest-levenshtein"];

describe("the package", () => {
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const files: string[] = JSON.parse(packed)[0].files.map(({ path }: { path: string }) => path);

  it("holds models, licence and description, and nothing of tests, sources, scripts and what the models were made from", () => {
    const wanted = ["package.json", "LICENSE", ...[DATA_FILES.languageModel, DATA_FILES.contextModel, DATA_FILES.ranker].map((name) => `data/${name}`)];
    expect(files).toEqual(expect.arrayContaining(wanted));
    expect(files.filter((file) => /^dictionaries\/.+\.(txt|tsv)$|\.map$/.test(file))).toEqual([]);
    const { unpackedSize } = JSON.parse(packed)[0] as { unpackedSize: number };
    expect(unpackedSize).toBeLessThan(46e6);
    expect(files).toEqual(expect.arrayContaining(["README.md", "DESIGN.md", "SECURITY.md", "docs/cli.md"]));
    expect(files.filter((file) => /^(test|scripts|src|node_modules|\.)/.test(file))).toEqual([]);
  });

  it.skipIf(!built)("holds every file its description names", () => {
    const names = JSON.stringify([description.exports, description.bin, description.main, description.module, description.types]).match(
      /\.?\/?(?:dist|schema)\/[\w.-]+/g,
    )!;
    const missing = names.map((name) => name.replace(/^\.\//, "")).filter((name) => !files.includes(name));
    expect(missing).toEqual([]);
    expect(files).toContain(`data/${DATA_FILES.dictionary}`);
  });

  it("holds the pages that its README and its documentation link to", () => {
    for (const page of files.filter((file) => /^(README|DESIGN|SECURITY|docs\/.*)\.md$/.test(file))) {
      const links = [...readFileSync(root + page, "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => posix.join(posix.dirname(page), link!));
      for (const link of links)
        expect(
          files.some((file) => file === link || file.startsWith(link.replace(/\/?$/, "/"))),
          `${page} links to ${link}`,
        ).toBe(true);
    }
  });

  it("says where its sources are", () => {
    expect(description.repository).toEqual({ type: "git", url: "git+https://github.com/ungarble/ungarble.git" });
  });

  it("brings the packages that docs/dependencies.md says, and no other", () => {
    const locked: Record<string, { dev?: boolean; optional?: boolean; peer?: boolean; devOptional?: boolean }> = JSON.parse(
      readFileSync(`${root}package-lock.json`, "utf8"),
    ).packages;
    const installed = Object.entries(locked).filter(
      ([place, { dev, optional, peer, devOptional }]) => place !== "" && !(dev || optional || peer || devOptional),
    );
    const names = installed.map(([place]) => place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length));
    const said = readFileSync(`${root}docs/dependencies.md`, "utf8");
    expect(names.filter((name) => !said.includes(`\`${name}\``))).toEqual([]);
    expect(said).toContain(`brings ${names.length} packages`);
    expect(Object.keys(description.dependencies).filter((name) => !new RegExp(`^\\|.*\`${name}\``, "m").test(said))).toEqual([]);
  });

  it.skipIf(!built)("holds the licences of the packages that are part of its files", () => {
    const sources = [
      "dist/browser.js.map",
      "dist/worker.js.map",
      "dist/formats.js.map",
      "dist/cli.js.map",
      ...(built ? readdirSync(`${root}dist`).filter((file) => /^(chunk|mdx).*\.map$/.test(file)) : []).map((file) => `dist/${file}`),
    ]
      .filter((file) => existsSync(root + file))
      .flatMap((file) => JSON.parse(readFileSync(root + file, "utf8")).sources as string[]);
    const parts = new Set(sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []));
    const notices = readFileSync(`${root}dist/THIRD-PARTY-NOTICES.txt`, "utf8");
    expect(parts.size).toBeGreaterThan(20);
    expect([...parts].filter((name) => !new RegExp(`^${name} \\d`, "m").test(notices))).toEqual([]);
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

  it("loads none of the packages that serve the command line", () => {
    const alone = mkdtempSync(join(tmpdir(), "ungarble-alone-"));
    try {
      const place = join(alone, "node_modules/ungarble");
      mkdirSync(place, { recursive: true });
      for (const name of ["package.json", "dist"]) cpSync(root + name, join(place, name), { recursive: true });
      symlinkSync(join(root, "data"), join(place, "data"));
      for (const name of LIBRARY_PACKAGES) cpSync(join(root, "node_modules", name), join(alone, "node_modules", name), { recursive: true });
      const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", `import ${names} from "ungarble";${script}`], {
        cwd: alone,
        encoding: "utf8",
      });
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toEqual(expected);
    } finally {
      rmSync(alone, { recursive: true, force: true });
    }
  });

  it("has the same names either way", async () => {
    const required = Object.keys(createRequire(import.meta.url)(`${root}dist/index.cjs`)).sort();
    expect(required).toEqual(Object.keys(await import("../src/index.js")).sort());
    expect(run("module", `import * as all from "ungarble"; console.log(JSON.stringify(Object.keys(all).sort()))`)).toEqual(required);
  });
});
