import { isFunctionWord } from "./function-words.js";
import type { Entry } from "./parse.js";
import type { Style } from "./styles.js";
import { analyses, type Analysis, inflect, INFLECTIONS, type PartOfSpeech, type WordNet } from "./wordnet.js";

/** Second words with which a verb makes up a form: "take out", "make certain". */
const PARTICLES = new Set(
  "about after against along around away back by certain down for from in into of off on out over sure through to up upon with".split(" "),
);

/** The parts of speech in whose inflections a head is completed: what spinners know of "guarantee" they know of "guarantees". */
const COMPLETED: readonly PartOfSpeech[] = ["verb", "noun"];

/** Forms a head has at most in a style, likeliest first. */
const FORMS_MAX = 12;

/**
 * Entries for the inflections of their heads that no entry has: of "guarantee = ensure | assure" is made "guarantees = ensures | assures". Only forms
 * that are the same part of speech in the same inflection as the head follow it; with two words only verbs with a particle. What the base form
 * lists comes first.
 *
 * @param admits whether a word may be such a head (frequent enough)
 * @param known whether a word of a form is a word
 * @returns entries for heads that are in none of `entries`, in alphabetical order
 */
export function inflectedEntries(entries: readonly Entry[], wordNet: WordNet, admits: (head: string) => boolean, known: (word: string) => boolean): Entry[] {
  const heads = new Set(entries.map(({ head }) => head.toLowerCase()));
  const readings = new Map<string, Analysis[]>();
  const read = (word: string): Analysis[] => readings.get(word) ?? readings.set(word, analyses(word, wordNet)).get(word)!;
  const made = new Map<string, Map<Style, Set<string>>>();
  const baseFirst = [...entries].sort((a, b) => Number(isInflected(a, read)) - Number(isInflected(b, read)));
  for (const { head, forms } of baseFirst) {
    if (!/^[a-z]{3,}$/.test(head) || isFunctionWord(head)) continue;
    for (const [target, ways] of otherInflections(head, read)) {
      if (heads.has(target) || isFunctionWord(target) || !admits(target)) continue;
      for (const [style, list] of forms) {
        const inflected = list.flatMap((form) => ways.flatMap(({ reading, other }) => likewise(form, reading, other, read)));
        const fit = inflected.filter((form) => form !== target && form.split(" ").every(known));
        if (fit.length === 0) continue;
        const styles = made.get(target) ?? made.set(target, new Map()).get(target)!;
        const all = styles.get(style) ?? styles.set(style, new Set()).get(style)!;
        for (const form of fit) if (all.size < FORMS_MAX) all.add(form);
      }
    }
  }
  return [...made]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([head, styles], i) => ({ head, forms: new Map([...styles].map(([style, forms]) => [style, [...forms]])), line: i + 1 }));
}

/** A reading of a head, and an inflection in which it is another word. */
interface Way {
  reading: Analysis;
  other: Analysis["inflection"];
}

/** The other inflections of a head → how the head becomes them: "guarantees" as a plural and as a third person. */
function otherInflections(head: string, read: (word: string) => Analysis[]): Map<string, Way[]> {
  const targets = new Map<string, Way[]>();
  for (const reading of read(head)) {
    if (!COMPLETED.includes(reading.part)) continue;
    for (const other of INFLECTIONS[reading.part]) {
      const target = inflect(reading.lemma, other);
      if (target !== head) (targets.get(target) ?? targets.set(target, []).get(target)!).push({ reading, other });
    }
  }
  return targets;
}

const isInflected = ({ head }: Entry, read: (word: string) => Analysis[]): boolean => !read(head).some(({ inflection }) => inflection === "base");

/** A form in another inflection, where it is of the part of speech and in the inflection that are given. */
function likewise(
  form: string,
  { part, inflection }: Pick<Analysis, "part" | "inflection">,
  other: Analysis["inflection"],
  read: (word: string) => Analysis[],
): string[] {
  const [first, second] = form.split(" ");
  if (!/^[a-z]+( [a-z]+)?$/.test(form) || (second !== undefined && (part !== "verb" || !PARTICLES.has(second)))) return [];
  const lemmas = read(first!).filter((reading) => reading.part === part && reading.inflection === inflection);
  return lemmas.map(({ lemma }) => (second === undefined ? inflect(lemma, other) : `${inflect(lemma, other)} ${second}`));
}
