/**
 * Case and article: how an original's words are written in the place of the observed ones.
 */

/**
 * The replacement in the case of the observed text: all capitals when that has them, an initial capital kept, every word capitalised when
 * all the observed words are. Capitals of the replacement's own (names) stay.
 *
 * @example withCaseOf("Stated", "said") // "Said"
 * @example withCaseOf("State Division", "state department") // "State Department"
 */
export function withCaseOf(observed: string, replacement: string): string {
  const letters = observed.replace(/[^\p{L}]/gu, "");
  const upper = letters !== "" && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
  if (upper && letters.length > 1 && replacement === replacement.toLowerCase()) {
    return [...letters].length > 3 || /[aeiou]/i.test(letters) ? replacement.toUpperCase() : capitalised(replacement);
  }
  if (!/\p{L}/u.test(observed) || !isCapitalised(observed)) return replacement;
  const words = observed.match(/\p{L}[\p{L}'’]*/gu) ?? [];
  const titled = words.length > 1 && words.every((word) => isCapitalised(word) || SMALL.has(word)) && words.slice(1).some(isCapitalised);
  return titled ? titleCase(replacement) : capitalised(replacement);
}

const SMALL = new Set("a an and as at but by for from in of on or the to with".split(" "));

const isCapitalised = (text: string): boolean => {
  const first = /\p{L}/u.exec(text)?.[0];
  return first !== undefined && first !== first.toLowerCase();
};

export const capitalised = (text: string): string => text.replace(/\p{L}/u, (letter) => letter.toUpperCase());

const titleCase = (text: string): string => capitalised(text.replace(/\p{L}[\p{L}'’]*/gu, (word) => (SMALL.has(word) ? word : capitalised(word))));

/**
 * Which article a word takes: "an" before a vowel sound, "a" otherwise. By spelling, with the words in which spelling and sound differ;
 * for letters spelled out (an MP, a US firm) by the first letter's name.
 */
export function articleBefore(word: string): "a" | "an" {
  if (/^\d/.test(word)) return /^(?:8|1[18](?:\D|$|\d{3}\b))/.test(word) ? "an" : "a";
  if (/^\p{Lu}(?:\.?\p{Lu}+\.?|\.)?(?![\p{Ll}])/u.test(word) && !/^[A-Z][A-Z]*[aeiou][a-z]/i.test(word.length > 4 ? word : "")) {
    return /^[AEFHILMNORSX]/.test(word) ? "an" : "a";
  }
  const lower = word.toLowerCase();
  if (/^(?:hour|honest|honou?r|heir)/.test(lower)) return "an";
  if (/^(?:uni(?!n|m[^a])|use|usu|usa|uti|eu|ew|one(?!i)|once|ubiq|ura[nl]|u\.)/.test(lower)) return "a";
  return /^[aeiou]/.test(lower) ? "an" : "a";
}

/** The article in the form the next word asks for, its capital kept; anything else unchanged. */
export function agreeingArticle(article: string, next: string): string {
  if (!/^an?$/i.test(article)) return article;
  const wanted = articleBefore(next);
  return article.startsWith("A") ? capitalised(wanted) : wanted;
}
