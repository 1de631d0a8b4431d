import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { built, CLEAN, folder, GARBLED, shell, ungarble } from "./command.js";

const read = (...path: string[]) => readFileSync(join(...path), "utf8");

describe.skipIf(!built)("ungarble fix", () => {
  it("prints the repaired text and nothing else, from a file or from standard input", () => {
    const cwd = folder({ "bad.txt": GARBLED });
    const printed = ungarble(["fix", "bad.txt"], { cwd });
    expect(printed).toMatchObject({ status: 0, stderr: "" });
    expect(printed.stdout).toContain("ended without a deal");
    expect(ungarble(["fix"], { cwd, input: GARBLED }).stdout).toBe(printed.stdout);
    expect(ungarble(["fix", "-"], { cwd, input: GARBLED }).stdout).toBe(printed.stdout);
    expect(read(cwd, "bad.txt")).toBe(GARBLED);
    expect(ungarble(["fix", "-"], { cwd, input: CLEAN }).stdout).toBe(CLEAN);
  });

  it("applies the edits that check reports and stream makes", () => {
    const cwd = folder({ "bad.txt": GARBLED });
    const { files } = JSON.parse(ungarble(["check", "-f", "json"], { cwd }).stdout);
    const { text, repair } = JSON.parse(ungarble(["stream"], { cwd, input: JSON.stringify({ text: GARBLED }) }).stdout);
    expect(ungarble(["fix", "bad.txt"], { cwd }).stdout).toBe(text);
    const spans = (edits: { start: number; end: number; replacement: string }[]) => edits.map(({ start, end, replacement }) => [start, end, replacement]);
    expect(spans(files[0].findings)).toEqual(spans(repair.edits));
  });

  it("writes in place: mode, line endings, byte order mark and links stay, and files without edits are not touched", () => {
    const cwd = folder({ "bad.txt": `\ufeff${GARBLED.replaceAll("\n", "\r\n")}`, "good.txt": CLEAN, "real.md": GARBLED });
    chmodSync(join(cwd, "bad.txt"), 0o640);
    symlinkSync("real.md", join(cwd, "link.md"));
    const before = statSync(join(cwd, "good.txt"));
    expect(ungarble(["fix", "--write", "bad.txt", "good.txt", "link.md"], { cwd })).toMatchObject({
      status: 0,
      stdout: "",
      stderr: expect.stringMatching(/^ungarble: \d+ edits made in 2 of 3 files\n$/),
    });
    const text = read(cwd, "bad.txt");
    expect(text.startsWith("\ufeffThe US State Department")).toBe(true);
    expect(text.match(/\r\n/g)).toHaveLength(2);
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(statSync(join(cwd, "bad.txt")).mode & 0o777).toBe(0o640);
    const after = statSync(join(cwd, "good.txt"));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    expect(lstatSync(join(cwd, "link.md")).isSymbolicLink()).toBe(true);
    expect(read(cwd, "real.md")).toContain("without a deal");
    expect(readdirSync(cwd).sort()).toEqual(["bad.txt", "good.txt", "link.md", "real.md"]); // no temporary file is left
  });

  it("makes a check pass that failed, in a repository", () => {
    const cwd = folder({ "docs/a.md": GARBLED, "b.txt": GARBLED, "c.txt": CLEAN });
    expect(ungarble(["check"], { cwd }).status).toBe(1);
    expect(ungarble(["fix", "--write", "--quiet"], { cwd })).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(ungarble(["check"], { cwd }).status).toBe(0);
  });

  it("prints a patch that git applies to the same end as --write", () => {
    const files = {
      "a b.txt": GARBLED,
      'q"ö.md': `# Title\n\n${GARBLED}`,
      "crlf.txt": GARBLED.replaceAll("\n", "\r\n"),
      "bom.txt": `\ufeff${GARBLED}`,
      "open.txt": GARBLED.trimEnd(),
      "sub/c.txt": GARBLED,
    };
    const patched = folder(files);
    const written = folder(files);
    execFileSync("git", ["init", "-q"], { cwd: patched });
    expect(shell("ungarble fix --diff > ../$$.patch && git apply --whitespace=nowarn ../$$.patch && rm ../$$.patch", { cwd: patched })).toMatchObject({
      status: 0,
      stderr: "",
    });
    ungarble(["fix", "--write"], { cwd: written });
    for (const name of Object.keys(files)) expect(read(patched, name)).toBe(read(written, name));
    expect(read(patched, "open.txt").endsWith("\n")).toBe(false);
  });

  it("asks edit by edit in a terminal", () => {
    const cwd = folder({ "bad.txt": GARBLED });
    // Down and Enter keep the first edit's text; then Enter on Replace; then up to the last answer, which ends the run.
    const { stdout } = shell(
      `(sleep 1.5; printf '\\033[B\\r'; sleep 0.3; printf '\\r'; sleep 0.3; printf '\\033[A\\r') | TERM=xterm script -qec 'stty cols 100 rows 40; "${process.execPath}" "${join(import.meta.dirname, "../../dist/cli.js")}" fix -i bad.txt' /dev/null`,
      { cwd },
    );
    expect(stdout).toContain("bad.txt:1:");
    expect(stdout).toContain("1 edit made in 1 of 1 file");
    expect(read(cwd, "bad.txt")).not.toBe(GARBLED);
  });
});
