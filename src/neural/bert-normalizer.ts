import { ACCENT, IDEOGRAPH, PUNCTUATION, REMOVED, SPACE } from "./bert-characters.js";

/** A word as BERT reads it: lower case, without accents and control characters, every UTF-16 unit with its place in the text. */
export interface NormalisedWord {
  text: string;
  /** Where the character that the unit came from begins and ends in the text. */
  starts: number[];
  ends: number[];
}

enum Kind {
  letter,
  removed,
  space,
  accent,
  punctuation,
  ideograph,
}

/** Class of a code point, by the character tables. */
const kinds = new Uint8Array(0x110000);
for (const [table, kind] of [
  [REMOVED, Kind.removed],
  [SPACE, Kind.space],
  [ACCENT, Kind.accent],
  [PUNCTUATION, Kind.punctuation],
  [IDEOGRAPH, Kind.ideograph],
] as const) {
  let at = 0;
  const numbers = table.split(" ").map((digits) => Number.parseInt(digits, 36));
  for (let i = 0; i < numbers.length; i += 2) {
    kinds.fill(kind, at + numbers[i], at + numbers[i] + numbers[i + 1]);
    at += numbers[i] + numbers[i + 1];
  }
}
kinds.fill(Kind.removed, 0xd800, 0xe000); // halves of a pair

/**
 * Text → words, as HuggingFace's BertNormalizer (clean text, Chinese characters apart, accents off, lower case) and BertPreTokenizer
 * make them: split at white space, every punctuation mark and ideograph a word of its own. Linear in the text's length.
 */
export function* normalisedWords(text: string): Generator<NormalisedWord> {
  let word: NormalisedWord = { text: "", starts: [], ends: [] };
  for (let start = 0; start < text.length; ) {
    const code = text.codePointAt(start)!;
    const end = start + (code > 0xffff ? 2 : 1);
    const kind = kinds[code];
    for (const part of kind === Kind.removed ? [] : lowerCaseParts(code)) {
      const partKind = kind === Kind.letter ? kinds[part.codePointAt(0)!] : kind;
      if (partKind !== Kind.letter && word.text) {
        yield word;
        word = { text: "", starts: [], ends: [] };
      }
      if (partKind === Kind.space) continue;
      append(word, part, start, end);
      if (partKind === Kind.letter) continue;
      yield word;
      word = { text: "", starts: [], ends: [] };
    }
    start = end;
  }
  if (word.text) yield word;
}

function append(word: NormalisedWord, part: string, start: number, end: number): void {
  word.text += part;
  for (let i = 0; i < part.length; i++) {
    word.starts.push(start);
    word.ends.push(end);
  }
}

const ASCII = Array.from({ length: 0x80 }, (_, code) => [String.fromCharCode(code).toLowerCase()]);

/** A character's canonical decomposition, without accents, in lower case. */
function lowerCaseParts(code: number): readonly string[] {
  if (code < ASCII.length) return ASCII[code];
  const parts = [...String.fromCodePoint(code).normalize("NFD")];
  return parts.filter((part) => kinds[part.codePointAt(0)!] !== Kind.accent).map((part) => part.toLowerCase());
}
