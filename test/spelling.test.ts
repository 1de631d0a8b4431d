import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spelling } from "../src/decode/spelling.js";

const words = fc
  .array(fc.constantFrom("war", "warfare", "didn’t", "2", "two", "the", "well-known", ",", "naïve"), { maxLength: 4 })
  .map((list) => list.join(" "));

describe("the letters of an edit", () => {
  it("are as similar one way as the other, alike only to themselves", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const { similarity } = spelling(a, b);
        expect(similarity).toBe(spelling(b, a).similarity);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity === 1).toBe(a === b);
        expect(spelling(a.toUpperCase(), b)).toEqual(spelling(a, b));
      }),
    );
  });

  it("tell digits that come or go, commas and hyphens from both sides", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const { digits, commas, hyphens } = spelling(a, b);
        expect(digits).toBe(a.includes("2") === b.includes("2") ? 0 : 1);
        expect(commas).toBe([...`${a}${b}`].filter((letter) => letter === ",").length);
        expect(hyphens).toBe([...`${a}${b}`].filter((letter) => letter === "-").length);
      }),
    );
  });

  it.each([
    ["haven’t", "have not", 1],
    ["they're", "they are", 1],
    ["won't ever", "will never", 1],
    ["Britain’s", "the country’s", 0],
    ["have not", "haven't", 0],
    ["d’Azur", "azure", 0],
  ])("know %s as a contraction or not", (observed, original, contraction) => {
    expect(spelling(observed, original).contraction).toBe(contraction);
  });

  it("count function words", () => {
    expect(spelling("in all", "of")).toMatchObject({ functionWords: 0.5, originalFunctionWords: 1 });
    expect(spelling("", "")).toMatchObject({ functionWords: 0, similarity: 1 });
  });
});
