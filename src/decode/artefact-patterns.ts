import type { Pattern, Span } from "../types.js";

/** A place where a text has regular garble. */
export interface Artefact extends Span {
  pattern: Pattern;
  /** What should stand there. */
  replacement: string;
  /** 0..1: that this restores the original. */
  probability: number;
}

/*
 * The probabilities: in 4.5 million words of clean news and encyclopaedia (news-allsides, news-dailymail2020, news-brown, general-wikitext2)
 * digits glued to number words, doubled possessives and braces do not occur, decades in words once, and of 60 doubled words that were looked
 * at 57 were slips. A spinner makes them all the time; what is left of doubt is about the exact original. With doubled words it is greater:
 * the original of "get admission to to" is "access to".
 */
const CERTAIN = 0.97;
const DOUBLED = 0.8;

const NUMBERS = new Map(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    .split(" ")
    .map((word, value) => [word, String(value)]),
);
const NUMBER_WORD = [...NUMBERS.keys()].join("|");
const DECADES = new Map("tens twenties thirties forties fifties sixties seventies eighties nineties".split(" ").map((word, i) => [word, `${i + 1}0s`]));

/** A number word before a decimal's digits: "six.7%" → "6.7%", "$two.5bn" → "$2.5bn". Not "only one.5 The", where 5 is a note. */
export function decimalAfterWord(text: string): Artefact[] {
  const pattern = new RegExp(`(?<![\\p{L}\\d.'’_-])(?<!ty[ -])(${NUMBER_WORD})(?=\\.\\d+(?![\\d.]*\\p{L}{5})(?!\\s+\\p{Lu}))`, "giu");
  return numbers(text, pattern);
}

/** A number word among digits and marks that belong to a number: "6.seven%" → "6.7%", "two,000" → "2,000". */
export function wordInNumber(text: string): Artefact[] {
  const before = `(?<![\\p{L}\\d.'’_-])(${NUMBER_WORD})(?=,\\d{3}(?!\\d))`;
  const after = `(?<=(?<![\\p{L}\\d.])\\d{1,6}\\.)(${NUMBER_WORD})(?![\\p{L}\\d'’_-])`;
  return numbers(text, new RegExp(`${before}|${after}`, "giu"));
}

/** A score with one side in words: "6-Three" → "6-3", "six-2" → "6-2". Not "one-100th", "the One-77", "a 7-Eleven", "a 3-one-2". */
export function scoreInWords(text: string): Artefact[] {
  const low = [...NUMBERS.keys()].slice(0, 11).join("|"); // spinners replace the digits 0 to 10
  const second = `(?<=(?<![\\p{L}\\d.,-])\\d{1,2}[-–])(${low})(?![\\p{L}\\d'’_-])`;
  const first = `(?<![\\p{L}\\d.'’_–-])(${low})(?=[-–]\\d{1,2}(?![\\p{L}\\d-]|[.,]\\d))`;
  const lowerCase = (found: string): boolean => found === found.toLowerCase();
  return [...numbers(text, new RegExp(second, "giu")), ...numbers(text, new RegExp(first, "gu")).filter(({ start, end }) => lowerCase(text.slice(start, end)))];
}

/** A decade in words: "Nineteen Eighties" → "1980s". */
export function decadeInWords(text: string): Artefact[] {
  const pattern = new RegExp(`(?<![\\p{L}\\d'’_])(seventeen|eighteen|nineteen) (${[...DECADES.keys()].join("|")})(?![\\p{L}\\d'’_-])`, "giu");
  return found(text, pattern, "decade", CERTAIN, ([, century, decade]) => NUMBERS.get(century!.toLowerCase())! + DECADES.get(decade!.toLowerCase())!);
}

/**
 * A word that stands twice because a substitution brought one along: "within the the" → "within the". Only words that good prose never
 * doubles ("had had", "that that", "what it is is", "went in in" are left).
 */
export function doubledWord(text: string): Artefact[] {
  const pattern =
    /(?<![\p{L}\d'’_-])(an?|and|are|as|at|by|from|into|its|of|or|our|than|the|their|to|was|were|with)(?:[ \u00a0]{1,2}\1){1,3}(?![\p{L}\d'’_-])/giu;
  return found(text, pattern, "doubled word", DOUBLED, ([all, word]) => {
    const second = all!.slice(-word!.length);
    return second === word || second === second.toLowerCase() ? word : undefined; // "the The Times" is a name
  });
}

/** A possessive that was given a second ending: "men's's" → "men's". */
export function doubledPossessive(text: string): Artefact[] {
  return found(text, /(?<=\p{L})(['’]s)['’]s(?![\p{L}\d])/giu, "doubled possessive", CERTAIN, ([, ending]) => ending);
}

const numbers = (text: string, pattern: RegExp): Artefact[] => found(text, pattern, "number", CERTAIN, ([word]) => NUMBERS.get(word.toLowerCase()));

function found(text: string, pattern: RegExp, name: Pattern, probability: number, replace: (match: RegExpExecArray) => string | undefined): Artefact[] {
  const artefacts: Artefact[] = [];
  for (const match of text.matchAll(pattern)) {
    const replacement = replace(match);
    if (replacement !== undefined) artefacts.push({ start: match.index, end: match.index + match[0].length, pattern: name, replacement, probability });
  }
  return artefacts;
}
