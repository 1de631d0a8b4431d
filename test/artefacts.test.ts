import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decadeInWords, decimalAfterWord, doubledPossessive, doubledWord, scoreInWords, wordInNumber } from "../src/decode/artefact-patterns.js";
import { withArtefacts } from "../src/decode/artefacts.js";
import { applyEdits, createRepairer } from "../src/index.js";
import { splitSentences } from "../src/text/sentences.js";
import { readTerms } from "../src/text/terms.js";
import { tokenize } from "../src/text/tokenize.js";
import { trainToyModel } from "../src/train/toy-model.js";
import type { Edit } from "../src/types.js";

const model = trainToyModel([
  "The results for the initial quarter were good, and the deal was worth 5 million dollars.",
  "Sales rose in the initial quarter of the year.",
  "He said that a deal was near and that a deal was good.",
  "He won the first match of the season in the first round.",
]);

const closedOf = (text: string) => tokenize(text).filter(({ kind }) => kind === "protected");
const undo = (text: string, edits: readonly Edit[] = []): string => applyEdits(text, withArtefacts(text, edits, closedOf(text), model, 0));

/** An edit as the dictionary makes it. */
function dictionaryEdit(text: string, observed: string, replacement: string, probability: number): Edit {
  const start = text.indexOf(observed);
  const evidence = { head: replacement, form: observed, styles: [], context: 0, topic: 0, channel: 0, reading: 0, substituted: 0, uses: 1 };
  return { start, end: start + observed.length, observed, replacement, probability, alternatives: [], evidence };
}

describe("artefacts", () => {
  it.each([
    ["He said {that a} deal was near.", "He said that a deal was near."],
    ["It was good, and {the deal was} worth 5 million dollars.", "It was good, and the deal was worth 5 million dollars."],
    ["results for initial|the initial} quarter", "results for the initial quarter"],
    ["results for {the initial|the preliminary} quarter", "results for the initial quarter"],
    ["results for {the initial|preliminary quarter", "results for the initial quarter"],
    ["worth 5 million dollars} on Friday", "worth 5 million dollars on Friday"],
    ["It rose six.7% to $two.5bn.", "It rose 6.7% to $2.5bn."],
    ["It fell 6.seven% to two,000.", "It fell 6.7% to 2,000."],
    ["They won 6-Three, seven-5.", "They won 6-3, 7-5."],
    ["in the Nineteen Eighties and nineteen nineties", "in the 1980s and 1990s"],
    ["since the mid-Nineteen Sixties", "since the mid-1960s"],
    ["within the the first week of of May", "within the first week of May"],
    ["The the men’s’s team and women's's team", "The men’s team and women's team"],
  ])("undoes %s", (garbled, original) => {
    expect(undo(garbled)).toBe(original);
  });

  it.each([
    "He had had enough, and knew that that man was there.",
    "What it is is a game; they went in in a hurry.",
    "I read the The Times of London.",
    "One-100th of the One-77 hypercars were sold at a 7-Eleven in Seven-11 Street.",
    "It took two to tango, nine to five, in the nineteen-eighties.",
    "There is only one.5 The other was sold.",
    "Forty-two.5 is odd, and so is fifty two.5 here.",
    "See https://example.org/{that}/six.7/the%20the and mail six.7@example.org.",
    `The code is \${name} or {{title}} or f{value} or {key: 1} or {x} or \`{item}\`.`,
    "Home | News | Sport",
    "",
  ])("leaves %s", (text) => {
    expect(undo(text)).toBe(text);
  });

  it("says which pattern, and what stands in the text", () => {
    const [edit] = withArtefacts("in the Nineteen Eighties", [], [], model, 0);
    expect(edit).toMatchObject({ observed: "Nineteen Eighties", replacement: "1980s", start: 7, end: 24, evidence: { pattern: "decade" } });
  });

  it("lets what is inside braces be changed on its own", () => {
    const text = "the {state division} said";
    expect(undo(text, [dictionaryEdit(text, "state division", "state department", 0.4)])).toBe("the state department said");
    const choice = "for the initial|preliminary} quarter";
    expect(undo(choice, [dictionaryEdit(choice, "initial", "first", 0.9)])).toBe("for the first quarter");
  });

  it("takes the place of edits inside it, and gives way to a more probable one it overlaps otherwise", () => {
    const text = "within the the first week";
    expect(undo(text, [dictionaryEdit(text, "the first", "week one of", 0.99)])).toBe("within the week one of week");
    expect(undo(text, [dictionaryEdit(text, "the first", "week one of", 0.3)])).toBe("within the first week");
    const decade = "the Nineteen Eighties";
    expect(undo(decade, [dictionaryEdit(decade, "Nineteen", "19", 0.99)])).toBe("the 1980s");
  });

  it("leaves what is less probable than asked for", () => {
    expect(withArtefacts("{that a} deal for initial|the initial} quarter", [], [], model, 0.9).map(({ observed }) => observed)).toEqual(["{that a}"]);
  });

  it("gives sorted edits without overlaps that fit the text, whatever the text", () => {
    const part = fc.constantFrom(
      "{",
      "}",
      "|",
      " ",
      "the",
      "the the",
      "six",
      ".7",
      "6-",
      "Three",
      "nineteen",
      " eighties",
      "'s",
      "’s’s",
      "men",
      ",000",
      "\n",
      "https://a.org/",
    );
    const text = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (garbled) => {
        const edits = withArtefacts(garbled, [], closedOf(garbled), model, 0);
        let free = 0;
        for (const { start, end, observed } of edits) {
          expect(start).toBeGreaterThanOrEqual(free);
          expect(end).toBeGreaterThan(start);
          expect(observed).toBe(garbled.slice(start, end));
          free = end;
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([decadeInWords, decimalAfterWord, doubledPossessive, doubledWord, scoreInWords, wordInNumber])("%o needs time linear in the text", (pattern) => {
    const time = (text: string): number => {
      const started = performance.now();
      pattern(text);
      return performance.now() - started;
    };
    for (const piece of ["the ", "1.", "six-", "'s", "a"]) expect(time(piece.repeat(30_000))).toBeLessThan(2000);
  });
});

describe("placeholders", () => {
  const GARBLED =
    "The US state division stated on Tuesday that the warfare must finish with out a deal, in line with officers. Greater than two dozen individuals have been killed within the assault.";
  const holders = [
    "{user}",
    "{count}",
    "{a|b}",
    "{start|stop}",
    `\${x}`,
    "{{x}}",
    "{{ x + 1 }}",
    "{% if war %}",
    "#{war}",
    "%s",
    "%d",
    "%(name)s",
    "%{name}",
    ":name",
    "/users/{id}",
    "/api/v1/warfare",
    "{company name}",
    "{first name}",
    "{Store Name}",
    "{SHIPPING ADDRESS}",
    "{current city}",
    "{number of days}",
    "{first name|friend}",
    "{first name: there}",
    "{ user }",
    "{{ user.name }}",
    "{{first name}}",
    "[store name]",
    "[your order numbers]",
    "«Store Name»",
    "%store name%",
    "%%store name%%",
    "<first name>",
    "user_count",
    "`the warfare`",
    "state()",
    "<%= war %>",
    "{count, plural, one {item} other {items}}",
  ];

  it.each(holders.map((holder) => [holder]))("%j survives in garbled text, alone and among words", async (holder) => {
    const repairer = await repairerOfAll;
    const text = `Howdy ${holder}, the warfare price ${holder} for individuals.\n\n${holder}\n\n${GARBLED} He stated ${holder} to the overseas minister.`;
    const { text: repaired, verdict } = repairer.repair(text);
    expect(verdict.garbled).toBe(true);
    expect(repaired).toContain("State Department");
    expect(repaired.split(holder)).toHaveLength(5);
  });

  it.each(["{last_name}", "{store name}", "[order number]"])("a letter with %s keeps its fields, and what a spinner left goes", async (field) => {
    const repairer = await repairerOfAll;
    const { text } = repairer.repair(
      `Dear ${field}, you had been shipped {the product} by {sales agent}. ${GARBLED} The minister stated {that a} deal was close to.`,
    );
    expect(text).toContain(field);
    expect(text).toContain("said that a deal");
    if (field.startsWith("{store")) expect(text).toContain("{sales agent}");
  });

  it("braces around what is needed go, but not when only what is sure is asked for", async () => {
    const repairer = await repairerOfAll;
    const text = `${GARBLED} The minister stated {that a} deal was close to.`;
    expect(repairer.repair(text).text).toContain("said that a deal");
    expect(repairer.repair(text, { safe: true }).text).toContain("{that a}");
    expect((await createRepairer({ safe: true })).repair(text)).toEqual(repairer.repair(text, { safe: true }));
  });
});

const repairerOfAll = createRepairer();

describe("braces", () => {
  it("are no terms, and no phrase runs across them", () => {
    const [terms] = splitSentences(readTerms("the {state division} said", tokenize("the {state division} said")));
    expect(terms!.map(({ form, gap }) => [form, gap])).toEqual([
      ["the", false],
      ["state", true],
      ["division", false],
      ["said", true],
    ]);
  });
});

describe("a repairer", () => {
  const garbled =
    "The US state division stated on Tuesday {that a} deal was near. The 2 sides had agreed to finish the warfare, the overseas minister stated, and additionally stated his nation would deal with the difficulty with out delay. Prices rose six.7% within the the first half, the most since the Nineteen Eighties.";

  it("undoes artefacts beside the dictionary's edits in a garbled document", async () => {
    const { text } = (await createRepairer({ minVerdict: 0 })).repair(garbled);
    for (const part of [" that a ", "6.7%", "since the 1980s"]) expect(text).toContain(part);
    expect(text).not.toMatch(/[{}]|the the/);
  });

  it("leaves artefacts in a document that is not judged garbled", async () => {
    expect((await createRepairer({ minVerdict: 1 })).repair(garbled).text).toBe(garbled);
  });
});
