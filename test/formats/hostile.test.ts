import { describe, expect, it } from "vitest";
import { html } from "../../src/formats/html.js";
import { markdown } from "../../src/formats/markdown.js";
import { mdx } from "../../src/formats/mdx.js";

/** What parsers choke on, of about so many characters. */
const HOSTILE: Record<string, (size: number) => string> = {
  "nested quotes": (size) => `${">".repeat(size)} hello\n`,
  "quotes nested ever deeper": (size) => Array.from({ length: Math.sqrt(2 * size) }, (_, i) => `${">".repeat(i)} a\n`).join(""),
  "nested items": (size) => `${"- ".repeat(size / 2)}a\n`,
  "items nested ever deeper": (size) => Array.from({ length: Math.sqrt(size) }, (_, i) => `${" ".repeat(2 * i)}- a\n`).join(""),
  "emphasis that never ends": (size) => "*a_ ".repeat(size / 4),
  "nested emphasis": (size) => "*a ".repeat(size / 6) + "a* ".repeat(size / 6),
  brackets: (size) => "[".repeat(size),
  "links that never end": (size) => '[]("'.repeat(size / 4),
  images: (size) => "![[]()".repeat(size / 6),
  definitions: (size) => '[a]: "\n'.repeat(size / 7),
  "comments that never end": (size) => "x <!-- a ".repeat(size / 9),
  "nested elements": (size) => "<b>".repeat(size / 3),
  "elements nested and ended wrongly": (size) => "<b><p>".repeat(size / 12) + "</i></b>".repeat(size / 16),
  "nested tables": (size) => "<table><tr><td>".repeat(size / 15),
  "attributes that never end": (size) => "<a href='x' ".repeat(size / 12),
  references: (size) => "&#".repeat(size / 2),
  ampersands: (size) => "&".repeat(size),
  "templates that never end": (size) => "{{ a ".repeat(size / 5),
  "templates that end all at once": (size) => `${"{{".repeat(size / 2)}}}`,
  "code templates that never end": (size) => "{% raw %}".repeat(size / 9),
  "open PHP": (size) => "<?php ".repeat(size / 6),
  dollars: (size) => "$a ".repeat(size / 3),
  "wiki links that never end": (size) => "[[a ".repeat(size / 4),
  "formulas that never end": (size) => "\\(a ".repeat(size / 4),
  "notes that never end": (size) => "<sup><i>".repeat(size / 8),
  "cells that never end": (size) => "|-".repeat(size / 2),
  backticks: (size) => Array.from({ length: Math.sqrt(2 * size) }, (_, i) => `a${"`".repeat(i)}`).join(""),
};

describe.each([html({ attributes: ["alt"] }), markdown(), mdx()])("$name reads hostile text without harm, in time that grows with it", (format) => {
  const time = (source: string): number => {
    const start = performance.now();
    format.read(source);
    return performance.now() - start;
  };

  it.each(Object.keys(HOSTILE))("%s", (name) => {
    // Ten times the text: a hundred times the time if it were quadratic. The least of three runs, since other work goes on beside.
    const [small, large] = [10_000, 100_000].map((size) => Math.min(...[0, 1].map(() => time(HOSTILE[name]!(size)))));
    expect(large).toBeLessThan(40 * Math.max(small!, 25));
  });
});
