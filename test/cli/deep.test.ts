import { describe, expect, it } from "vitest";
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

  it("ends with status 3 when the model named cannot be loaded", () => {
    const { status, stdout, stderr } = ungarble(["fix", "a.txt", "--judge", "missing.gguf"], { cwd });
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(/^ungarble: missing\.gguf: .+; (run `npm install node-llama-cpp`|name a GGUF file that node-llama-cpp reads)\n$/);
  });
});
