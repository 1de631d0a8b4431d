import { TextlintKernel } from "@textlint/kernel";
import markdownPlugin from "@textlint/textlint-plugin-markdown";
import textPlugin from "@textlint/textlint-plugin-text";
import { describe, expect, it } from "vitest";
import rule from "../../src/plugins/textlint.js";

const kernel = new TextlintKernel();
const options = (ext: string, ruleOptions: object | true = true) => ({
  ext,
  rules: [{ ruleId: "ungarble", rule: rule as never, options: ruleOptions }],
  plugins: [
    { pluginId: "markdown", plugin: ((markdownPlugin as { default?: unknown }).default ?? markdownPlugin) as never },
    { pluginId: "text", plugin: ((textPlugin as { default?: unknown }).default ?? textPlugin) as never },
  ],
});

const MARKDOWN = `# The talks

> The US **state**
> division stated on Tuesday that the warfare wasn&#8217;t over; it must finish *with* out a deal.

- \`warfare\` ![warfare](u) in line with officers

| The warfare | must finish |
|---|---|
| a | b |

    warfare
`;
const REPAIRED = `# The talks

> The US **State**
> Department said on Tuesday that the war wasn&#8217;t over; it must end *without* a deal.

- \`warfare\` ![warfare](u) according to officials

| The war | must end |
|---|---|
| a | b |

    warfare
`;

describe("textlint", () => {
  it("tells of substitutions where they stand", async () => {
    const { messages } = await kernel.lintText(MARKDOWN, options(".md"));
    const found = messages.map(({ range }) => MARKDOWN.slice(...range));
    expect(found).toEqual(expect.arrayContaining(["state**\n> division", "stated", "warfare", "with* out"]));
    expect(messages[0]).toMatchObject({ ruleId: "ungarble", line: 3, message: expect.stringContaining("should read") });
  });

  it("fixes them, and leaves markup and code alone", async () => {
    const { output } = await kernel.fixText(MARKDOWN, options(".md"));
    expect(output).toBe(REPAIRED);
  });

  it("reads plain text, with options", async () => {
    const text = "The US state division stated on Tuesday that the warfare must finish.\n";
    expect((await kernel.fixText(text, options(".txt"))).output).toBe("The US State Department said on Tuesday that the war must end.\n");
    expect((await kernel.lintText(text, options(".txt", { leaveAlone: ["warfare"] }))).messages.map(({ range }) => text.slice(...range))).not.toContain(
      "warfare",
    );
    await expect(kernel.lintText(text, options(".txt", { minProbability: 2 }))).rejects.toThrow("minProbability");
  });

  it("says nothing of clean text", async () => {
    expect((await kernel.lintText("The old man sat by the window and read his book.\n", options(".md"))).messages).toEqual([]);
  });
});
