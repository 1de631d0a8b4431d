import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { built, CLEAN, folder, GARBLED, shell, ungarble } from "./command.js";

describe.skipIf(!built)("ungarble check", () => {
  const cwd = folder({ "bad.txt": GARBLED, "good.txt": CLEAN, "crlf.txt": GARBLED.replaceAll("\n", "\r\n") });

  it("ends with 0 for clean files and with 1 for garbled ones", () => {
    expect(ungarble(["check", "good.txt"], { cwd })).toEqual({ status: 0, stdout: "✔ no findings in 1 file\n", stderr: "" });
    expect(ungarble(["check", "bad.txt"], { cwd }).status).toBe(1);
  });

  it("shows place, line, underline and proposal", () => {
    const lines = ungarble(["check", "bad.txt"], { cwd }).stdout.split("\n");
    const at = lines.findIndex((line) => line.startsWith("bad.txt:2:41: “with out” should read “without” (0."));
    expect(at).toBeGreaterThanOrEqual(0);
    const column = lines[at + 1]!.indexOf("with out");
    expect(lines[at + 2]!.indexOf("^")).toBe(column);
    expect(lines[at + 2]).toMatch(/^ {4}\| +\^{8}$/);
  });

  it("gives the same findings for LF and CRLF", () => {
    const findings = (file: string) => ungarble(["check", file, "-f", "compact", "-q"], { cwd }).stdout.replaceAll(file, "");
    expect(findings("crlf.txt")).toBe(findings("bad.txt"));
  });

  it("writes JSON with offsets into the text, and the same as JSON Lines", () => {
    const { files, summary } = JSON.parse(ungarble(["check", "bad.txt", "good.txt", "-f", "json"], { cwd }).stdout);
    expect(files.map(({ path }: { path: string }) => path)).toEqual(["bad.txt", "good.txt"]);
    for (const { start, end, observed, line, column } of files[0].findings) {
      expect(GARBLED.slice(start, end)).toBe(observed);
      expect(GARBLED.split("\n")[line - 1]!.slice(column - 1, column - 1 + observed.length)).toBe(observed);
    }
    expect(summary).toMatchObject({ files: 2, filesWithFindings: 1, garbled: 1, failures: 0 });
    const records = ungarble(["check", "bad.txt", "-f", "jsonl"], { cwd })
      .stdout.trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(records.filter(({ type }) => type === "finding").map(({ start }) => start)).toEqual(files[0].findings.map(({ start }: { start: number }) => start));
    expect(records.at(-1).type).toBe("summary");
  });

  it("writes workflow commands, escaped, relative to the workspace", () => {
    const odd = folder({ "a,b:c%.txt": GARBLED });
    expect(ungarble(["check", "-f", "github"], { cwd: odd }).stdout).toMatch(
      /^::warning file=a%2Cb%3Ac%25\.txt,line=1,endLine=1,col=\d+,endColumn=\d+,title=ungarble::“/m,
    );
    const inner = folder({ "docs/bad.txt": GARBLED });
    expect(ungarble(["check", "-f", "github"], { cwd: join(inner, "docs"), env: { GITHUB_WORKSPACE: inner } }).stdout).toContain("file=docs/bad.txt,");
  });

  it("writes Markdown in which the text of others is no markup", () => {
    const odd = folder({ "a|b.txt": GARBLED });
    const { stdout } = ungarble(["check", "-f", "markdown"], { cwd: odd });
    expect(stdout).toMatch(/^## ungarble\n\n\d+ findings in 1 of 1 file, 1 garbled\n\n### a&#124;b.txt\n/);
    expect(stdout).toMatch(/^\| 2:41 \| with out \| without \| 0\.\d\d \|$/m);
  });

  it("writes several reports in one run, to files and to standard output", () => {
    const { stdout } = ungarble(["check", "bad.txt", "-f", "compact", "-f", "json=out/../report.json", "-f", "sarif=report.sarif"], { cwd });
    expect(stdout).toContain("bad.txt:2:41:");
    expect(JSON.parse(readFileSync(join(cwd, "report.json"), "utf8")).summary.files).toBe(1);
    expect(existsSync(join(cwd, "report.sarif"))).toBe(true);
    expect(ungarble(["check", "-f", "json", "-f", "sarif"], { cwd })).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("same place") });
  });

  it("keeps standard output empty with --output", () => {
    expect(ungarble(["check", "bad.txt", "-o", "report.txt"], { cwd })).toEqual({ status: 1, stdout: "", stderr: "" });
    expect(readFileSync(join(cwd, "report.txt"), "utf8")).toContain("bad.txt:2:41:");
    expect(ungarble(["check", "bad.txt", "-o", "no/such/report.txt"], { cwd })).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("cannot be written"),
    });
  });

  it("fails on what --fail-on says", () => {
    expect(ungarble(["check", "bad.txt", "--fail-on", "verdict"], { cwd }).status).toBe(1);
    expect(ungarble(["check", "bad.txt", "--fail-on", "never"], { cwd }).status).toBe(0);
  });

  it("asks for surer edits with --min-probability and --safe", () => {
    const count = (...flags: string[]) => JSON.parse(ungarble(["check", "bad.txt", "-f", "json", ...flags], { cwd }).stdout).summary.findings as number;
    expect(count("--min-probability", "0")).toBeGreaterThanOrEqual(count());
    expect(count("--safe")).toBeLessThanOrEqual(count());
    expect(count("--safe")).toBe(count("--operating-point", "precision-0.95"));
    expect(count("--min-probability", "1")).toBe(0);
  });

  it("reads standard input under a name", () => {
    const { status, stdout } = ungarble(["check", "-", "--stdin-filename", "page.html", "-f", "compact"], {
      cwd,
      input: `<p>${GARBLED}</p><script>${GARBLED}</script>`,
    });
    expect(status).toBe(1);
    expect(stdout.match(/with out/g)).toHaveLength(1);
    expect(stdout).toContain("page.html:2:41:");
  });

  it("colours on request only", () => {
    const sequence = "\u001b[";
    const args = ["check", "bad.txt"];
    expect(ungarble(args, { cwd }).stdout).not.toContain(sequence);
    expect(ungarble([...args, "--color"], { cwd }).stdout).toContain(sequence);
    expect(ungarble(args, { cwd, env: { FORCE_COLOR: "1" } }).stdout).toContain(sequence);
    expect(ungarble(args, { cwd, env: { FORCE_COLOR: "1", NO_COLOR: "1" } }).stdout).not.toContain(sequence);
  });

  it("shows no control characters of a document", () => {
    const evil = folder({ "evil\u001b[2J.txt": GARBLED.replace("Tuesday", "\u001b[31mTuesday\u202e") });
    const { stdout } = ungarble(["check"], { cwd: evil });
    expect(stdout).toContain("␛[2J");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("\u202e");
  });

  it("takes it well when the reader goes away", () => {
    const long = folder(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.txt`, GARBLED])));
    const { status, stderr, stdout } = shell("set -o pipefail; ungarble check -f jsonl | head -n 1", { cwd: long });
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(0);
  });

  it("prints figures on standard error", () => {
    const { stderr, stdout } = ungarble(["check", "bad.txt", "-q", "--stats", "-f", "compact"], { cwd });
    expect(stderr).toMatch(/^read {5}\d+ words/);
    expect(stdout).not.toContain("words/s");
  });
});

describe.skipIf(!built)("a wrong command line", () => {
  const cwd = folder({ "good.txt": CLEAN });
  const rows: [string[], RegExp][] = [
    [["check", "--nope"], /unknown option '--nope'/],
    [["nope"], /unknown command 'nope'/],
    [["check", "--min-probability", "2"], /Give a number from 0 to 1/],
    [["check", "--safe", "--min-probability", "0.9"], /cannot be used with/],
    [["check", "-f", "xml"], /--format xml: no such format; use one of pretty, /],
    [["check", "no/*.md"], /no file matches “no\/\*\.md”/],
    [["fix", "-", "--write"], /standard input cannot be written back/],
    [["fix", "--write", "--diff"], /exclude each other/],
    [["fix", "--interactive", "good.txt"], /needs a terminal/],
    [["check", "--dictionary", "no.txt"], /no\.txt: the dictionary cannot be read/],
    [["explain", "good.txt:9"], /has no line 9; it has 2/],
  ];
  it.each(rows)("%j", (args, message) => {
    const { status, stdout, stderr } = ungarble(args, { cwd });
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(status).toBe(args.includes("no.txt") ? 3 : 2);
  });
});

describe.skipIf(!built)("ungarble explain", () => {
  const cwd = folder({ "bad.txt": `${GARBLED}Officials of of the state division agreed.\n` });

  it("shows the dictionary entry of an edit, and the pattern of one that a rule made", () => {
    const { status, stdout } = ungarble(["explain", "bad.txt:3"], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^“state division” → “State Department” .* proposed: .*\n {2}where +3:21\n {2}dictionary +State Department = state division \(/m);
    expect(stdout).toMatch(/^“of of” → “of” .*\n {2}where +3:11\n {2}pattern +doubled word: garble that follows a rule, not a dictionary entry\n {2}context/m);
  });
});
