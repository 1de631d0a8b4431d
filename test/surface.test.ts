import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreeingArticle, articleBefore, isSentenceStart, letteringOf, withBreaksOf, withCaseOf } from "../src/text/surface.js";

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
    ["Apple smartphone", "iPhone", "iPhone"],
    ["Apple Smartphone", "iPhone", "iPhone"],
    ["Federal Bureau of Investigation", "FBI", "FBI"],
    ["The Federal Bureau", "the FBI", "The FBI"],
    ["OVERSEAS MINISTER", "Foreign Minister", "FOREIGN MINISTER"],
    ["NATO", "North Atlantic alliance", "North Atlantic alliance"],
    ["BBC", "corporation", "Corporation"],
    ["WAR", "conflict", "CONFLICT"],
    ["FINISHED", "World War", "World War"],
    ["US TV", "British set", "British Set"],
    ["US TVS", "British sets", "British Sets"],
    ["State of the", "state department", "State department"],
    ["State of War in progress", "state department", "State department"],
  ])("of %s on %s is %s", (observed, replacement, expected) => expect(withCaseOf(observed, replacement)).toBe(expected));

  it.each([
    ["2", "two", "capitals", false, "TWO"],
    ["WARFARE", "war", "capitals", false, "WAR"],
    ["FIRM", "iPhone", "capitals", false, "IPHONE"],
    ["warfare", "war", "capitals", false, "war"],
    ["2 sides", "two sides", "sentence", true, "two sides"],
    ["2", "two", "sentence", true, "Two"],
    ["2", "two", "title", false, "Two"],
    ["Finish", "bring to an end", "title", false, "Bring to an End"],
    ["Finish", "bring to an end", "sentence", true, "Bring to an end"],
  ] as const)("of %s on %s in a line in %s, at its start %s: %s", (observed, replacement, lettering, start, expected) =>
    expect(withCaseOf(observed, replacement, lettering, start)).toBe(expected),
  );

  it.each([
    ["STATE DIVISION SAYS", "capitals"],
    ["US UK", "capitals"],
    ["US", "sentence"],
    ["State Division Stated", "title"],
    ["State Division of the War", "title"],
    ["State Division", "sentence"],
    ["The state division", "sentence"],
    ["", "sentence"],
    ["2 - 47 1000", "sentence"],
    ["政府 政府", "sentence"],
    [Array(20).fill("War").join(" "), "title"],
    [Array(21).fill("War").join(" "), "sentence"],
  ])("around, “%s”, is %s", (words, lettering) => expect(letteringOf(words.split(" "))).toBe(lettering));

  it.each([
    ["|2 sides", true],
    ["It ended.  |2 sides", true],
    ["Title\n \n |2 sides", true],
    ["- |2 sides", true],
    ["•  |2 sides", true],
    ["  12. |2 sides", true],
    ["Title\n1)  |2 sides", true],
    ["It ended after the very long war of |2 sides", false],
    ["It ended. |2 sides", true],
    ["It ended.” “|2 sides", true],
    ["Title\n\n|2 sides", true],
    ["Title\n- |2 sides", true],
    ["1. |2 sides", true],
    ["that the |2 sides", false],
    ["that the\n|2 sides", false],
    ["approx, |2", false],
  ])("a sentence starts at the bar of “%s”: %s", (marked, expected) => expect(isSentenceStart(marked.replace("|", ""), marked.indexOf("|"))).toBe(expected));

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
      an: "apple end issue old umbrella hour honest honour heir MP SUV FBI NBA 8 80 11 18 X-ray unimportant uninvited unidentified unideal unimaginable unissued unironic umpire ultra Uzbek usher ugly upper ulcer oneiric onerous hourly NFL MRI".split(
        " ",
      ),
      a: "unanimous unanimity Ugandan Ukrainian utopian utensil uterus utility Utah one-off one-sided unilateral unicorn uniform unionised unisex unidirectional unimodal unipolar NATO NASA UNESCO UFO useful usurper urine urology eulogy ewe Uruguayan ukulele war house university union unit use usual user European Ulysses Uighur Ewing oneness SIM euro one once ubiquitous US UN BBC 1 5 100 year young hotel uranium utility".split(
        " ",
      ),
    }).flatMap(([article, words]) => words.map((word) => [article, word])),
  )("%s %s", (article, word) => expect(articleBefore(word!)).toBe(article));

  it("agree with the next word and keep their capital", () => {
    expect(agreeingArticle("a", "end")).toBe("an");
    expect(agreeingArticle("An", "war")).toBe("A");
    expect(agreeingArticle("A", "end")).toBe("An");
  });

  it("in a headline are in capitals, and its words are no abbreviations", () => {
    expect(agreeingArticle("A", "END", "capitals")).toBe("AN");
    expect(agreeingArticle("AN", "MAN", "capitals")).toBe("A");
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

describe("line breaks", () => {
  it.each([
    ["in\nline with", "according to", "according\nto"],
    ["in line\n    with", "according to", "according\n    to"],
    ["with\r\nout", "without", "without"],
    ["state division", "State Department", "State Department"],
    ["a\nb\nc", "one two three", "one\ntwo\nthree"],
    ["a b c d\ne", "one two", "one\ntwo"],
  ])("of %j in %j", (observed, replacement, expected) => expect(withBreaksOf(observed, replacement)).toBe(expected));
});
