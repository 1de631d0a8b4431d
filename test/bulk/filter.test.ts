import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { built, CLEAN, CLI, folder, GARBLED, ungarble } from "../cli/command.js";

const EXAMPLE = fileURLToPath(new URL("../../examples/filter/repair.py", import.meta.url));
const python = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]).status === 0;
if (!python) console.warn("The test of examples/filter/repair.py is SKIPPED: python3 is not on the PATH.");

const cwd = folder();
const lines = Array.from({ length: 40 }, (_, id) => JSON.stringify({ id, text: id % 7 === 0 ? GARBLED : `${CLEAN}${id}` }));
const whole = (some: readonly string[]): string => some.map((line) => `${line}\n`).join("");

/** What Spark's `RDD.pipe(command, checkCode=True)` does with a partition: a line for each element in, elements from the lines out, a fault for a status. */
function pipe(partition: readonly string[], command: readonly string[]): string[] {
  const { status, stdout } = spawnSync(process.execPath, [CLI, ...command], { cwd, input: whole(partition), encoding: "utf8" });
  if (status !== 0) throw new Error(`Pipe function exited with error code ${status}`);
  return stdout.split("\n").slice(0, -1);
}

describe.skipIf(!built)("ungarble stream as a filter", () => {
  const command = ["stream", "--workers", "1", "--only", "text"];

  it("gives partition by partition what it gives of the whole, and of an empty one nothing", () => {
    const partitions = [lines.slice(0, 13), [], lines.slice(13, 14), lines.slice(14)];
    const piped = partitions.flatMap((partition) => pipe(partition, command));
    expect(whole(piped)).toBe(ungarble(command, { cwd, input: whole(lines) }).stdout);
    expect(piped.map((line) => JSON.parse(line).id)).toEqual(lines.map((_, id) => id));
  });

  it("fails a partition with a malformed line, unless the status is let pass", () => {
    const partition = [...lines.slice(0, 2), "{"];
    expect(() => pipe(partition, command)).toThrow("error code 3");
    const wrapped = spawnSync("sh", ["-c", `"$NODE" "$CLI" ${command.join(" ")} || test $? = 3`], {
      input: whole(partition),
      encoding: "utf8",
      env: { ...process.env, NODE: process.execPath, CLI },
    });
    expect(wrapped.status).toBe(0);
    expect(
      wrapped.stdout
        .split("\n")
        .slice(0, -1)
        .map((line) => "error" in JSON.parse(line)),
    ).toEqual([false, false, true]);
    expect(() => pipe(lines, ["stream", "--min-probability", "2"])).toThrow("error code 2");
  });

  it.skipIf(!python)("runs in Python as examples/filter/repair.py has it", () => {
    const UNGARBLE = `'${process.execPath}' '${CLI}'`;
    const run = (input: string, ...flags: string[]) =>
      spawnSync("python3", [EXAMPLE, ...flags], { cwd, input, encoding: "utf8", env: { ...process.env, UNGARBLE }, maxBuffer: 1 << 28 });
    const many = Array.from({ length: 1100 }, (_, id) => JSON.stringify({ id, text: CLEAN })); // two partitions, more than a pipe holds
    const records = (text: string): unknown[] =>
      text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    const { status, stdout } = run(whole([...lines, ...many, '{"id":"no text"}']));
    expect(status).toBe(0);
    const expected = [
      ...records(ungarble(["stream"], { cwd, input: whole(lines) }).stdout),
      ...records(ungarble(["stream"], { cwd, input: whole(many) }).stdout),
    ];
    expect(records(stdout).slice(0, -1)).toEqual(expected);
    expect(records(stdout).at(-1)).toMatchObject({ id: "no text", error: { code: "no-text" } });
    expect(run(whole(lines), "--min-probability", "2")).toMatchObject({ status: 1, stderr: expect.stringContaining("ends with status 2") });
  });
});
