import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of the machine; undefined where there is none, so that tests of it are skipped. Name another with CHROMIUM=path. */
export const CHROMIUM = PLACES.find((place) => place !== undefined && existsSync(place));
if (CHROMIUM === undefined) console.warn("The tests in a browser are SKIPPED: no chromium is installed (apt-get install chromium, or set CHROMIUM).");

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser with a profile of its own that is gone when it is closed. */
export async function openBrowser(options: { colorScheme?: "light" | "dark" } = {}): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), "ungarble-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM!,
    headless: true,
    chromiumSandbox: false,
    args: FLAGS,
    ...options,
  });
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, close };
}

/** What a page complains of: errors nobody caught, and what it writes to its console as errors, such as breaches of its policy. */
export function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on("pageerror", (error) => found.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") found.push(`${message.text()} ${message.location().url}`);
  });
  return found;
}
