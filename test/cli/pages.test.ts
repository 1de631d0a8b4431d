import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { built, folder, ungarble } from "./command.js";

const NAVIGATION = "In line with officers, the state division stated the warfare must finish with out a deal.";
const ARTICLE =
  "<h1>Talks finish with out a deal</h1>\n<p>The US <b>state</b> division stated on Tuesday that the warfare must finish.</p>\n<p>In line with officers, the talks ended with out a deal, it wasn&#8217;t stated why.</p>";
const PAGE = `<nav class="menu"><p>${NAVIGATION}</p></nav>\n<article>${ARTICLE}\n<img src="w.png" alt="The overseas minister stated the warfare must finish"></article>`;

describe.skipIf(!built)("pages on the command line", () => {
  it("fix --article prints the repaired text of the article", () => {
    const cwd = folder({ "page.html": PAGE });
    const { status, stdout, stderr } = ungarble(["fix", "--article", "page.html"], { cwd });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^Talks end without a deal\n\nThe US State Department said on Tuesday that the war must end\.\n\nAccording to officials, .*wasn’t.*\n$/,
    );
    expect(ungarble(["fix", "--article"], { cwd, input: PAGE }).stdout).toBe(stdout);
  });

  it("fix --article writes UTF-8, whatever the page is in", () => {
    const page = Buffer.from(`<meta charset="windows-1252"><p>A caf\u00e9 in the town.</p>`, "latin1");
    expect(ungarble(["fix", "--article", "a.htm"], { cwd: folder({ "a.htm": page }) }).stdout).toBe("A caf\u00e9 in the town.\n");
  });

  it.each([
    [["--article", "--write", "page.html"], "--article prints"],
    [["--article", "--input-format", "markdown", "page.html"], "--article is the text of an HTML page"],
    [["--article", "--boilerplate", "page.html"], "--article leaves out what --boilerplate reads"],
  ])("fix %j is refused", (args, message) => {
    expect(ungarble(["fix", ...args], { cwd: folder({ "page.html": PAGE }) })).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining(message),
    });
  });

  it("stream --article writes the text of the article in place of the page; edits refer to the page", () => {
    const cwd = folder();
    const record = (html: string): string => JSON.stringify({ id: 1, html });
    const { status, stdout } = ungarble(["stream", "--field", "html", "--article"], { cwd, input: `${record(PAGE)}\n${record("<p>A cat.<p>It sat.")}` });
    const [first, second] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(`${first.html}\n`).toBe(ungarble(["fix", "--article", "page.html"], { cwd: folder({ "page.html": PAGE }) }).stdout);
    for (const { start, end, observed } of first.repair.edits) expect(PAGE.slice(start, end)).toBe(observed);
    expect(second.html).toBe("A cat.\n\nIt sat.");
  });

  const places = (flags: readonly string[], config: object = {}): string[] => {
    const cwd = folder({ "page.html": PAGE, "ungarble.config.json": JSON.stringify(config) });
    const { files } = JSON.parse(ungarble(["check", "page.html", "-f", "json", ...flags], { cwd }).stdout);
    const starts: number[] = files[0].findings.map(({ start }: { start: number }) => start);
    const alt = PAGE.indexOf("alt=");
    return [...new Set(starts.map((start) => (start < PAGE.indexOf("<article>") ? "navigation" : start > alt ? "alt" : "article")))];
  };

  it("reads attributes and boilerplate where a flag or the configuration says so", () => {
    expect(places([])).toEqual(["article"]);
    expect(places(["--attribute", "alt"])).toEqual(["article", "alt"]);
    expect(places(["--boilerplate"])).toEqual(["navigation", "article"]);
    expect(places([], { attributes: ["alt"], boilerplate: true })).toEqual(["navigation", "article", "alt"]);
    expect(places([], { overrides: [{ files: ["other.html"], attributes: ["alt"] }] })).toEqual(["article"]);
  });

  it("stream and explain take them, too", () => {
    const cwd = folder({ "page.html": PAGE });
    const { repair } = JSON.parse(ungarble(["stream", "--input-format", "html", "--attribute", "alt"], { cwd, input: JSON.stringify({ text: PAGE }) }).stdout);
    expect(repair.edits.some(({ start }: { start: number }) => start > PAGE.indexOf("alt="))).toBe(true);
    const explained = (...flags: string[]): string => ungarble(["explain", `${join(cwd, "page.html")}:1`, ...flags], { cwd }).stdout;
    expect(explained()).not.toContain("“In line with”");
    expect(explained("--boilerplate")).toContain("“In line with”");
  });
});
