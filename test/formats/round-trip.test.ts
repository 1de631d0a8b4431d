import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { parse } from "parse5";
import { describe, expect, it } from "vitest";
import { html } from "../../src/formats/html.js";
import { markdown } from "../../src/formats/markdown.js";
import type { Format, Prose } from "../../src/formats/prose.js";
import { sourceEdit } from "../../src/formats/source-edits.js";
import { applyEdits } from "../../src/text/apply-edits.js";

const word = fc.constantFrom("state", "division", "The", "with", "out", "war", "wasn’t", "2", "U.S.", "well-known", "one", "in", "all");
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((list) => list.join(" "));
const space = fc.constantFrom(" ", " ", " ", "\n");

/** Words to be replaced (which of them, how many) and what to put there. */
const change = fc.record({ at: fc.nat(), count: fc.integer({ min: 1, max: 4 }), replacement: words });
const changes = fc.array(change, { minLength: 1, maxLength: 5 });

interface Edit {
  start: number;
  end: number;
  replacement: string;
}

/** The changes as edits of the prose that do not touch one another and that its source can say. */
function editsOf(prose: Prose, wanted: readonly { at: number; count: number; replacement: string }[]): { inProse: Edit[]; inSource: Edit[] } {
  const places = prose.blocks.flatMap((block) =>
    [...prose.text.slice(block.start, block.end).matchAll(/[\p{L}\p{N}][\p{L}\p{N}’.-]*/gu)].map(({ 0: found, index }) => ({
      block,
      start: block.start + index,
      end: block.start + index + found.length,
    })),
  );
  const inProse: Edit[] = [];
  const inSource: Edit[] = [];
  if (places.length === 0) return { inProse, inSource };
  for (const { at, count, replacement } of wanted) {
    const first = places[at % places.length]!;
    const last = places
      .slice(at % places.length, (at % places.length) + count)
      .filter(({ block }) => block === first.block)
      .at(-1)!;
    const edit = { start: first.start, end: last.end, replacement };
    if (/[^\p{L}\p{N}’.\s-]/u.test(prose.text.slice(edit.start, edit.end))) continue; // no phrase runs across a bracket
    if (inProse.some((other) => other.start <= edit.end && edit.start <= other.end)) continue;
    const made = sourceEdit(prose, edit);
    if (!made || inSource.some((other) => other.start <= made.end && made.start <= other.end)) continue;
    inProse.push(edit);
    inSource.push(made);
  }
  const sorted = (edits: Edit[]): Edit[] => edits.sort((a, b) => a.start - b.start);
  return { inProse: sorted(inProse), inSource: sorted(inSource) };
}

/** What holds of every format: edits change the words they mean, and the tree around them stays. */
function check(format: Format, source: string, wanted: Parameters<typeof editsOf>[1], skeleton: (source: string) => unknown): void {
  const prose = format.read(source);
  const { inProse, inSource } = editsOf(prose, wanted);
  const repaired = applyEdits(source, inSource);
  expect(format.read(repaired).text).toBe(applyEdits(prose.text, inProse));
  expect(skeleton(repaired)).toEqual(skeleton(source));
}

/** Every piece says truly where it came from, and all of it is in order. */
function checkMap({ source, text, blocks, pieces }: Prose): void {
  let at = 0;
  for (const [i, { start, end }] of blocks.entries()) {
    expect(start).toBe(i === 0 ? 0 : at + 2);
    at = end;
  }
  expect(at).toBe(text.length);
  let last = 0;
  for (const { kind, start, end, source: from } of pieces) {
    expect(start).toBeGreaterThanOrEqual(last);
    expect(end).toBeGreaterThan(start);
    expect(from.end).toBeGreaterThan(from.start);
    if (kind === "verbatim") expect(source.slice(from.start, from.end)).toBe(text.slice(start, end));
    last = end;
  }
}

describe("markdown", () => {
  const inline: fc.Arbitrary<string> = fc.letrec<{ inline: string; run: string }>((tie) => ({
    run: fc.array(fc.tuple(tie("inline"), space), { minLength: 1, maxLength: 4 }).map((list) => list.flat().join("").trim()),
    inline: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      words,
      tie("run").map((text) => `**${text}**`),
      tie("run").map((text) => `*${text}*`),
      words.map((text) => `~~${text}~~`),
      fc.tuple(words, fc.constantFrom("u", "/a/war 'the war'", "<a b>")).map(([text, to]) => `[${text}](${to})`),
      fc.constantFrom(
        "`war`",
        "``a ` b``",
        "&amp;",
        "&#8217;",
        "\\*",
        "![war](u)",
        "<b>war</b>",
        "<!-- war -->",
        "[war]",
        "http://war.org",
        "{{ war }}",
        "[^n]",
        "a &lt; b",
      ),
    ),
  })).run;
  const block = fc.oneof(
    inline,
    inline.map((text) => `# ${text.replaceAll("\n", " ")}`),
    inline.map((text) => text.replace(/^/gm, "> ")),
    fc.array(inline, { minLength: 1, maxLength: 3 }).map((list) => list.map((text) => `- ${text.replaceAll("\n", "\n  ")}`).join("\n")),
    fc.tuple(words, words).map(([a, b]) => `| ${a} | **${b}** |\n|---|---|\n| ${b} | ${a} \\| |`),
    fc.constantFrom("```\nthe war\n```", "    the war", "<div>the <b>state</b>\ndivision</div>", "---", "[war]: /u 'the war'", "[^n]: A note on the war."),
  );
  const document = fc
    .tuple(fc.constantFrom("", "", "---\ntitle: war\n---\n\n"), fc.array(block, { minLength: 1, maxLength: 4 }))
    .map(([front, blocks]) => front + blocks.join("\n\n"));

  /** The tree without words, positions and what they alone make. */
  const skeleton = (source: string): unknown =>
    JSON.parse(
      JSON.stringify(fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }), (key, value) => {
        if (key === "position") return undefined;
        if (Array.isArray(value) && key === "children") return value.filter(({ type }) => type !== "text");
        if (value?.type === "html") return { type: "html", value: String(value.value).replace(/>[^<]*(?=<|$)|^[^<]+/g, ">") };
        return value;
      }),
    );

  it("keeps the tree but for the words", () => {
    fc.assert(fc.property(document, changes, (source, wanted) => check(markdown(), source, wanted, skeleton)));
  });

  it("maps back what it read, of any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(document, fc.string(), fc.string({ unit: fc.constantFrom(..."*_[]()<>&`~#-> \n\t|$\\{}%a!:^1.".split("")), maxLength: 60 })),
        (source) => checkMap(markdown({ attributes: ["alt", "title"] }).read(source)),
      ),
    );
  });
});

describe("html", () => {
  const inline: fc.Arbitrary<string> = fc.letrec<{ inline: string; run: string }>((tie) => ({
    run: fc.array(fc.tuple(tie("inline"), space), { minLength: 1, maxLength: 4 }).map((list) => list.flat().join("").trim()),
    inline: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      words,
      fc
        .tuple(fc.constantFrom("b", "i", "em", "span class='x'", 'a href="war?a&amp;b"', "q", "b"), tie("run"))
        .map(([tag, text]) => `<${tag}>${text}</${tag.split(" ")[0]}>`),
      fc.constantFrom(
        "<code>war</code>",
        "&amp;",
        "&#8217;",
        "&nbsp;",
        "<br>",
        "<img alt=war>",
        "<!-- war -->",
        "<sup>1</sup>",
        "a &lt; b",
        "<span translate=no>war</span>",
        "<script>'<b>war'</script>",
        "<i lang=de>der war</i>",
        "<b>",
        "</i>",
        "{{ war }}",
      ),
    ),
  })).run;
  const block: fc.Arbitrary<string> = fc.letrec<{ block: string }>((tie) => ({
    block: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      inline,
      inline.map((text) => `<p>${text}</p>`),
      inline.map((text) => `<p>${text}`),
      inline.map((text) => `<h2>${text}</h2>`),
      fc.array(inline, { maxLength: 3 }).map((items) => `<ul>${items.map((item) => `<li>${item}`).join("\n")}</ul>`),
      fc.tuple(inline, inline).map(([a, b]) => `<table><tr><td>${a}</td><td>${b}</td></tr></table>`),
      fc
        .tuple(fc.constantFrom("div", "section", "article", "blockquote", "div class=newsletter", "nav", "p", "main"), tie("block"))
        .map(([tag, text]) => `<${tag}>\n${text}\n</${tag.split(" ")[0]}>`),
      fc.constantFrom(
        "<pre>the war</pre>",
        "<style>p { }</style>",
        "<hr>",
        "<figure><img src='data:image/png;base64,war'><figcaption>The war</figcaption></figure>",
      ),
    ),
  })).block;
  const document = fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks) => blocks.join("\n"));

  const skeleton = (source: string): unknown =>
    JSON.parse(
      JSON.stringify(parse(source), (key, value) => {
        if (key === "parentNode") return undefined;
        if (Array.isArray(value) && key === "childNodes") return value.filter(({ nodeName }) => nodeName !== "#text");
        return value;
      }),
    );

  it("keeps the tree but for the words", () => {
    fc.assert(fc.property(document, changes, (source, wanted) => check(html({ boilerplate: true }), source, wanted, skeleton)));
  });

  it("maps back what it read, of any text", () => {
    fc.assert(
      fc.property(fc.oneof(document, fc.string(), fc.string({ unit: fc.constantFrom(..."<>/&;=\"' \n!-?ap{}%b#3".split("")), maxLength: 60 })), (source) =>
        checkMap(html({ attributes: ["alt"] }).read(source)),
      ),
    );
  });
});
