import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build as viteBuild } from "vite";
import { CHROMIUM, complaints, openBrowser } from "./chromium.js";
import { BUILT, Project } from "./project.js";
import { serveFolder } from "./static-server.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const docs = readFileSync(join(root, "docs/browser.md"), "utf8");
const files = Object.fromEntries([...docs.matchAll(/<!-- file: (\S+) -->\n```\w+\n(.*?)```/gs)].map(([, name, content]) => [name!, content!]));
const shown = /^shows\n\n```text\n(.*?)\n```/ms.exec(docs)![1]!;
const policy = /^ {4}(default-src .*)$/m.exec(docs)![1]!;

describe.skipIf(CHROMIUM === undefined || !BUILT)("docs/browser.md", { timeout: 120_000 }, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let made: Project;
  beforeAll(async () => {
    browser = await openBrowser();
    made = new Project(files);
    for (const name of ["esbuild", "@esbuild"]) {
      mkdirSync(dirname(made.path(`node_modules/${name}`)), { recursive: true });
      symlinkSync(join(root, "node_modules", name), made.path(`node_modules/${name}`));
    }
  });
  afterAll(async () => {
    await browser?.close();
    made?.remove();
  });

  async function expectShown(folder: string): Promise<void> {
    const server = await serveFolder(folder, `${policy}; img-src data:`);
    const page = await browser.context.newPage();
    const complained = complaints(page);
    await page.goto(server.origin);
    await page.waitForFunction(() => document.querySelector("output")?.textContent !== "", undefined, { timeout: 20_000 }).catch(() => {});
    expect(complained).toEqual([]);
    expect(await page.textContent("output")).toBe(shown);
    expect(await page.evaluate(() => document.querySelector("progress")?.value)).toBe(1);
    await page.close();
    await server.close();
  }

  it("shows what it says it does, built by Vite, under the policy it recommends", async () => {
    await viteBuild({ root: made.folder, configFile: false, logLevel: "error", build: { outDir: "built" } });
    await expectShown(made.path("built"));
  });

  it("shows the same built by esbuild with the script it gives", async () => {
    execFileSync(process.execPath, ["build.js"], { cwd: made.folder, stdio: "inherit" });
    made.write({ "public/index.html": files["index.html"]! });
    await expectShown(made.path("public"));
  });
});
