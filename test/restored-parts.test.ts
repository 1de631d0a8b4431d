import { describe, expect, it } from "vitest";
import { marksIn, parseAnnotated } from "../src/train/annotated.js";
import { restoresMarks, restoresPart } from "../src/train/examples.js";

const { text, marks } = parseAnnotated(
  "id: a\ndomain: test\n---\nThe [[sensible actuality of the matter=>practical reality of the thing|plain truth of the matter]] is that [[warfare=>war]] is.",
);
const judged = (observed: string, replacement: string) => {
  const start = text.indexOf(observed);
  const end = start + observed.length;
  const touched = marksIn(marks, start, end);
  return { whole: restoresMarks(text, touched, start, end, replacement), part: restoresPart(text, touched, start, end, replacement) };
};

describe("an edit inside a mark of several words", () => {
  it("restores its part when the words stand there in an accepted original", () => {
    expect(judged("sensible", "practical")).toEqual({ whole: false, part: true });
    expect(judged("actuality", "reality")).toEqual({ whole: false, part: true });
    expect(judged("sensible actuality", "plain truth")).toEqual({ whole: true, part: true });
    expect(judged("matter", "thing")).toEqual({ whole: false, part: true });
  });

  it("does not when they stand elsewhere in it, or nowhere", () => {
    expect(judged("sensible", "thing").part).toBe(false);
    expect(judged("matter", "practical").part).toBe(false);
    expect(judged("actuality", "fact").part).toBe(false);
  });

  it("restores nothing outside marks or over their edge", () => {
    expect(judged("The", "This").part).toBe(false);
    expect(judged("that warfare", "that war")).toEqual({ whole: true, part: true });
    expect(judged("that warfare", "war").part).toBe(false);
  });
});
