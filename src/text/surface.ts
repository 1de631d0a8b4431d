/**
 * Case and article: how an original's words are written in the place of the observed ones.
 */

/** How the words around a place are written. */
export type Lettering = "sentence" | "title" | "capitals";

/**
 * The replacement in the case of the observed text: all capitals when that has them, an initial capital kept, every word capitalised when
 * all the observed words are. Capitals of the replacement's own (FBI, iPhone) stay. A text without letters ("2") tells nothing: there the
 * lettering around decides, and whether a sentence starts.
 *
 * @example withCaseOf("Stated", "said") // "Said"
 * @example withCaseOf("State Division", "state department") // "State Department"
 * @example withCaseOf("2", "two", "sentence", true) // "Two"
 */
export function withCaseOf(observed: string, replacement: string, lettering: Lettering = "sentence", startsSentence = false): string {
  const letters = observed.replace(/[^\p{L}]/gu, "");
  const upper = letters !== "" && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
  if (lettering === "capitals" && (upper || letters === "")) return replacement.toUpperCase();
  const words = observed.match(/\p{L}[\p{L}'’]*/gu) ?? [];
  if (upper && letters.length > 1 && (replacement === replacement.toLowerCase() || (words.length > 1 && letters.length > 5))) {
    return [...letters].length > 3 || /[aeiou]/i.test(letters) ? replacement.toUpperCase() : capitalised(replacement);
  }
  if (letters === "") return lettering === "title" ? titleCase(replacement) : startsSentence ? capitalised(replacement) : replacement;
  if (!isCapitalised(observed)) return replacement;
  const titled = words.length > 1 && words.every((word) => isCapitalised(word) || SMALL.has(word)) && words.slice(1).some(isCapitalised);
  return titled || lettering === "title" ? titleCase(replacement) : capitalised(replacement);
}

/** Letters, or words, that say how a line is written: fewer may be an abbreviation or a name. */
const CAPITALS_MIN = 4;
const TITLE_WORDS_MIN = 3;
const TITLE_WORDS_MAX = 20;

/** How words are written together: a headline in capitals, one with every word capitalised, or neither. */
export function letteringOf(words: readonly string[]): Lettering {
  const letters = words.join("").replace(/[^\p{L}]/gu, "");
  if (letters.length >= CAPITALS_MIN && letters === letters.toUpperCase() && letters !== letters.toLowerCase()) return "capitals";
  const large = words.filter((word) => !SMALL.has(word));
  return large.length >= TITLE_WORDS_MIN && large.length <= TITLE_WORDS_MAX && large.every(isCapitalised) ? "title" : "sentence";
}

/** Whether what stands at an offset is the first of a text, of a paragraph, of a list's item, or follows a sentence's end. */
export function isSentenceStart(text: string, at: number): boolean {
  return /(?:^|[.!?…]["'”’)\]]{0,3}\s+|\n\s*\n\s*|(?:^|\n)\s*(?:[-*•]|\d{1,3}[.)])\s+)["'“‘(]{0,2}$/u.test(text.slice(Math.max(0, at - 24), at));
}

const SMALL = new Set("a an and as at but by for from in of on or the to with".split(" "));

const isCapitalised = (text: string): boolean => {
  const first = /\p{L}/u.exec(text)?.[0];
  return first !== undefined && first !== first.toLowerCase();
};

/** With a capital at the start, unless the first word has its capital elsewhere (iPhone). */
export const capitalised = (text: string): string =>
  text.replace(/(\p{L})([\p{L}'’]*)/u, (_, first: string, rest: string) => (/\p{Lu}/u.test(rest) ? first : first.toUpperCase()) + rest);

const titleCase = (text: string): string => capitalised(text.replace(/\p{L}[\p{L}'’]*/gu, (word) => (SMALL.has(word) ? word : capitalised(word))));

/**
 * A replacement with the line breaks of what it replaces, each after as many words as before, as far as there are words.
 *
 * @example withBreaksOf("in\nline with", "according to") // "according\nto"
 */
export function withBreaksOf(observed: string, replacement: string): string {
  const parts = observed.split(/(\s*[\n\r\u2028]\s*)/);
  const blanks = [...replacement.matchAll(/ +/g)];
  if (parts.length === 1 || blanks.length === 0) return replacement;
  const count = (text: string): number => text.split(/\s+/).filter((word) => word !== "").length;
  const total = count(observed);
  const breaks = new Map<number, string>();
  let before = 0;
  for (let i = 0; i + 1 < parts.length; i += 2) {
    before += count(parts[i]!);
    const place = Math.min(blanks.length, Math.max(1, Math.round((before / total) * (blanks.length + 1)))) - 1;
    if (!breaks.has(place)) breaks.set(place, parts[i + 1]!);
  }
  let place = 0;
  return replacement.replace(/ +/g, (blank) => breaks.get(place++) ?? blank);
}

/** Written in capitals and said as words, with another sound at the start than the first letter's name. */
const SAID_AS_WORDS = new Set(
  "FARC FEMA FIFA HIPAA HUD LAN LEED MERS MIDI MOMA NAFTA NASA NASDAQ NATO RADAR RAM REIT RICO ROM SARS SCUBA SEAL SIDS SIM SONAR STEM SWAT".split(" "),
);
/** With a vowel letter at the start and a consonant's sound: "you", "w". */
const CONSONANT_SOUND =
  /^(?:eu(?!$)|ew(?:e|an|in)|once|one(?:s|self|ness)?(?![a-z])|ouija|u(?:$|\.)|ubiq|uga|uig|ukr|ukul|uly|una[nm]i?m|uni(?!n|m(?!o)|d(?!i[rm])|ss|ll|rr|ro)|ura[nl]|ure|uri[nc]|urol|urug|us[aeu]|usi|ut[aeio]|uv|uyg|unesco)/;
/** With a silent h. */
const VOWEL_SOUND = /^(?:hour|honest|honou?r|heir)/;

/**
 * Which article a word takes: "an" before a vowel sound, "a" otherwise. By spelling, with the words in which spelling and sound differ;
 * for letters spelled out (an MP, a US firm) by the first letter's name.
 */
export function articleBefore(word: string): "a" | "an" {
  if (/^\d/.test(word)) return /^(?:8|1[18](?:\D|$|\d{3}\b))/.test(word) ? "an" : "a";
  const spelled = /^\p{Lu}(?:\.?\p{Lu}+\.?|\.)?(?![\p{Ll}])/u.exec(word)?.[0];
  if (spelled !== undefined && !SAID_AS_WORDS.has(spelled) && !/^[A-Z][A-Z]*[aeiou][a-z]/i.test(word.length > 4 ? word : "")) {
    return /^[AEFHILMNORSX]/.test(word) ? "an" : "a";
  }
  const lower = word.toLowerCase();
  if (VOWEL_SOUND.test(lower)) return "an";
  return /^[aeiou]/.test(lower) && !CONSONANT_SOUND.test(lower) ? "an" : "a";
}

/** The article in the form the next word asks for, its capitals kept; anything else unchanged. */
export function agreeingArticle(article: string, next: string, lettering: Lettering = "sentence"): string {
  if (!/^an?$/i.test(article)) return article;
  const wanted = articleBefore(lettering === "capitals" ? next.toLowerCase() : next);
  if (!article.startsWith("A")) return wanted;
  return lettering === "capitals" || article === "AN" ? wanted.toUpperCase() : capitalised(wanted);
}
