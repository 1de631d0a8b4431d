import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { build } from "vite";
import { createRepairer, type Repairer } from "../../src/index.js";
import { accessibilityFaults } from "./axe.js";
import { CHROMIUM, complaints, openBrowser } from "./chromium.js";
import { BUILT } from "./project.js";
import { STRICT_POLICY, serveFolder } from "./static-server.js";

const site = fileURLToPath(new URL("../../site/", import.meta.url));
const GARBLED = readFileSync(`${site}examples/bridge.txt`, "utf8");
const CLEAN = readFileSync(`${site}examples/originals/letter.txt`, "utf8");
const DESK = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

describe.skipIf(CHROMIUM === undefined || !BUILT)("the playground", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "ungarble-site-"));
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let server: Awaited<ReturnType<typeof serveFolder>>;
  let repairer: Repairer;
  let page: Page;
  let complained: string[];
  const asked = new Set<string>();

  beforeAll(async () => {
    await build({ configFile: `${site}vite.config.ts`, logLevel: "error", build: { outDir: folder } });
    server = await serveFolder(folder, `${STRICT_POLICY}; font-src 'self'`);
    browser = await openBrowser();
    await browser.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.origin });
    browser.context.on("request", (request) => asked.add(new URL(request.url()).origin));
    repairer = await createRepairer();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    page = await browser.context.newPage();
    await page.setViewportSize(DESK);
    complained = complaints(page);
    await page.goto(server.origin);
  });
  afterEach(async () => {
    expect(complained).toEqual([]);
    await page.close();
  });

  async function paste(text: string): Promise<void> {
    await page.fill("#source", text);
    await page.click("text=Find garble");
    await page.waitForSelector("#verdict-title");
  }
  const spots = (kind = ""): Promise<number> => page.locator(`.spot${kind}`).count();
  const copied = async (): Promise<string> => {
    await page.click("text=Copy repaired text");
    await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent === "Copied.");
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const slide = (to: number): Promise<void> => page.locator("#sure").fill(String(to));

  it("shows how far the models have come, and reads what was asked meanwhile", async () => {
    const slow = await browser.context.newPage();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await slow.route(/\.lm$/, async (route) => {
      await held;
      await route.continue();
    });
    await slow.goto(server.origin);
    await slow.waitForSelector("progress#loading");
    expect(await slow.textContent("label[for=loading]")).toMatch(/Loading models, once: \d+\.\d/);
    await slow.fill("#source", GARBLED);
    await slow.click("text=Find garble");
    release();
    await slow.waitForSelector(".spot");
    expect(await slow.locator("#loading").count()).toBe(0);
    await slow.close();
  });

  it("says what is wrong when the models do not come", async () => {
    const lost = await browser.context.newPage();
    await lost.route(/\.lm$/, (route) => route.abort());
    await lost.goto(server.origin);
    expect(await lost.textContent("[role=alert]", { timeout: 20_000 })).toMatch(/could not be loaded.*cannot be fetched/);
    expect(await lost.isDisabled("text=Find garble")).toBe(true);
    await lost.close();
  });

  it("marks, repairs and copies what the library does, at every threshold", async () => {
    await paste(GARBLED);
    for (const threshold of [65, 90, 30]) {
      await slide(threshold);
      const expected = repairer.repair(GARBLED, { minProbability: threshold / 100 });
      expect(expected.edits.length).toBeGreaterThan(10);
      expect(await spots(".accepted")).toBe(expected.edits.length);
      expect(await copied()).toBe(expected.text);
    }
    expect(await page.textContent("#verdict-title")).toBe("Garbled");
    expect(await page.locator(".chart li").count()).toBeGreaterThan(0);
  });

  it("leaves clean text alone and says so", async () => {
    await paste(CLEAN);
    expect(await page.textContent("#verdict-title")).toBe("Reads as clean");
    expect(await spots(".accepted")).toBe(0);
    expect(await copied()).toBe(CLEAN);
  });

  it("lets one choose, reject and accept, each or all", async () => {
    await paste(GARBLED);
    const [first, ...rest] = repairer.repair(GARBLED).edits;
    const all = rest.length + 1;
    await page.click('[data-spot="0"]');
    await page.click(".card >> text=Reject");
    expect(await spots(".rejected")).toBe(1);
    const text = await copied();
    expect(text.slice(0, first!.end)).toBe(GARBLED.slice(0, first!.end));
    expect(text).not.toBe(GARBLED);

    await page.click("text=Reject all");
    expect(await spots(".rejected")).toBe(all);
    expect(await copied()).toBe(GARBLED);
    await page.click("text=Accept all");
    expect(await spots(".accepted")).toBe(all);
    expect(await copied()).toBe(repairer.repair(GARBLED).text);

    const several = repairer.repair(GARBLED).edits.findIndex(({ alternatives }) => alternatives.length > 0);
    const { start, alternatives } = repairer.repair(GARBLED).edits[several]!;
    await page.click(`[data-spot="${several}"]`);
    await page.click(`.card .option >> nth=1`);
    expect(await page.textContent(`[data-spot="${several}"] ins`)).toBe(alternatives[0]!.replacement);
    expect(await page.locator(".why li").count()).toBeGreaterThan(0);
    expect(start).toBeGreaterThanOrEqual(0);
  });

  it("is worked by keyboard alone", async () => {
    await page.focus("#source");
    await page.keyboard.insertText(GARBLED);
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(".spot");
    await page.focus("input[name=view]:checked");
    await page.keyboard.press("Tab"); // the only spot that Tab reaches
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-spot"))).toBe("0");
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-spot"))).toBe("1");
    await page.keyboard.press("r");
    expect(await page.getAttribute('[data-spot="1"]', "class")).toContain("rejected");
    await page.keyboard.press("a");
    expect(await page.getAttribute('[data-spot="1"]', "class")).toContain("accepted");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.closest(".card") !== null)).toBe(true);
    await page.keyboard.press("ArrowDown"); // the next choice
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).checked)).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.locator(".card").count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-spot"))).toBe("1");
  });

  it("shows before and after, and the changed lines", async () => {
    await paste(GARBLED);
    const { text } = repairer.repair(GARBLED);
    const lines = (whole: string): string[] => whole.split("\n").filter((line) => line !== "");
    await page.click("text=Before and after");
    expect(await page.locator(".sides .old").allTextContents()).toEqual(lines(GARBLED));
    expect(await page.locator(".sides .new").allTextContents()).toEqual(lines(text));
    await page.click("text=Changes");
    expect((await page.locator(".diff-line.new").allTextContents()).map((line) => line.replace(/^\d+\+?(?:Added: )?/, ""))).toEqual(lines(text));
  });

  it("opens files, and saves them repaired", async () => {
    await page.setInputFiles("input[type=file]", { name: "page.md", mimeType: "text/markdown", buffer: Buffer.from(GARBLED) });
    await page.waitForSelector(".spot");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Download")]);
    expect(download.suggestedFilename()).toBe("page.repaired.md");
    expect(readFileSync(await download.path(), "utf8")).toBe(repairer.repair(GARBLED, { format: "markdown" }).text);
  });

  it("reads Markdown and pages as what they are", async () => {
    const [, ...paragraphs] = GARBLED.trim().split("\n\n");
    const html = `<!doctype html><html lang="en"><nav>Home</nav><article>${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}<pre>the warfare with out</pre></article></html>`;
    const markdown = `# News\n\n${paragraphs.join("\n\n")}\n\n\`\`\`\nthe warfare with out\n\`\`\`\n`;
    for (const [name, text, format] of [
      ["page.html", html, "html"],
      ["page.md", markdown, "markdown"],
    ] as const) {
      await page.setInputFiles("input[type=file]", { name, mimeType: "text/plain", buffer: Buffer.from(text) });
      await page.waitForSelector("#verdict-title");
      const expected = repairer.repair(text, { format });
      expect(expected.edits.length).toBeGreaterThan(10);
      expect(await copied()).toBe(expected.text);
      await page.check("input[name=view][value=text]");
      expect(await page.inputValue(".format select")).toBe(format);
    }
  });

  it("takes what is dropped on it", async () => {
    const transfer = await page.evaluateHandle((text) => {
      const made = new DataTransfer();
      made.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
      return made;
    }, GARBLED);
    await page.dispatchEvent("main", "dragover", { dataTransfer: transfer });
    expect(await page.getAttribute("main", "class")).toBe("dropping");
    await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
    await page.waitForSelector(".spot");
  });

  it("has examples of several spinners, which read as garbled, and a clean one", async () => {
    const titles = await page.locator(".examples button strong").allTextContents();
    expect(titles.length).toBeGreaterThanOrEqual(6);
    const verdicts: Record<string, string> = {};
    for (const title of titles) {
      await page.click(`.examples button:has-text("${title}")`);
      await page.waitForSelector("#verdict-title");
      verdicts[title] = (await page.textContent("#verdict-title"))!;
      await page.check("input[name=view][value=text]");
    }
    expect(verdicts).toEqual({ ...Object.fromEntries(titles.map((title) => [title, "Garbled"])), Ferry: "Reads as clean" });
  });

  it.each([
    ["desk", DESK, "light"],
    ["desk", DESK, "dark"],
    ["phone", PHONE, "light"],
    ["phone", PHONE, "dark"],
  ] as const)("is free of what axe finds, and of sideways scrolling: %s %o %s", async (_, size, colorScheme) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    const faults: Record<string, string[]> = { start: await accessibilityFaults(page) };
    await page.fill("#source", GARBLED);
    await page.click("text=Find garble");
    await page.waitForSelector(".spot");
    faults.marked = await accessibilityFaults(page);
    await page.click('[data-spot="3"]');
    await page.waitForSelector(".card");
    faults.card = await accessibilityFaults(page);
    await page.keyboard.press("Escape");
    for (const view of ["sides", "diff"]) {
      await page.check(`input[name=view][value=${view}]`);
      faults[view] = await accessibilityFaults(page);
    }
    expect(faults).toEqual({ start: [], marked: [], card: [], sides: [], diff: [] });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

  it("asks nobody but its own server, ever", () => {
    expect([...asked].filter((origin) => origin !== server.origin && !/^(?:blob|data|null)/.test(origin))).toEqual([]);
  });
});
