import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreeingArticle, articleBefore, withCaseOf } from "../src/text/surface.js";

describe("case", () => {
  it.each([
    ["stated", "said", "said"],
    ["Stated", "said", "Said"],
    ["STATED", "said", "SAID"],
    ["state division", "State Department", "State Department"],
    ["State Division", "state department", "State Department"],
    ["State division", "state department", "State department"],
    ["STATE DIVISION", "state department", "STATE DEPARTMENT"],
    ["Chief of Employees", "chief of staff", "Chief of Staff"],
    ["warfare", "World War", "World War"],
    ["2", "two", "two"],
    ["12 Months", "year", "Year"],
    ["A", "one", "One"],
    ["“", "war", "war"],
  ])("of %s on %s is %s", (observed, replacement, expected) => expect(withCaseOf(observed, replacement)).toBe(expected));

  const words = fc.stringMatching(/^[a-z]{2,9}( [a-z]{2,9}){0,2}$/);

  it("is left as it is when the observed text is in lower case", () => {
    fc.assert(fc.property(words, words, (observed, replacement) => withCaseOf(observed, replacement) === replacement));
  });

  it("changes nothing but case", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), words, (observed, replacement) => withCaseOf(observed, replacement).toLowerCase() === replacement));
  });

  it("keeps an initial capital", () => {
    fc.assert(
      fc.property(words, words, (observed, replacement) => {
        const capital = observed[0]!.toUpperCase() + observed.slice(1);
        expect(withCaseOf(capital, replacement)[0]).toBe(replacement[0]!.toUpperCase());
      }),
    );
  });
});

describe("articles", () => {
  it.each(
    Object.entries({
      an: "apple end issue old umbrella hour honest honour heir MP SUV FBI NBA 8 80 11 18 X-ray unimportant uninvited".split(" "),
      a: "war house university union unit use usual user European euro one once ubiquitous US UN BBC 1 5 100 year young hotel uranium utility".split(" "),
    }).flatMap(([article, words]) => words.map((word) => [article, word])),
  )("%s %s", (article, word) => expect(articleBefore(word!)).toBe(article));

  it("agree with the next word and keep their capital", () => {
    expect(agreeingArticle("a", "end")).toBe("an");
    expect(agreeingArticle("An", "war")).toBe("A");
    expect(agreeingArticle("A", "end")).toBe("An");
  });

  it("are the only words that change", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (word, next) => /^an?$/i.test(word) || agreeingArticle(word, next) === word));
  });

  it("are settled after one time", () => {
    fc.assert(
      fc.property(fc.constantFrom("a", "an", "A", "An"), fc.string(), (article, next) => {
        const once = agreeingArticle(article, next);
        return agreeingArticle(once, next) === once && once.toLowerCase().replace("n", "") === "a";
      }),
    );
  });
});
