import { isFunctionWord } from "./function-words.js";
import type { Entry } from "./parse.js";
import { analyses, type Inflection, inflect, type WordNet } from "./wordnet.js";

/** Forms a head has at most, likeliest first. */
const FORMS_MAX = 8;
/** Words a form has at most. */
const FORM_WORDS_MAX = 3;

/** A form in letters, with apostrophes and hyphens inside. Names have capitals. */
const PLAIN = /^[a-z]+(?:['-][a-z]+)*(?: [a-z]+(?:['-][a-z]+)*)*$/;

/**
 * Heads → entries of the open dictionary: what a spinner that takes synset neighbours would write for each. First senses come first, then
 * a neighbour inflected as the head is before its base form (lost inflection: years → twelvemonths | twelvemonth).
 *
 * @param heads single words, lower case
 * @param admits whether a form may stand in the open dictionary
 */
export function openEntries(heads: readonly string[], wordNet: WordNet, admits: (form: string) => boolean): Entry[] {
  return heads.flatMap((head, i) => {
    const forms = isFunctionWord(head) ? [] : neighbours(head, wordNet).filter((form) => isForm(form, head) && admits(form));
    const listed = [...new Set(forms)].slice(0, FORMS_MAX);
    return listed.length === 0 ? [] : [{ head, forms: new Map([["wordnet" as const, listed]]), line: i + 1 }];
  });
}

/** The lemmas beside a word in its synsets, inflected and not: the first senses of all its readings, then the second … */
function neighbours(word: string, wordNet: WordNet): string[] {
  const readings = analyses(word, wordNet).map(({ lemma, part, inflection }) => ({ inflection, lemma, senses: wordNet.senses(lemma, part) }));
  const deepest = Math.max(0, ...readings.map(({ senses }) => senses.length));
  return Array.from({ length: deepest }, (_, depth) =>
    readings.flatMap(({ inflection, lemma, senses }) =>
      (senses[depth] ?? []).filter((other) => other !== lemma).flatMap((other) => (PLAIN.test(other) ? [...inflected(other, inflection), other] : [])),
    ),
  ).flat();
}

/** Longer adjectives are compared with "more" and "most". Letters. */
const COMPARED_MAX = 6;

function inflected(lemma: string, inflection: Inflection): string[] {
  const compared = inflection === "comparative" || inflection === "superlative";
  return compared && lemma.length > COMPARED_MAX ? [] : [inflect(lemma, inflection)];
}

const isForm = (form: string, head: string): boolean => form !== head && form.split(" ").length <= FORM_WORDS_MAX && !isFunctionWord(form);
