import { describe, expect, it } from "vitest";
import { explanationText } from "../../src/cli/reports/explanation-text.js";
import { built, CLEAN, folder, GARBLED, ungarble } from "./command.js";

/** No endpoint can listen here. */
const NOWHERE = "http://127.0.0.1:1/v1/completions";

describe.skipIf(!built)("deep mode of the command", () => {
  const cwd = folder({ "a.txt": GARBLED, "clean.txt": CLEAN });

  it("repairs without when the endpoint is not there, and says so", () => {
    const plain = ungarble(["fix", "a.txt"], { cwd });
    const { status, stdout, stderr } = ungarble(["fix", "a.txt", "--judge", NOWHERE], { cwd });
    expect({ status, stdout }).toEqual({ status: 0, stdout: plain.stdout });
    expect(stderr).toMatch(/^ungarble: a\.txt: read without deep mode: http:\/\/127\.0\.0\.1:1\/v1\/completions: cannot be reached/);
  });

  it("does not ask for clean text", () => {
    expect(ungarble(["check", "clean.txt", "--judge", NOWHERE, "--quiet"], { cwd })).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("tells of it in a stream's verdict", () => {
    const { status, stdout, stderr } = ungarble(["stream", "--judge", NOWHERE], { cwd, input: JSON.stringify({ text: GARBLED }) });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).repair.verdict.deep).toEqual({ kind: "unavailable", problem: expect.stringContaining("cannot be reached") });
    expect(stderr).toContain("ungarble: line 1: read without deep mode");
  });

  it("explains without it, and says so", () => {
    const { status, stdout, stderr } = ungarble(["explain", "a.txt:1", "--judge", NOWHERE], { cwd });
    expect(status).toBe(0);
    expect(stdout).toBe(ungarble(["explain", "a.txt:1"], { cwd }).stdout);
    expect(stderr).toContain("a.txt: read without deep mode");
  });

  it("ends with status 3 when the model named cannot be loaded", () => {
    const { status, stdout, stderr } = ungarble(["fix", "a.txt", "--judge", "missing.gguf"], { cwd });
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(/^ungarble: missing\.gguf: .+; (run `npm install node-llama-cpp`|name a GGUF file that node-llama-cpp reads)\n$/);
  });
});

describe("an explanation", () => {
  it("says how much better the text reads with an edit that deep mode read", () => {
    const evidence = { head: "war", form: "warfare", styles: [], context: 1, topic: 0, channel: 0, reading: 0, substituted: 0, uses: 1, judge: 3.25 };
    const edit = { start: 4, end: 11, observed: "warfare", replacement: "war", probability: 0.9, alternatives: [], evidence };
    const weighed = [{ ...edit, line: 1, column: 5, proposed: true, reason: "…" }];
    const verdict = { garbled: true, probability: 0.99, rate: 0.2, style: undefined, evidence: 9, passages: [] };
    const plain = (text: string): string => text;
    const colours = { bold: plain, dim: plain, green: plain, red: plain, yellow: plain } as unknown as Parameters<typeof explanationText>[1];
    const text = explanationText(
      { path: "a.txt", from: { line: 1, column: 1 }, text: "the warfare", minProbability: 0.65, verdict, weighed, notes: [] },
      colours,
    );
    expect(text).toContain("  reading    +3.25  reads better by that with the edit (language model)\n");
  });
});
