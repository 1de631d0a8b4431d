import fc from "fast-check";

/** Pieces that stand in texts: garbled sentences, names, numbers, markup, scripts from right to left, marks, emoji, long words. */
export const GARBLED = [
  "The US state division stated on Tuesday that the warfare must finish with out a deal, in line with officers.",
  "Greater than two dozen individuals have been killed within the assault, police stated.",
  "He additionally stated that one of many largest corporations had been dominated out of the deal.",
  "2 sides had agreed {that a} deal was close to.",
  "Prices rose six.7% within the the first half, the most since the Nineteen Eighties.",
  "STATE DIVISION STATED WARFARE MUST FINISH",
];
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...GARBLED) },
  { weight: 2, arbitrary: fc.constantFrom("Angela Merkel", "McDonald’s", "O'Brien", "al-Qaeda", "U.S.", "AT&T", "iPhone") },
  { weight: 2, arbitrary: fc.constantFrom("1,234.5", "$5bn", "007", "10am", "1980s", "3-2", "½", "٣٤") },
  { weight: 2, arbitrary: fc.constantFrom("<b>war</b>", "{user}", "{a|b}", "&#8217;", "&nbsp;", "**bold**", "[x](y)", "`code`", "https://a.ca/x?y=1", "%s") },
  { weight: 1, arbitrary: fc.constantFrom("הממשלה", "الحكومة", "государство", "政府", "\u202bwar\u202c") },
  { weight: 1, arbitrary: fc.constantFrom("e\u0301tat", "Z\u0351\u036b\u0343", "sta\u00adted", "war\u200bfare", "\ufeff") },
  { weight: 1, arbitrary: fc.constantFrom("👩‍👩‍👧", "🏳️‍🌈", "🇺🇸", "\ud83d") },
  { weight: 1, arbitrary: fc.constantFrom("a".repeat(300), "antidisestablishmentarianism", "x-".repeat(80)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
);
const joint = fc.constantFrom(" ", " ", " ", "\n", "\n\n", "\t", "", "\u00a0", ", ", " (", "\r\n");

/** A text of up to some dozen pieces. */
export const textLike = fc.array(fc.tuple(piece, joint), { maxLength: 14 }).map((pieces) => pieces.flat().join(""));
