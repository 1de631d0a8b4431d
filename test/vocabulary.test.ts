import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelFile, writeModelFile } from "../src/model/model-file.js";
import { makeVocabulary, readVocabulary, SPECIAL_FORMS } from "../src/model/vocabulary.js";

const forms = fc.uniqueArray(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((s) => !/\p{Cs}/u.test(s) && !SPECIAL_FORMS.includes(s)),
  {
    maxLength: 200,
  },
);

describe("vocabulary", () => {
  it("finds every form, after a round trip through a file too", () => {
    fc.assert(
      fc.property(forms, (words) => {
        const all = [...SPECIAL_FORMS, ...words];
        const capitals = Uint8Array.from(all, (_, id) => id % 256);
        const made = makeVocabulary(all, capitals);
        for (const vocabulary of [made, readVocabulary(new ModelFile(writeModelFile(made.sections(), {})))]) {
          expect(vocabulary.size).toBe(all.length);
          all.forEach((form, id) => {
            expect(vocabulary.word(id)).toBe(form);
            expect(vocabulary.capitalRate(id)).toBe(capitals[id]);
            if (id > 0) expect(vocabulary.id(form)).toBe(id);
          });
        }
      }),
    );
  });

  it("gives 0 for every other string", () => {
    const vocabulary = makeVocabulary([...SPECIAL_FORMS, "war", "warfare", "café"]);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (form) => {
        fc.pre(!["<s>", "war", "warfare", "café"].includes(form));
        expect(vocabulary.id(form)).toBe(0);
      }),
    );
    expect(vocabulary.id("caf\u00e8")).toBe(0);
    expect(vocabulary.id("")).toBe(0);
  });

  it("refuses lists it cannot hold", () => {
    expect(() => makeVocabulary(["the"])).toThrow("starts with <unk> <s>");
    expect(() => makeVocabulary([...SPECIAL_FORMS, "x".repeat(256)])).toThrow("longer than 255 bytes");
    expect(() => makeVocabulary([...SPECIAL_FORMS, ...Array.from({ length: 65_534 }, (_, i) => `w${i}`)])).toThrow("too many");
  });
});
