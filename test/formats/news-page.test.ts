import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { articleText } from "../../src/formats/index.js";
import { html } from "../../src/formats/html.js";
import { createRepairer, type Repairer } from "../../src/index.js";

const page = readFileSync(new URL("../../examples/scraper/article.html", import.meta.url), "utf8");
const P1 = "The US state division stated on Tuesday that the warfare must finish with out a deal, in line with officers.";
const P2 = "Greater than two dozen individuals have been killed within the assault, and the overseas minister stated the talks must go on.";
const R1 = "The US State Department said on Tuesday that the war must end without a deal, according to officials.";

/** Ways in which pages are built, with two paragraphs of an article and what stands around it. */
const PAGES: Record<string, string> = {
  "main and article": `<body><nav><a href=/>The warfare</a></nav><main><article><h1>News</h1><p>${P1}</p><p>${P2}</p></article></main><aside>${P1}</aside>`,
  "article alone, teasers beside it": `<body><header>${P1}</header><article><p>${P1}</p><p>${P2}</p></article><div class="related-posts"><article><h3><a href=1>${P1}</a></h3></article></div><footer>${P1}</footer>`,
  "classes only": `<div id="wrapper"><div class="site-nav">${P1}</div><div class="post-body"><p>${P1}</p><p>${P2}</p><p>${P2}</p><p>${P1}</p></div><div class="sidebar widget">${P1}</div><div id="newsletter-signup"><p>${P1}</p></div></div>`,
  "a table of the nineties": `<table><tr><td><ul><li><a href=1>${P1}</a><li><a href=2>${P1}</a></ul><td><font size=2>${P1}<br><br>${P2}</font></table><p>Copyright 1999. ${P1.slice(0, 60)}`,
  "a form around all, as ASP.NET has it": `<form id="aspnetForm"><div role="navigation">${P1}</div><div id="content" class="has-sidebar"><p>${P1}</p><p>${P2}</p></div><div role="contentinfo">${P1}</div></form>`,
};

describe("a news page", () => {
  let repairer: Repairer;
  beforeAll(async () => {
    repairer = await createRepairer({ formats: ["html"], minProbability: 0.5 });
  });

  it("is repaired in its article's prose; all else stands byte for byte", () => {
    const { text, edits, verdict } = repairer.repair(page, { format: "html" });
    expect(verdict.garbled).toBe(true);
    const prose = html()
      .read(page)
      .blocks.map(({ source }) => source);
    for (const { start, end } of edits) expect(prose.some((block) => block.start <= start && end <= block.end)).toBe(true);
    const kept = (source: string): string[] =>
      [
        ...source.matchAll(
          /<nav>.*<\/nav>|<script>.*<\/script>|<div class="share-bar">.*|<aside[\s\S]*<\/aside>|<!--.*?-->|<pre>.*|<ul class="related">.*|<div id="cookie.*|<footer>.*|src="[^"]*"|alt="[^"]*"|&#?\w+;|<title>.*?<\/title>/g,
        ),
      ].map(String);
    expect(kept(page)).toHaveLength(13);
    expect(kept(text)).toEqual(kept(page));
    expect(text.replace(/<[^>]*>/g, "").length).not.toBe(page.replace(/<[^>]*>/g, "").length);
    expect(text.match(/<[^>]*>/g)).toEqual(page.match(/<[^>]*>/g));
  });

  it("gives its article's text, repaired", () => {
    const { edits } = repairer.detect(page, { format: "html" });
    const text = articleText(page, edits);
    expect(text).toContain("according to officials");
    for (const foreign of ["Subscribe", "Share", "cookies", "rights reserved", "World", "e-newsletter", "{"]) expect(text).not.toContain(foreign);
  });

  it.each(Object.keys(PAGES))("is read for its own text: %s", (name) => {
    const text = repairer.repair(PAGES[name]!, { format: "html" }).text;
    const article = PAGES[name]!.split(P1).length - 1;
    const paragraphs = name === "classes only" ? 2 : 1;
    expect(text.split(R1).length - 1).toBe(paragraphs);
    expect(text.split(P1).length - 1).toBe(article - paragraphs);
    expect(text.split(P2)).toHaveLength(1);
  });

  it("is not thought cleaner for what stands around its article", () => {
    const around = `<nav>${"<a href=x>The old man sat by the window</a> ".repeat(200)}</nav>`;
    const article = `<article><p>${P1}</p><p>${P2}</p></article>`;
    const judged = (source: string) => {
      const { verdict } = repairer.detect(source, { format: "html" });
      return { ...verdict, passages: verdict.passages.map(({ probability, rate }) => ({ probability, rate })) };
    };
    expect(judged(`${around}${article}<footer>${"We planted the beans in May. ".repeat(100)}</footer>`)).toEqual(judged(article));
  });
});
