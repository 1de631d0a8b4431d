import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Inspector } from "../../src/cli/inspector.js";
import { Settings } from "../../src/cli/config/settings.js";
import { built, CLEAN, folder, GARBLED, shell, ungarble } from "./command.js";

const compact = (args: readonly string[], cwd: string, input?: string) =>
  ungarble(["check", "-f", "compact", ...args], { cwd, ...(input === undefined ? {} : { input }) });

describe.skipIf(!built)("a file with an unknown ending", () => {
  const cwd = folder({ "page.php": GARBLED, README: GARBLED, "a.txt": GARBLED, "configured/a.rst": GARBLED });
  const MESSAGE = /page\.php: its ending does not tell how it is to be read; name the format: --input-format text, markdown, mdx or html/;

  it("is not read unasked, and the message says what to do; the others are", () => {
    const { status, stdout } = compact(["page.php", "a.txt"], cwd);
    expect(stdout).toMatch(MESSAGE);
    expect(stdout).toContain("a.txt:2:41:");
    expect(stdout).not.toMatch(/page\.php:\d/);
    expect(status).toBe(3);
    const fixed = ungarble(["fix", "--write", "page.php"], { cwd });
    expect(fixed).toMatchObject({ status: 3, stderr: expect.stringMatching(MESSAGE) });
    expect(ungarble(["explain", "page.php:1"], { cwd }).stderr).toMatch(MESSAGE);
    expect(compact(["-", "--stdin-filename", "page.php"], cwd, GARBLED).stdout).toMatch(MESSAGE);
  });

  it("is read as --input-format or the configuration says", () => {
    expect(compact(["page.php", "--input-format", "text"], cwd)).toMatchObject({ status: 1, stdout: expect.stringContaining("page.php:2:41:") });
    writeFileSync(join(cwd, "ungarble.config.json"), JSON.stringify({ overrides: [{ files: ["**/*.rst"], inputFormat: "text" }] }));
    expect(compact(["configured/a.rst"], cwd).stdout).toContain("a.rst:2:41:");
    expect(compact(["configured/a.rst", "--no-config"], cwd).status).toBe(3);
    rmSync(join(cwd, "ungarble.config.json"));
  });

  it("is none without an ending: a name such as README is one of plain text", () => {
    expect(compact(["README"], cwd).stdout).toContain("README:2:41:");
  });
});

describe.skipIf(!built)("a hostile file", () => {
  it("does not end a run: the others are checked, every report is written, the exit status tells", () => {
    const cwd = folder({ "a.txt": GARBLED, "deep.md": `${"> ".repeat(6_000)}${GARBLED}`, "deep.html": "<b>".repeat(20_000) + GARBLED, "z.md": GARBLED });
    const { status, stdout, stderr } = compact(["-f", "json=report.json", "-f", "sarif=report.sarif"], cwd);
    expect(stderr).toBe("");
    expect(stdout).toContain("a.txt:2:41:");
    expect(stdout).toContain("z.md:2:41:");
    const { files, failures } = JSON.parse(shell("cat report.json", { cwd }).stdout);
    expect([...files, ...failures].map(({ path }: { path: string }) => path).sort()).toEqual(["a.txt", "deep.html", "deep.md", "z.md"]);
    expect(JSON.parse(shell("cat report.sarif", { cwd }).stdout).runs[0].artifacts.length).toBe(files.length);
    expect(status).toBe(failures.length > 0 ? 3 : 1);
  });

  it("is told as a failure of its own, with what went wrong", async () => {
    const cwd = folder({ "a.txt": GARBLED });
    const inspector = new Inspector();
    inspector.inspect = async () => {
      throw new RangeError("Maximum call stack size exceeded");
    };
    const listed = { file: join(cwd, "a.txt"), named: true, stdin: false };
    expect(await inspector.read(listed, await Settings.load({ config: false }, cwd))).toEqual({
      kind: "failure",
      failure: { path: "a.txt", problem: "could not be checked (RangeError: Maximum call stack size exceeded)", cure: expect.stringContaining("--ignore") },
    });
  });

  it("that never ends is read no further than it may be", () => {
    const { status, stderr } = ungarble(["check", "/dev/zero", "--input-format", "text", "--max-file-size", "100000", "--allow-empty"], { cwd: folder() });
    expect(stderr).toMatch(/\/dev\/zero: skipped \(/);
    expect(status).toBe(0);
  });
});

describe.skipIf(!built)("no file", () => {
  it("to check is an error unless --allow-empty says otherwise; the reports are written", () => {
    const cwd = folder({ "a.ts": "", "picture.txt": new Uint8Array([80, 0]) });
    const { status, stdout, stderr } = ungarble(["check", "-f", "json"], { cwd });
    expect(JSON.parse(stdout).summary.files).toBe(0);
    expect(stderr).toMatch(/^ungarble: no file was checked; .*--allow-empty/);
    expect(status).toBe(2);
    expect(ungarble(["check"], { cwd }).stdout).not.toContain("✔");
    expect(ungarble(["check", "--allow-empty"], { cwd })).toEqual({ status: 0, stdout: "✔ no findings in 0 files; 1 file skipped\n", stderr: "" });
    expect(ungarble(["check", "--update-baseline"], { cwd }).status).toBe(2);
    expect(shell("ls *.json", { cwd }).stdout).toBe(""); // no baseline of nothing
    expect(ungarble(["fix", "--write"], { cwd }).status).toBe(2);
    expect(ungarble(["fix", "--write", "--allow-empty"], { cwd }).status).toBe(0);
  });
});

describe.skipIf(!built)("upper case", () => {
  it("in the endings of files is seen", () => {
    const cwd = folder({ "A.MD": GARBLED, "B.TXT": GARBLED, "C.Html": `<p>${GARBLED}</p>`, "sub/D.Markdown": CLEAN, "e.TS": GARBLED });
    const { files } = JSON.parse(ungarble(["check", "-f", "json"], { cwd }).stdout);
    expect(files.map(({ path }: { path: string }) => path)).toEqual(["A.MD", "B.TXT", "C.Html", "sub/D.Markdown"]);
  });

  it("in ignore comments is seen", () => {
    const cwd = folder({
      "a.md": `<!-- UNGARBLE-IGNORE-FILE -->\n\n${GARBLED}`,
      "b.html": `<!-- Ungarble-Ignore-Start --><p>${GARBLED}</p><!-- UNGARBLE-ignore-end -->`,
    });
    expect(compact(["--report-unused-ignores"], cwd)).toMatchObject({ status: 0, stdout: "no findings in 2 files\n" });
  });
});
