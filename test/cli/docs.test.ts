import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.js";
import { built } from "./command.js";
import { examples, withoutFigures } from "./console-blocks.js";

describe.skipIf(!built)("the examples in the documentation", () => {
  it.each(["docs/cli.md"])("print what %s says (bring it up to date with UPDATE_DOCS=1)", { timeout: 60_000 }, (path) => {
    const { written, rerun } = examples(path);
    expect(withoutFigures(rerun)).toBe(withoutFigures(written));
  });

  it("name every command and every flag", () => {
    const { written } = examplesText();
    for (const command of createProgram(() => undefined).commands) {
      expect(written).toContain(`ungarble ${command.name()}`);
      for (const { long } of command.options) expect(written, `ungarble ${command.name()} ${long}`).toContain(long ?? "");
    }
  });
});

/** Without running anything. */
function examplesText(): { written: string } {
  return { written: readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8") };
}
