import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as ungarble from "../src/index.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("README", () => {
  it("shows what its first example prints", async () => {
    const [, code, output] = /<!-- example -->\n```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/.exec(readme)!;
    const printed: string[] = [];
    const console = { log: (...values: unknown[]) => printed.push(values.join(" ")) };
    const body = code!.replace(/import \{ (.*?) \} from "ungarble";/, "const { $1 } = ungarble;");
    await new Function("ungarble", "console", `return (async () => {${body}})()`)(ungarble, console);
    expect(`${printed.join("\n")}\n`).toBe(output);
  });

  it("names every option of a repairer", () => {
    const options = readFileSync(new URL("../src/options.ts", import.meta.url), "utf8");
    const [, body] = /export interface RepairerOptions[^{]*\{([\s\S]*?)\n\}/.exec(options)!;
    for (const [, name] of body!.matchAll(/^ {2}(\w+)\?:/gm)) expect(readme).toContain(`\`${name}\``);
  });
});
