import { countedWork, growth } from "./counted-work.js"; // first: see there
import { beforeAll, describe, expect, it } from "vitest";
import { HOSTILE, MARKUP } from "./hostile-texts.js";
import { html, markdown, mdx } from "../src/formats/index.js";
import { createRepairer, type Repairer } from "../src/index.js";

/** Twice the text, at most a little more than twice the work. A list that is searched from the start each time would make it four times. */
const GROWTH = 2.6;
/** UTF-16 units of the shorter text: some passages, so that both are judged alike. */
const LENGTH = 10_000;

describe("work grows in proportion to the text:", () => {
  let repairer: Repairer;
  beforeAll(async () => {
    repairer = await createRepairer();
    repairer.repair("The state division stated the warfare must finish. ".repeat(40)); // what is made at first use only
  });

  it.each(Object.entries(HOSTILE))("repairing %s", { timeout: 60_000 }, async (_, make) => {
    expect(await growth((text) => repairer.repair(text), make, LENGTH)).toBeLessThan(GROWTH);
  });

  it.each(Object.entries(MARKUP))("reading HTML of %s", { timeout: 60_000 }, async (_, make) => {
    expect(await growth((text) => html().read(text), make, 2_000)).toBeLessThan(GROWTH);
  });
});

/**
 * Parsers of Markdown take quadratic time over brackets and stars without end. What has more of them in a paragraph than anyone writes is
 * not read; so the work for a character is bounded, whatever stands around it: at most some hundred times that of plain prose, in texts that
 * are just within the limit, and no more than some five times in longer ones.
 */
const WITHIN = { markdown: { length: 13_000, work: 8_000 }, mdx: { length: 2_000, work: 4_000 } };
const BEYOND = { markdown: { length: 30_000, work: 300 }, mdx: { length: 20_000, work: 600 } };

describe("work for a character is bounded", () => {
  const read = { markdown: (text: string) => markdown().read(text), mdx: (text: string) => mdx().read(text) };
  describe.each(["markdown", "mdx"] as const)("reading %s of", (format) => {
    it.each(Object.entries(MARKUP))("%s", { timeout: 60_000 }, async (_, make) => {
      for (const { length, work } of [WITHIN[format], BEYOND[format]]) {
        const text = make(length);
        expect((await countedWork(() => read[format](text))) / text.length).toBeLessThan(work);
      }
    });
  });
});

describe("the measure", () => {
  it("sees quadratic work", async () => {
    const quadratic = (text: string): number => {
      let sum = 0;
      for (let i = 0; i < text.length; i++) for (let j = 0; j < i; j++) sum ^= j;
      return sum;
    };
    expect(await growth(quadratic, (n) => "a".repeat(n), 500)).toBeGreaterThan(3.5);
  });
});
