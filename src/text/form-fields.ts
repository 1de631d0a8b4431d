import type { Span } from "../types.js";

/**
 * Form fields: brackets around what is to be filled in, in words of its own, as letters, contracts and mail programs have them.
 *
 *     Dear {first name}, your [order number] of «Order Date» …
 *          ^^^^^^^^^^^^       ^^^^^^^^^^^^^^    ^^^^^^^^^^^^
 *
 * A phrase names what is to be filled in if it ends in a word for that (name, date, address) and holds no word that only a sentence needs:
 * `{that a}`, `{in the city}` are no fields. In a text that has such fields in braces, braces around any other phrase without such a word are taken for fields too.
 */

const FILLED_IN = new Set(
  (
    "name surname forename firstname lastname nickname username initials title salutation pronoun address street city town county country state province postcode " +
    "zip code phone telephone mobile fax email e-mail website url link date deadline birthday birthdate number amount quantity count total price cost fee balance rate " +
    "percentage currency discount id identifier reference ref token password passcode pin signature company organisation organization employer product item order " +
    "invoice customer client recipient sender user manager position role salary location venue subject age gender logo placeholder field value variable"
  ).split(" "),
);

/** Words that stand in sentences, not in the names of fields; "your name" and "number of days" are names. */
const OF_SENTENCES = new Set(
  (
    "a an the this that these those some any each every no all both his her its their our my he she it they we i you who which what where when how if than then " +
    "in on at by for from to with within without into onto over under about after before as but so be is are was were been being am has have had having do does did " +
    "will would shall should can could may might must not more most other another such one two three"
  ).split(" "),
);

const WORD = "[\\p{L}\\d][\\p{L}\\d'’-]{0,40}";
const PHRASE = `${WORD}(?:\\s{1,2}${WORD}){0,6}`;
/** What may follow the name: a default, as in {first name|there}. */
const REST = "(?: ?[|:,=?!][^{}\\[\\]\\n]{0,80})?";
const FIELDS: readonly (readonly [mark: string, pattern: RegExp])[] = [
  ["{", new RegExp(`\\{ ?(?<name>${PHRASE})${REST} ?\\}`, "gu")],
  ["[", new RegExp(`\\[ ?(?<name>${PHRASE})${REST} ?\\](?![(\\[])`, "gu")], // a link's text is prose
  ["«", new RegExp(`« ?(?<name>${PHRASE}) ?»`, "gu")],
  ["%", new RegExp(`(?<![\\p{L}\\d%])%{1,2}(?<name>\\p{L}${PHRASE})%{1,2}(?![\\p{L}\\d%])`, "gu")],
];

/** By kind of bracket, then by place. */
export function formFields(text: string): Span[] {
  return FIELDS.filter(([mark]) => text.includes(mark)).flatMap(([mark, pattern]) => {
    const phrases = Array.from(text.matchAll(pattern), ({ index, 0: found, groups }) => {
      const words = groups!.name!.toLowerCase().split(/\s+/);
      const isName = !words.some((word) => OF_SENTENCES.has(word));
      return { span: { start: index, end: index + found.length }, isName, isFilledIn: isName && isFilledIn(words) };
    });
    const isForm = mark === "{" && phrases.some((phrase) => phrase.isFilledIn);
    return phrases.filter(({ isName, isFilledIn }) => isFilledIn || (isForm && isName)).map(({ span }) => span);
  });
}

/** "order number", "dates", "number of days". */
function isFilledIn(words: readonly string[]): boolean {
  const of = words.indexOf("of");
  const last = (of > 0 ? words[of - 1] : words.at(-1))!;
  return [last, last.replace(/s$/, ""), last.replace(/ies$/, "y"), last.replace(/es$/, "")].some((form) => FILLED_IN.has(form));
}
