import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as esbuild, type BuildOptions } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer, build as viteBuild } from "vite";
import { createRepairer } from "../../src/index.js";
import { DATA_FILES } from "../../src/load-data.js";
import type { Repair } from "../../src/types.js";
import { CHROMIUM, complaints, openBrowser } from "./chromium.js";
import { BUILT, Project } from "./project.js";
import { serveFolder } from "./static-server.js";

const TEXT =
  "The US state division stated on Tuesday that the 2 sides would finish the warfare with out consulting Ukraine. " +
  "He additionally stated the assembly passed off in Riyadh in line with individuals briefed on the talks.";

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="icon" href="data:,"><script type="module" src="SCRIPT"></script></html>`;
/** Repairs in the page and in a worker, which fetches the parser of MDX, and leaves both results with the page. */
const PAGE = `
import { createRepairer, createWorkerRepairer, OptionsError } from "ungarble";
const text = ${JSON.stringify(TEXT)};
async function run() {
  const here = (await createRepairer()).repair(text);
  const worker = await createWorkerRepairer({ formats: ["mdx"] });
  const there = await worker.repair(text);
  const component = (text) => 'import A from "./warfare"\\n\\n<A of={"warfare"}>\\n\\n' + text + "\\n\\n</A>\\n";
  const mdx = (await worker.repair(component(text), { format: "mdx" })).text === component(there.text);
  const error = await worker.repair(text, { minProbability: 2 }).catch((error) => error instanceof OptionsError && error.message);
  worker.terminate();
  return { here, there, mdx, error };
}
globalThis.result = run();
`;

interface Results {
  here: Repair;
  there: Repair;
  /** Repaired as MDX, the text came out alike. */
  mdx: boolean;
  error: string;
}

/** Engines differ in the last digits of exponentials and logarithms, and so do probabilities in the fourth. */
function expectAlike(found: Repair, expected: Repair): void {
  const said = ({ text, edits, verdict }: Repair): unknown => ({
    text,
    edits: edits.map(({ start, end, observed, replacement }) => ({ start, end, observed, replacement })),
    garbled: verdict.garbled,
  });
  expect(said(found)).toEqual(said(expected));
  found.edits.forEach(({ probability }, i) => expect(probability).toBeCloseTo(expected.edits[i]!.probability, 2));
}

const ready = CHROMIUM !== undefined && BUILT;

describe.skipIf(!ready)("a page that imports the library", { timeout: 120_000 }, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let expected: Repair;
  const projects: Project[] = [];
  const project = (files: Record<string, string>): Project => {
    const made = new Project(files);
    projects.push(made);
    return made;
  };

  beforeAll(async () => {
    browser = await openBrowser();
    expected = (await createRepairer()).repair(TEXT);
    expect(expected.edits.length).toBeGreaterThan(5);
  });
  afterAll(async () => {
    await browser?.close();
    for (const made of projects) made.remove();
  });

  /** Opens a page and compares what it found with what Node finds. */
  async function expectSameResults(url: string): Promise<void> {
    const page = await browser.context.newPage();
    const complained = complaints(page);
    await page.goto(url);
    await page.waitForFunction(() => "result" in globalThis, undefined, { timeout: 20_000 }).catch(() => {}); // the complaints say more
    expect(complained).toEqual([]);
    const results = await page.evaluate(() => (globalThis as unknown as { result: Promise<Results> }).result);
    expect(results.there).toEqual(results.here);
    expectAlike(results.here, expected);
    expect(results.mdx).toBe(true);
    expect(results.error).toBe("option minProbability: 2 is not a probability; give a number from 0 to 1");
    expect(complained).toEqual([]);
    await page.close();
  }

  async function expectSameResultsFrom(folder: string): Promise<void> {
    const server = await serveFolder(folder);
    await expectSameResults(`${server.origin}/`);
    await server.close();
    // by their endings, since some bundlers give files other names
    const endings = Object.values(DATA_FILES).map((file) => extname(file));
    expect(server.requests.filter((path) => endings.includes(extname(path))).length).toBeGreaterThan(1);
  }

  it("works built by Vite, as it is configured by default", async () => {
    const made = project({ "index.html": HTML.replace("SCRIPT", "/app.js"), "app.js": PAGE });
    await viteBuild({ root: made.folder, configFile: false, logLevel: "error" });
    await expectSameResultsFrom(made.path("dist"));
  });

  it("works served by Vite while developing", async () => {
    const made = project({ "index.html": HTML.replace("SCRIPT", "/app.js"), "app.js": PAGE });
    const server = await createServer({ root: made.folder, configFile: false, logLevel: "error", server: { port: 0, host: "127.0.0.1" } });
    await server.listen();
    await expectSameResults(server.resolvedUrls!.local[0]!);
    await server.close();
  });

  it.each(["import", "require"])("works built by webpack, as it is configured by default, with %s", async (way) => {
    const script = way === "import" ? PAGE : PAGE.replace(/import (\{.*\}) from ("ungarble")/, "const $1 = require($2)");
    const file = way === "import" ? "app.mjs" : "app.cjs";
    const made = project({ "dist/index.html": HTML.replace("SCRIPT", "main.js").replace('type="module"', "defer"), [file]: script });
    await webpack({ mode: "production", context: made.folder, entry: `./${file}`, output: { path: made.path("dist") } });
    await expectSameResultsFrom(made.path("dist"));
  });

  it.each(["esm", "iife", "cjs"] as const)("works built by esbuild with the plugin, as %s", async (format) => {
    const made = project({
      "public/index.html": HTML.replace("SCRIPT", "app.js").replace('type="module"', format === "esm" ? 'type="module"' : "defer"),
      "app.js": PAGE,
    });
    const { ungarble } = (await import("../../src/bundlers/esbuild.js")) as typeof import("../../src/bundlers/esbuild.js");
    const options: BuildOptions = {
      absWorkingDir: made.folder,
      entryPoints: ["app.js"],
      outdir: "public",
      bundle: true,
      format,
      plugins: [ungarble()],
      logLevel: "error",
    };
    await esbuild(options);
    await expectSameResultsFrom(made.path("public"));
  });

  it("works without a bundler, from the package's own files", async () => {
    const made = project({ "index.html": HTML.replace("SCRIPT", "app.js"), "app.js": PAGE.replace('"ungarble"', '"./node_modules/ungarble/dist/browser.js"') });
    await expectSameResultsFrom(made.folder);
  });

  it("takes a worker and places that it is given, and says so where there is nothing", async () => {
    const script = `
import { createWorkerRepairer, DataError, WorkerError } from "./node_modules/ungarble/dist/browser.js";
const package_ = "node_modules/ungarble";
const start = (script) => new Worker(package_ + "/dist/" + script, { type: "module" });
const places = Object.fromEntries(${JSON.stringify(Object.values(DATA_FILES))}.map((name) => [name, package_ + "/data/" + name]));
const text = ${JSON.stringify(TEXT)};
async function run() {
  const told = new Set();
  const given = await createWorkerRepairer({ worker: start("worker.js"), data: places, onProgress: ({ file, loaded, total }) => loaded === total && told.add(file) });
  const { text: there } = await given.repair(text);
  const { text: again } = await (await createWorkerRepairer({ data: package_ + "/data" })).repair(text);
  const caught = async (options) => { try { await createWorkerRepairer(options); return "nothing"; } catch (error) { return [error instanceof WorkerError, error instanceof DataError, error.message]; } };
  return { there, again, told: [...told].sort(), noWorker: await caught({ worker: start("none.js") }), noData: await caught({ data: "elsewhere/" }), noMdx: await caught({ formats: ["mdx"], mdx: "none.js" }) };
}
globalThis.result = run();
`;
    const made = project({ "index.html": HTML.replace("SCRIPT", "app.js"), "app.js": script });
    const server = await serveFolder(made.folder);
    const page = await browser.context.newPage();
    await page.goto(server.origin);
    const { noData, noMdx, noWorker, ...results } = await page.evaluate(() => (globalThis as unknown as { result: Promise<Record<string, unknown>> }).result);
    expect(results).toMatchObject({ there: expected.text, again: expected.text });
    expect(results.told).not.toEqual([]);
    expect(Object.values(DATA_FILES)).toEqual(expect.arrayContaining(results.told as string[]));
    expect(noWorker).toEqual([true, false, expect.stringContaining("its script cannot be loaded")]);
    expect(noData).toEqual([false, true, expect.stringMatching(/elsewhere\/english\.\w+: cannot be fetched \(status 404\); serve the package's data/)]);
    expect(noMdx).toEqual([false, false, expect.stringMatching(/^option mdx: the parser of MDX cannot be loaded from .*none\.js .*; serve ungarble\/mdx/)]);
    await page.close();
    await server.close();
  });
});

describe.skipIf(!BUILT)("a script for Node in one file", { timeout: 120_000 }, () => {
  const SCRIPT = `
import { createRepairer } from "ungarble";
createRepairer().then((repairer) => console.log(JSON.stringify(repairer.repair(${JSON.stringify(TEXT)}))));
`;
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const bundle = { bundle: true, platform: "node", nodePaths: [join(root, "node_modules")], logLevel: "silent" } satisfies BuildOptions;
  let made: Project;
  let expected: Repair;
  beforeAll(async () => {
    made = new Project({ "app.js": SCRIPT, "required.cjs": SCRIPT.replace(/import (\{.*\}) from ("ungarble")/, "const $1 = require($2)") });
    expected = (await createRepairer()).repair(TEXT);
  });
  afterAll(() => made?.remove());
  const run = (file: string): unknown => JSON.parse(execFileSync(process.execPath, [made.path(file)], { encoding: "utf8", cwd: "/" }));

  it.each([
    ["app.js", "cjs", "out/app.cjs"],
    ["app.js", "esm", "out/app.mjs"],
    ["required.cjs", "cjs", "out/required.cjs"],
  ] as const)("finds the installed data when esbuild makes %s %s", async (entry, format, outfile) => {
    await esbuild({ ...bundle, absWorkingDir: made.folder, entryPoints: [entry], outfile, format });
    expect(run(outfile)).toEqual(expected);
  });

  it.each(["cjs", "esm"] as const)("takes the data along with the plugin, as %s", async (format) => {
    const { ungarble } = await import("../../src/bundlers/esbuild.js");
    await esbuild({
      ...bundle,
      absWorkingDir: made.folder,
      entryPoints: ["app.js"],
      outdir: `whole-${format}`,
      format,
      plugins: [ungarble()],
      outExtension: { ".js": format === "esm" ? ".mjs" : ".cjs" },
    });
    const files = readdirSync(made.path(`whole-${format}`));
    for (const file of Object.values(DATA_FILES)) expect(files.some((name) => name.startsWith(file.replace(/\..*/, "")))).toBe(true);
    expect(run(`whole-${format}/app.${format === "esm" ? "mjs" : "cjs"}`)).toEqual(expected);
  });
});

describe.skipIf(!BUILT)("the package's files for browsers", () => {
  it("are as large as docs/browser.md says, by a quarter (npm run build:sizes -- --write)", () => {
    const docs = readFileSync(new URL("../../docs/browser.md", import.meta.url), "utf8");
    const said = [...docs.matchAll(/^\| `(\S+)` \| .* \| ([\d,]+) \| [\d,]+ \|$/gm)].map(([, file, size]) => ({
      file: file!,
      bytes: Number(size!.replaceAll(",", "")) * 1000,
    }));
    expect(said.map(({ file }) => file)).toEqual(
      expect.arrayContaining([...Object.values(DATA_FILES).map((file) => `data/${file}`), "dist/worker.js", "dist/mdx.js"]),
    );
    for (const { file, bytes } of said.filter(({ file }) => file !== "dist/browser.js"))
      expect(Math.abs(statSync(new URL(`../../${file}`, import.meta.url)).size - bytes), file).toBeLessThan(0.25 * bytes + 1000);
  });

  it("hold nothing of Node, and nothing that a strict policy forbids", () => {
    const root = fileURLToPath(new URL("../../dist/", import.meta.url));
    for (const file of ["browser.js", "worker.js", "worker-repairer.js", "mdx.js"]) {
      const source = readFileSync(root + file, "utf8");
      expect(statSync(root + file).size).toBeGreaterThan(0);
      expect(source.match(/["'`]node:|getBuiltinModule|\brequire\(|\beval\(|new Function\(/g) ?? []).toEqual([]);
    }
  });
});

function webpack(options: object): Promise<void> {
  const compiler = createRequire(import.meta.url)("webpack")(options) as import("webpack").Compiler;
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      compiler.close(() => {});
      if (error) reject(error);
      else if (stats?.hasErrors()) reject(new Error(stats.toString("errors-only")));
      else resolve();
    });
  });
}
