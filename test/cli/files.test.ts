import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { built, CLEAN, CLI, folder, GARBLED, shell, ungarble } from "./command.js";

/** The files in which something was found. */
function found(args: readonly string[], cwd: string): string[] {
  const { files } = JSON.parse(ungarble(["check", "-f", "json", ...args], { cwd }).stdout) as { files: { path: string }[] };
  return files.map(({ path }) => path);
}

describe.skipIf(!built)("files", () => {
  it("looks for prose in folders, and leaves out what git ignores", () => {
    const cwd = folder({
      ".git/": "",
      ".gitignore": "build/\n*.tmp.md\n!kept.tmp.md\n",
      "a.md": CLEAN,
      "b.txt": CLEAN,
      "c.ts": "",
      "x.tmp.md": CLEAN,
      "kept.tmp.md": CLEAN,
      "build/d.md": CLEAN,
      "node_modules/e.md": CLEAN,
      "docs/.gitignore": "private.md\n",
      "docs/f.html": CLEAN,
      "docs/private.md": CLEAN,
    });
    expect(found([], cwd)).toEqual(["a.md", "b.txt", "docs/f.html", "kept.tmp.md"]);
    expect(found(["docs"], cwd)).toEqual(["docs/f.html"]);
    expect(found([], join(cwd, "docs"))).toEqual(["f.html"]);
    expect(found(["--no-gitignore"], cwd)).toContain("build/d.md");
    expect(found(["build/d.md"], cwd)).toEqual(["build/d.md"]); // named itself
    expect(found(["--ignore", "docs/", "--ignore", "*.txt"], cwd)).toEqual(["a.md", "kept.tmp.md"]);
    expect(found(["**/*.html", "a.md", "a.md"], cwd)).toEqual(["a.md", "docs/f.html"]);
  });

  it("passes over binary and huge files", () => {
    const cwd = folder({ "picture.txt": new Uint8Array([80, 0, 1]), "big.txt": GARBLED.repeat(10), "a.txt": CLEAN });
    const { status, stderr } = ungarble(["check", "--max-file-size", "500"], { cwd });
    expect(status).toBe(0);
    expect(stderr).toMatch(/big\.txt: skipped \(\d+ bytes, more than the 500/);
    expect(stderr).not.toContain("picture.txt");
    expect(ungarble(["check", "picture.txt"], { cwd }).stderr).toContain("picture.txt: skipped (binary)");
  });

  it("names the encoding that is not read, and the cure; goes on with the other files; ends with 3", () => {
    const cwd = folder({ "latin.txt": Buffer.from("caf\xe9", "latin1"), "wide.txt": Buffer.from("\ufeffwide", "utf16le"), "bad.txt": GARBLED });
    const { status, stdout } = ungarble(["check", "-f", "compact"], { cwd });
    expect(status).toBe(3);
    expect(stdout).toContain("latin.txt: is not UTF-8; convert it, for example: iconv -f WINDOWS-1252 -t UTF-8");
    expect(stdout).toContain("wide.txt: is in UTF-16; convert it: iconv -f UTF-16 -t UTF-8");
    expect(stdout).toContain("bad.txt:2:41:");
  });

  it("tells of missing and of unreadable files", (test) => {
    const cwd = folder({ "secret.txt": CLEAN });
    expect(ungarble(["check", "gone.txt"], { cwd })).toMatchObject({ status: 3, stdout: expect.stringContaining("gone.txt: does not exist") });
    chmodSync(join(cwd, "secret.txt"), 0);
    const nobody = process.getuid?.() === 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
    const { status, stdout, stderr } = shell(`${nobody}"${process.execPath}" "${CLI}" check secret.txt`, { cwd });
    test.skip(nobody !== "" && !/secret/.test(stdout + stderr), "this machine lets nobody read the package");
    expect(stdout).toContain("secret.txt: may not be read; allow reading: chmod +r");
    expect(status).toBe(3);
  });

  it("does not follow links it comes upon, but reads one that is named", () => {
    const cwd = folder({ "real/a.md": GARBLED });
    symlinkSync("real", join(cwd, "folder"));
    symlinkSync("real/a.md", join(cwd, "link.md"));
    mkdirSync(join(cwd, "loop"));
    symlinkSync("..", join(cwd, "loop/up"));
    expect(found([], cwd)).toEqual(["real/a.md"]);
    expect(found(["link.md"], cwd)).toEqual(["link.md"]);
  });
});

describe.skipIf(!built)("markup", () => {
  it("reads the prose of Markdown only", () => {
    const text = `---\ntitle: ended with out a deal\n---\n\n${GARBLED}\nA \`with out\` and [this](http://x.y/with-out "with out").\n\n    talks ended with out a deal\n\n\`\`\`\n${GARBLED}\`\`\`\n\n<script>${GARBLED}</script>\n`;
    const cwd = folder({ "a.md": text });
    const { stdout } = ungarble(["check", "-f", "compact"], { cwd });
    expect(stdout.match(/“with out”/g)).toHaveLength(1);
    expect(stdout).toContain("a.md:6:41: “with out”");
    expect(ungarble(["check", "-f", "compact", "--input-format", "text"], { cwd }).stdout.match(/“with out”/g)!.length).toBeGreaterThan(1);
  });

  it("respects ignore comments, and reports those that do nothing on request", () => {
    const passage = GARBLED.replaceAll("\n", " ").trim();
    const text = [
      passage,
      "",
      "<!-- ungarble-ignore-next-line -- quoted -->",
      passage,
      passage,
      "",
      "<!-- ungarble-ignore-start -->",
      "",
      passage,
      "",
      "<!-- ungarble-ignore-end -->",
      "",
      "<!-- ungarble-ignore-next-line -->",
      "It rained on Monday.",
      "<!-- ungarble-ignore-nextline -->",
      "",
    ].join("\n");
    const cwd = folder({ "a.md": text, "b.html": `<p>${passage}</p><!-- ungarble-ignore-file -->`, "c.md": `<!-- ungarble-ignore-file -->\n\n${CLEAN}` });
    const { stdout, status } = ungarble(["check", "-f", "compact"], { cwd });
    expect(status).toBe(1);
    expect(stdout.match(/^a\.md:(\d+):\d+: “with out”/gm)!.map((line) => line.split(":")[1])).toEqual(["1", "5"]);
    expect(stdout).not.toContain("b.html");
    const unused = ungarble(["check", "-f", "compact", "--report-unused-ignores"], { cwd }).stdout.match(/^.*ungarble-.*$/gm);
    expect(unused).toEqual([
      "a.md:13:1: ungarble-ignore-next-line is unused: nothing would be reported without it",
      "a.md:15:1: ungarble-ignore-nextline is unused: no such directive; use ignore-next-line, ignore-start, ignore-end or ignore-file",
      "c.md:1:1: ungarble-ignore-file is unused: nothing would be reported without it",
    ]);
  });
});
