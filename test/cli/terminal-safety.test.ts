import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableDocument, printableJson } from "../../src/cli/printable.js";
import { built, folder, GARBLED, shell, ungarble } from "./command.js";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const ACTIVE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
/** GitHub takes a command at the beginning of a line, white space aside; and the older kind, as Azure Pipelines does, anywhere. */
const COMMAND = /^\s*::|##\w*\[/m;

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("\u001b[2J", "::error::", "##[error]", "##vso[x]", "###[", "\u009b1m", "\u202e", "\r\n", "\n", " ", "a"),
      fc.string({ unit: "binary" }),
    ),
  )
  .map((parts) => parts.join(""));

describe("text of others", () => {
  it("is one line on which neither terminals nor CI logs act, as long as it was", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(ACTIVE);
        expect(shown).not.toMatch(COMMAND);
        expect(shown).not.toContain("\n");
        expect(shown).toHaveLength(text.length);
      }),
    );
  });

  it("stays as it is when it is harmless", () => {
    for (const text of ["std::string, 20 % of “all” ## [1]", "C# is #1", "Привет 👩‍👩‍👧 é"]) expect(printable(text)).toBe(text);
  });

  it("says the same in JSON", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const json = printableJson(JSON.stringify({ text }, null, 2));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(ACTIVE);
        expect(json).not.toMatch(COMMAND);
      }),
    );
  });

  it("keeps its lines as a document on a terminal", () => {
    expect(printableDocument("a\tb\r\nc\rd\u001b[31m\n")).toBe("a\tb\r\nc␍d␛[31m\n");
  });

  it("is printed in no other way by the sources", () => {
    const root = new URL("../../src/cli/", import.meta.url);
    const writers = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".ts") && /\bstderr\.write|\bconsole\./.test(readFileSync(new URL(name, root), "utf8")),
    );
    expect(writers.sort()).toEqual(["commands/check.ts", "printable.ts", "program.ts"]); // check: figures, whose pairs are made printable
  });
});

const EVIL = "\u001b]0;evil\u0007\u009b31m";
const NAME = `::error file=x::${EVIL}##[error] a`;

describe.skipIf(!built)("file names and texts", () => {
  const text = GARBLED.replace("Tuesday", `${EVIL} ##[error]Tuesday\u202e`);
  const cwd = folder({
    [`${NAME}.txt`]: text,
    [`${NAME}.md`]: `${text}\n<!-- ungarble-ignore-next-line -->\n`,
    [`${NAME}-latin.txt`]: Buffer.from("caf\xe9", "latin1"),
    [`${NAME}.xyz`]: text,
  });

  const expectSafe = ({ stdout, stderr }: { stdout: string; stderr: string }, ownCommands = false): void => {
    expect(stdout + stderr).not.toMatch(ACTIVE);
    const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => !(ownCommands && /^::(warning file=|error file=|notice title=)/.test(line)));
    expect(lines.filter((line) => COMMAND.test(line))).toEqual([]);
  };

  it.each(["pretty", "compact", "json", "jsonl", "sarif", "markdown"])("reach neither terminal nor log unescaped: --format %s", (format) => {
    const run = ungarble(["check", "-f", format, "--report-unused-ignores", "--stats"], { cwd });
    expect(run.stdout.length).toBeGreaterThan(500);
    expectSafe(run);
  });

  it("nor as other workflow commands: --format github", () => {
    const run = ungarble(["check", "-f", "github", "--report-unused-ignores"], { cwd });
    expectSafe(run, true);
    for (const line of run.stdout.split("\n")) expect(line.replace(/^::\w+ [^:]*::/, "")).not.toMatch(COMMAND);
  });

  it.each([
    [["check", `${NAME}.xyz`]],
    [["check", `gone ${NAME}`]],
    [["check", `*${NAME}`]],
    [["check", `--${NAME}`]],
    [["check", "--format", NAME]],
    [["check", "--config", `${NAME}.json`]],
    [["check", "--dictionary", `${NAME}.dict`]],
    [["check", "--baseline", `${NAME}`]],
    [["explain", `${NAME}.txt:1`]],
    [["explain", `the warfare ${NAME}`]],
    [["explain", `${NAME}.txt:99`]],
    [["fix", "--write", `${NAME}-latin.txt`]],
    [["check", "-o", `no/${NAME}`]],
  ])("nor in messages: %j", (args) => {
    const run = ungarble(args, { cwd });
    expect(run.stdout + run.stderr).not.toBe("");
    expectSafe(run);
  });

  it("are data in a pipe, and shown with pictures on a terminal", () => {
    const piped = ungarble(["fix", `${NAME}.txt`], { cwd });
    expect(piped.stdout).toContain(EVIL);
    const shown = shell(`TERM=xterm script -qec '"$NODE" "$CLI" fix --no-color "$NAME.txt"' /dev/null`, { cwd, env: { NAME } });
    expect(shown.stdout).toContain("␛]0;evil␇");
    expect(shown.stdout.replaceAll("\r\n", "\n")).not.toMatch(ACTIVE);
  });
});
