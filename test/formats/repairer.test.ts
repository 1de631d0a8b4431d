import { beforeAll, describe, expect, it } from "vitest";
import { createRepairer, detect, repair, type Repairer } from "../../src/index.js";
import { html } from "../../src/formats/html.js";
import { markdown } from "../../src/formats/markdown.js";

const SENTENCE = "The US state division stated on Tuesday that the warfare must finish with out a deal, in line with officers.";
const REPAIRED = "The US State Department said on Tuesday that the war must end without a deal, according to officials.";

describe("a repairer", () => {
  let repairer: Repairer;
  beforeAll(async () => {
    repairer = await createRepairer({ formats: ["html", "markdown", "mdx"] });
  });

  it("reads what a format calls prose, and gives offsets of the source", () => {
    const source = `<!doctype html><title>warfare</title><p>${SENTENCE.replace("state", "<b>state</b>").replace("with out", "<i>with</i> out")}</p><pre>warfare</pre>`;
    const { text, edits, verdict } = repairer.repair(source, { format: "html" });
    expect(text).toBe(
      `<!doctype html><title>warfare</title><p>${REPAIRED.replace("State", "<b>State</b>").replace("without", "<i>without</i>")}</p><pre>warfare</pre>`,
    );
    expect(verdict.garbled).toBe(true);
    const [passage] = verdict.passages;
    expect(source.slice(passage!.start, passage!.end).replace(/<[^>]+>/g, "")).toContain(SENTENCE);
    for (const { start, end, observed } of edits) expect(source.slice(start, end)).toBe(observed);
    expect(edits.map(({ observed, replacement }) => [observed, replacement])).toContainEqual(["state</b> division", "State</b> Department"]);
  });

  it("takes a format for one call, with options of its own", () => {
    const source = `<p>${SENTENCE}</p><img alt="${SENTENCE}">`;
    expect(repairer.repair(source, { format: html() }).text).toBe(`<p>${REPAIRED}</p><img alt="${SENTENCE}">`);
    expect(repairer.repair(source, { format: html({ attributes: ["alt"] }) }).text).toBe(`<p>${REPAIRED}</p><img alt="${REPAIRED}">`);
  });

  it("weighs in offsets of the source, and leaves excluded spans of the source alone", () => {
    const source = `# A heading\n\n> ${SENTENCE.replaceAll(" ", "\n> ")}\n`;
    for (const { start, end, observed } of repairer.weigh(source, { format: "markdown" }).edits) expect(source.slice(start, end)).toBe(observed);
    const start = source.indexOf("warfare");
    const { edits } = repairer.detect(source, { format: "markdown", exclude: [{ start, end: start + 7 }] });
    expect(edits.length).toBeGreaterThan(2);
    expect(edits.filter((edit) => edit.start < start + 7 && edit.end > start)).toEqual([]);
  });

  it("reads plain text as it stands", () => {
    expect(repairer.repair(SENTENCE, { format: "text" })).toEqual(repairer.repair(SENTENCE));
  });

  it("names the formats there are when asked for another", () => {
    const message = "“rtf” is no format; use one of text, markdown, mdx, html, or give a format of your own";
    expect(() => repairer.repair("", { format: "rtf" as "html" })).toThrow(`option format: ${message}`);
    expect(() => repairer.repair("", { format: {} as never })).toThrow("option format: neither a format's name nor a format");
  });
});

describe("formats are loaded", () => {
  it("by a repairer that is told their names, checked", async () => {
    await expect(createRepairer({ formats: ["rtf" as "html"] })).rejects.toThrow("option formats: “rtf” is no format");
    await expect(createRepairer({ formats: "html" as never })).rejects.toThrow("option formats: not a list of formats");
  });

  it("by calls that may wait", async () => {
    expect((await repair(`**${SENTENCE}**`, { format: "markdown" })).text).toBe(`**${REPAIRED}**`);
    expect((await detect(`<p>${SENTENCE}`, { format: "html" })).edits[0]!.start).toBe(10);
    await expect(repair("", { format: "rtf" as "html" })).rejects.toThrow("is no format");
  });

  it("of one's own, which calls may name", async () => {
    const shout = { name: "shout", read: (source: string) => ({ ...markdown().read(source), exclude: [] }) };
    const repairer = await createRepairer({ formats: [shout] });
    expect(repairer.repair(`*${SENTENCE}*`, { format: "shout" as never }).text).toBe(`*${REPAIRED}*`);
  });
});

/** Kinds of ../shared/eval/cases, in other words. */
describe("what went wrong once", () => {
  let repairer: Repairer;
  beforeAll(async () => {
    repairer = await createRepairer();
  });

  it("character references stand as they did", () => {
    const source =
      "The UN&#8217;s overseas minister stated the warfare must finish, in line with officers; it wasn&rsquo;t clear what number of individuals had been killed.";
    for (const [format, text] of [
      ["html", `<p>${source}</p>`],
      ["markdown", source],
    ] as const) {
      const repaired = repairer.repair(text, { format }).text;
      expect(repaired).not.toBe(text);
      expect(repaired.match(/&#?\w+;/g)).toEqual(["&#8217;", "&rsquo;"]);
      expect(repaired).toContain("war must end");
    }
  });

  it("templates, wiki links and maths stand", () => {
    const kept = ['{{< quote by="state division" >}}', "{% if warfare %}", "[[with out|state division]]", "$warfare = with out$", "<%= state_division %>"];
    const source = `${SENTENCE} ${kept.join(` ${SENTENCE} `)}\n`;
    const { text } = repairer.repair(source, { format: "markdown" });
    expect(text).toBe(`${REPAIRED} ${kept.join(` ${REPAIRED} `)}\n`);
  });

  it("what is not to be translated stands", () => {
    const kept = `<p translate="no">${SENTENCE}</p><p lang="fr">Le mot warfare, with out.</p><p class="notranslate">${SENTENCE}</p>`;
    expect(repairer.repair(`<p>${SENTENCE}</p>${kept}`, { format: "html" }).text).toBe(`<p>${REPAIRED}</p>${kept}`);
  });
});
