import { growth } from "./counted-work.js"; // first: see there
import { beforeAll, describe, expect, it } from "vitest";
import { createRepairer, type Repairer } from "../src/index.js";

/** Texts that are short to describe and were, or could be, long to read. Each n characters long or a little more. */
const HOSTILE: Record<string, (n: number) => string> = {
  "one word again and again": (n) => "war ".repeat(n / 4),
  "a garbled sentence again and again": (n) => "The state division stated the warfare must finish. ".repeat(n / 50),
  "a garbled line again and again": (n) => "in line with officials with out a deal\n".repeat(n / 39),
  "one number": (n) => `six.${"7".repeat(n)}`,
  "numbers with points": (n) => "6.7".repeat(n / 3),
  ampersands: (n) => "&".repeat(n),
  "character references": (n) => "&#8217;".repeat(n / 7),
  "tags opened": (n) => "<b>".repeat(n / 3),
  "angle brackets": (n) => "<".repeat(n),
  "braces opened": (n) => "{a|".repeat(n / 3),
  "brackets opened": (n) => "[".repeat(n),
  "quotation marks": (n) => "“".repeat(n),
  "one long word": (n) => "a".repeat(n),
  "hyphens in a word": (n) => "state-".repeat(n / 6),
  "apostrophes in a word": (n) => "o'".repeat(n / 2),
  "an address": (n) => `http://${"a.".repeat(n / 2)}`,
  "at signs": (n) => "a@".repeat(n / 2),
  "full stops": (n) => ". ".repeat(n / 2),
  "line ends": (n) => "\n".repeat(n),
  "combining marks": (n) => `e${"\u0301".repeat(n)}`,
  "soft hyphens": (n) => "war\u00adfare ".repeat(n / 9),
  dollars: (n) => "$x ".repeat(n / 3),
};

/** Twice the text, at most a little more than twice the work. A list that is searched from the start each time would make it four times. */
const GROWTH = 2.6;

describe("work grows in proportion to the text:", () => {
  let repairer: Repairer;
  beforeAll(async () => {
    repairer = await createRepairer();
    repairer.repair("The state division stated the warfare must finish. ".repeat(40)); // what is made at first use only
  });

  it.each(Object.entries(HOSTILE))("repairing %s", { timeout: 60_000 }, async (_, make) => {
    expect(await growth((text) => repairer.repair(text), make, 3_000)).toBeLessThan(GROWTH);
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
