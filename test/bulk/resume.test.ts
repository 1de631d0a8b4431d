import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { built, CLEAN, CLI, folder, GARBLED, ungarble } from "../cli/command.js";

/** The kills of a run; `RESUME_KILLS=50` for the long test. */
const KILLS = Number(process.env.RESUME_KILLS ?? 4);
const RECORDS = 150 * KILLS;

describe.skipIf(!built)("ungarble stream --output FILE --resume", () => {
  const input = Array.from({ length: RECORDS }, (_, id) => `${JSON.stringify({ id, text: id % 3 === 0 ? GARBLED.repeat(3) : CLEAN })}\n`).join("");
  const cwd = folder({ "in.jsonl": input });
  const undisturbed = built ? ungarble(["stream", "in.jsonl", "--workers", "1"], { cwd }).stdout : "";

  /** Runs until the end or until it is killed. @returns the exit status, undefined when killed */
  const runFor = (output: string, milliseconds: number): Promise<number | undefined> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [CLI, "stream", "in.jsonl", "--workers", "1", "--output", output, "--resume"], { cwd, stdio: "ignore" });
      const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
      child.on("exit", (status) => {
        clearTimeout(timer);
        resolve(status ?? undefined);
      });
    });

  it.each(["out.jsonl", "out.jsonl.gz"])(
    "repeats and drops nothing in %s, however often it is killed",
    { timeout: 60_000 + KILLS * 20_000 },
    async (output) => {
      let killed = 0;
      while (killed < KILLS && (await runFor(output, 300 + Math.random() * 1500)) === undefined) killed++;
      expect(killed).toBeGreaterThan(0);
      expect(await runFor(output, 600_000)).toBe(0);
      const bytes = readFileSync(join(cwd, output));
      expect((output.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString() === undisturbed).toBe(true);
      expect(await runFor(output, 600_000)).toBe(0); // nothing is left to do
      expect(readFileSync(join(cwd, output)).equals(bytes)).toBe(true);
    },
  );

  it("leaves other files alone, and refuses other options", () => {
    const other = folder({ "in.jsonl": '{"text":"Fine."}\n', "there.jsonl": "mine" });
    const stream = (...flags: string[]) => ungarble(["stream", "in.jsonl", "--resume", "--workers", "1", ...flags], { cwd: other });
    expect(stream("--output", "there.jsonl")).toMatchObject({ status: 3, stderr: expect.stringContaining("not written with --resume") });
    expect(readFileSync(join(other, "there.jsonl"), "utf8")).toBe("mine");
    expect(stream("--output", "out.jsonl").status).toBe(0);
    expect(existsSync(join(other, "out.jsonl.journal"))).toBe(true);
    expect(stream("--output", "out.jsonl", "--only", "text")).toMatchObject({ status: 3, stderr: expect.stringContaining("other inputs or options") });
    expect(stream().status).toBe(2);
  });
});
