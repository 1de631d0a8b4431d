import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../src/random.js";
import { splitSentences } from "../src/text/sentences.js";
import { readTerms } from "../src/text/terms.js";
import { tokenize } from "../src/text/tokenize.js";
import { shortened } from "../src/train/examples.js";

const sentence = fc.array(fc.constantFrom("war", "and", "peace", "is", "long"), { minLength: 1, maxLength: 12 }).map((words) => `The ${words.join(" ")}.`);
const text = fc.array(sentence, { minLength: 1, maxLength: 12 }).map((sentences) => sentences.join(" "));
const sentencesOf = (of: string) => splitSentences(readTerms(of, tokenize(of)));

describe("a shortened document", () => {
  it("is the first sentences of the text, at least twelve words or all of them", () => {
    fc.assert(
      fc.property(text, fc.nat(), (whole, seed) => {
        const short = shortened(whole, seededRandom(seed));
        expect(whole.startsWith(short)).toBe(true);
        const [some, all] = [sentencesOf(short), sentencesOf(whole)];
        expect(all.slice(0, some.length)).toEqual(some);
        const words = some.reduce((sum, { length }) => sum + length, 0);
        expect(words >= 12 || short === whole).toBe(true);
      }),
    );
  });

  it("may be of any length", () => {
    const whole = "The war is long. ".repeat(40).trim();
    const lengths = Array.from({ length: 60 }, (_, seed) => shortened(whole, seededRandom(seed)).length);
    expect(Math.min(...lengths)).toBeLessThan(100);
    expect(Math.max(...lengths)).toBeGreaterThan(400);
  });

  it("of nothing is nothing", () => {
    expect(shortened("", seededRandom(1))).toBe("");
  });
});
