import fc from "fast-check";
import { distance as editDistance } from "fastest-levenshtein";
import { describe, expect, it } from "vitest";
import { NearForms } from "../src/dictionary/near-forms.js";
import { createRepairer } from "../src/index.js";
import { splitSentences } from "../src/text/sentences.js";
import { readTerms } from "../src/text/terms.js";
import { tokenize } from "../src/text/tokenize.js";

const TERMS = ["division", "government", "newshounds", "religious", "stated", "slated", "warfare", "war", "12"];

const sentencesOf = (text: string) => splitSentences(readTerms(text, tokenize(text)));

/** The forms a text is read in. */
const read = (text: string, known: readonly string[] = []): string => {
  const near = new NearForms(TERMS, (form) => TERMS.includes(form) || known.includes(form));
  return near
    .read(text, sentencesOf(text))
    .flat()
    .map(({ form }) => form)
    .join(" ");
};

describe("near forms", () => {
  it.each([
    ["goverment", "government", "a letter left out"],
    ["governmment", "government", "a letter too many"],
    ["warfure", "warfare", "a letter exchanged"],
    ["newshuonds", "newshounds", "two letters swapped, in a long word"],
  ])("reads %s as %s: %s", (word, term) => {
    expect(new NearForms(TERMS, () => false).nearest(word)).toBe(term);
  });

  it.each([
    ["sdated", "two terms are as near"],
    ["warr", "shorter than five letters"],
    ["wafrare", "two edits away, and shorter than nine letters"],
    ["irreligious", "another first letter"],
    ["zzzzzzzzz", "nothing is near"],
  ])("leaves %s: %s", (word) => {
    expect(new NearForms(TERMS, () => false).nearest(word)).toBeUndefined();
  });

  it("finds what a search through all terms finds", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 3, maxLength: 13 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, (terms, query) => {
        expect(new NearForms(terms, () => false).nearest(query)).toBe(nearestOfAll(terms, query));
      }),
      { numRuns: 500 },
    );
  });

  it("reads unknown lower-case words only, spans untouched", () => {
    const text = "The goverment of Goverment has divission, colour and warfare.";
    expect(read(text, ["colour"])).toBe("the government of goverment has division , colour and warfare .");
    const near = new NearForms(TERMS, (form) => !["goverment", "divission"].includes(form));
    const spans = (sentences: readonly (readonly { start: number; end: number }[])[]) => sentences.flat().map(({ start, end }) => [start, end]);
    expect(spans(near.read(text, sentencesOf(text)))).toEqual(spans(sentencesOf(text)));
  });

  it("gives back its argument when nothing is read otherwise", () => {
    const sentences = sentencesOf("The government stated warfare.");
    expect(new NearForms(TERMS, () => true).read("The government stated warfare.", sentences)).toBe(sentences);
  });

  it("leaves a text that is mostly unknown", () => {
    const text = "goverment divission warfaree religous goverment divission";
    expect(read(text)).toBe(text);
  });
});

describe("a repairer", () => {
  const text = (word: string) =>
    `The US state division ${word} on Tuesday that the 2 sides had agreed to finish the warfare. “The assembly was a sensible begin,” the overseas minister stated, and additionally stated his nation would deal with the difficulty with out delay.`;

  it("repairs a misspelt substitution in a garbled text, and replaces what stands there", async () => {
    const repairer = await createRepairer({ minVerdict: 0, minProbability: 0.1 });
    const edits = repairer.repair(text("statedd")).edits;
    expect(edits).toContainEqual(expect.objectContaining({ observed: "statedd", replacement: "said" }));
  });

  it("leaves a misspelt word its user protects", async () => {
    const repairer = await createRepairer({ minVerdict: 0, minProbability: 0.1, leaveAlone: ["statedd"] });
    expect(repairer.repair(text("statedd")).text).toContain("statedd");
  });
});

/** The naive oracle. */
function nearestOfAll(terms: readonly string[], word: string): string | undefined {
  if (word.length < 5) return undefined;
  const allowed = word.length < 9 ? 1 : 2;
  const near = terms
    .filter((term) => term.length >= 4 && term[0] === word[0])
    .map((term) => ({ term, distance: editDistance(word, term) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance);
  return near.length > 1 && near[1]!.distance === near[0]!.distance ? undefined : near[0]?.term;
}
