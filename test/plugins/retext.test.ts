import rehypeParse from "rehype-parse";
import rehypeRetext from "rehype-retext";
import rehypeStringify from "rehype-stringify";
import remarkParse from "remark-parse";
import remarkRetext from "remark-retext";
import remarkStringify from "remark-stringify";
import retextEnglish from "retext-english";
import retextStringify from "retext-stringify";
import { type Processor, unified } from "unified";
import { describe, expect, it } from "vitest";
import { createRepairer } from "../../src/index.js";
import retextUngarble from "../../src/plugins/retext.js";

const remark = (plugin: Processor<never, never, never, never, never>) =>
  unified()
    .use(remarkParse)
    .use(remarkRetext, plugin as never)
    .use(remarkStringify);
const rehype = (plugin: Processor<never, never, never, never, never>) =>
  unified()
    .use(rehypeParse)
    .use(rehypeRetext, plugin as never)
    .use(rehypeStringify);
const retext = () => unified().use(retextEnglish).use(retextUngarble).use(retextStringify);

const MARKDOWN =
  "---\n\n> The US **state**\n> division stated on Tuesday that the warfare wasn&#8217;t over; it must finish *with* out a deal.\n\n`warfare` and a line about officers\n\n    warfare\n";
const HTML =
  "<title>T</title>\n<p>The US <b>state</b> division stated on Tuesday that the warfare wasn&#8217;t over; it must finish with out a deal.</p><pre>warfare</pre>";

describe("retext", () => {
  it("warns of plain text", async () => {
    const file = await retext().process("The US state division stated on Tuesday that the warfare must finish.");
    expect(file.data.ungarble).toMatchObject({ garbled: true });
    expect(file.messages.map(({ actual, expected }) => [actual, expected![0]])).toContainEqual(["state division", "State Department"]);
    expect(file.messages[0]).toMatchObject({
      reason: expect.stringMatching(/^“state division” should read “State Department” \(0\.\d\d\)$/),
      place: { start: { line: 1, column: 8, offset: 7 }, end: { line: 1, column: 22, offset: 21 } },
      source: "ungarble",
      ruleId: "substitution",
      note: expect.stringContaining("Article spinners write “state division” for “State Department”"),
      fatal: false,
    });
  });

  it.each([
    ["remark", remark, MARKDOWN],
    ["rehype", rehype, HTML],
  ])("works within %s, with places of the source", async (_, host, source) => {
    const file = await host(unified().use(retextEnglish).use(retextUngarble) as never).process(source);
    const found = file.messages.map(({ actual, place }) => {
      const { start, end } = place as { start: { offset: number }; end: { offset: number } };
      return [actual, source.slice(start.offset, end.offset)];
    });
    expect(found.map(([actual]) => actual)).toEqual(expect.arrayContaining(["state division", "stated", "warfare", "finish", "with out"]));
    expect(found.filter(([actual]) => actual === "warfare")).toHaveLength(1); // not that in code
    // But for the markup in it, what stands at the place is what the message says.
    for (const [actual, there] of found) expect(there!.replace(/<[^>]*>|\*|\n> /g, (mark) => (mark.startsWith("\n") ? " " : ""))).toBe(actual);
  });

  it("works synchronously with a repairer that is there", async () => {
    const repairer = await createRepairer();
    const file = unified()
      .use(retextEnglish)
      .use(retextUngarble, { repairer })
      .use(retextStringify)
      .processSync("The US state division stated on Tuesday that the warfare must finish with out a deal, in line with officers.");
    expect(file.messages.length).toBeGreaterThan(2);
  });

  it("says nothing of clean text", async () => {
    const file = await retext().process("The old man sat by the window and read his book. His daughter made tea for both of them.");
    expect(file.messages).toEqual([]);
    expect(file.data.ungarble).toMatchObject({ garbled: false });
  });

  it("fails as a repairer does", async () => {
    await expect(unified().use(retextEnglish).use(retextUngarble, { minProbability: 2 }).use(retextStringify).process("A")).rejects.toThrow(
      "option minProbability",
    );
  });
});
