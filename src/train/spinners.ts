import type { Garbled, Substitution } from "../dictionary/garble.js";
import { isFunctionWord } from "../dictionary/function-words.js";
import { analyses, inflect, INFLECTIONS, type WordNet } from "../dictionary/wordnet.js";
import type { Random } from "../random.js";
import { withCaseOf } from "../text/surface.js";

/** A spinner that no dictionary of ours lists: what it would write for a word. */
export interface Spinner {
  name: string;
  /**
   * @param word in lower case, as it stands in the text
   * @returns likeliest first; empty: it leaves the word alone
   */
  forms(word: string): readonly string[];
}

/** What the unlisted spinners are made from. */
export interface SpinnerSources {
  wordNet: WordNet;
  /** Word → words near it in embedding space, nearest first. */
  neighbours: ReadonlyMap<string, readonly string[]>;
  /** Word → what an associative thesaurus (Moby's) has for it. */
  associations: ReadonlyMap<string, readonly string[]>;
  /** Words of running text, frequent ones first. */
  words: readonly string[];
}

/** Words a form has at most. */
const FORM_WORDS_MAX = 3;
/** Forms a word has at most. */
const FORMS_MAX = 30;

/** Function words and what careless spinners write for them. */
const FUNCTION_SWAPS: Readonly<Record<string, readonly string[]>> = {
  the: ["a", "this"],
  a: ["the", "one"],
  an: ["the", "a"],
  of: ["from", "for", "in"],
  in: ["inside", "on", "within", "at"],
  on: ["upon", "in", "at"],
  at: ["in", "on"],
  to: ["for", "towards", "into"],
  for: ["to", "as", "of"],
  with: ["along with", "by", "together with"],
  from: ["of", "out of", "since"],
  by: ["through", "with", "via"],
  that: ["which", "this"],
  which: ["that"],
  who: ["that", "which"],
  and: ["plus", "as well as"],
  but: ["however", "yet"],
  was: ["were", "is", "has been"],
  were: ["was", "are"],
  is: ["are", "was"],
  are: ["is", "were"],
  has: ["have", "had"],
  have: ["has", "had"],
  it: ["that", "this"],
  they: ["these", "them"],
  his: ["him", "their"],
  their: ["there", "his"],
  not: ["now not", "no longer"],
  as: ["like", "because"],
  been: ["be", "being"],
};

/**
 * The spinners nobody listed, by kind. `synset`: WordNet neighbours of any sense; `hypernym`: what stands above; `coordinate`: what stands beside;
 * `neighbour`: near in embedding space; `association`: Moby's thesaurus; `random`: any word; `inflection`: another inflection of the same lemma;
 * `function`: "a" for "the", "inside" for "in".
 */
export function unlistedSpinners({ wordNet, neighbours, associations, words }: SpinnerSources): Spinner[] {
  const readings = (word: string): ReturnType<typeof analyses> => (isFunctionWord(word) ? [] : analyses(word, wordNet));
  const inflected = (word: string, related: (lemma: string, part: "noun" | "verb" | "adj" | "adv") => readonly string[]): string[] =>
    readings(word).flatMap(({ lemma, part, inflection }) => related(lemma, part).map((other) => inflect(other, inflection)));
  return [
    cached("synset", (word) => inflected(word, (lemma, part) => wordNet.senses(lemma, part).flat())),
    cached("hypernym", (word) => inflected(word, (lemma, part) => wordNet.hypernyms(lemma, part))),
    cached("coordinate", (word) => inflected(word, (lemma, part) => wordNet.coordinates(lemma, part))),
    cached("neighbour", (word) => (isFunctionWord(word) ? [] : (neighbours.get(word) ?? []))),
    cached("association", (word) => {
      if (isFunctionWord(word)) return [];
      const own = associations.get(word);
      return own ?? inflected(word, (lemma) => associations.get(lemma) ?? []);
    }),
    {
      name: "random",
      forms: (word) => (word.length < 3 ? [] : Array.from({ length: 4 }, (_, i) => words[hash(word, i) % words.length]!)),
    },
    cached("inflection", (word) => readings(word).flatMap(({ lemma, part }) => INFLECTIONS[part].map((other) => inflect(lemma, other)))),
    cached("function", (word) => (Object.hasOwn(FUNCTION_SWAPS, word) ? FUNCTION_SWAPS[word]! : [])),
  ];
}

/** A spinner whose lists are made once a word, of forms that are words and not the word itself. */
function cached(name: string, list: (word: string) => readonly string[]): Spinner {
  const known = new Map<string, readonly string[]>();
  const forms = (word: string): readonly string[] => {
    let found = known.get(word);
    if (found === undefined) {
      found = [...new Set(list(word))].filter((form) => form !== word && /^[a-z]+(?:[' -][a-z]+)*$/.test(form) && form.split(" ").length <= FORM_WORDS_MAX);
      known.set(word, (found = found.slice(0, FORMS_MAX)));
    }
    return found;
  };
  return { name, forms };
}

const hash = (word: string, salt: number): number => {
  let h = 0x811c9dc5 ^ salt;
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193);
  return h >>> 0;
};

export interface SpinOptions {
  random: Random;
  /** Share of the words that the spinner has forms for which it replaces, 0..1. */
  rate: number;
  /** Decides once for a word and holds to it, instead of anew at every place. */
  once: boolean;
  /** How soon the later forms of a list get rare: 0 draws evenly, 2 mostly the first ones. */
  steepness: number;
  /** Words of the text that may be replaced, by place (UTF-16 offset); all when left out. */
  where?: (at: number) => boolean;
}

/** A word that a spinner may replace: letters only, not beside a hyphen, an apostrophe or a character of code. */
const WORD = /(?<![\p{L}\p{N}_’'@/.#&-])\p{L}+(?![\p{L}\p{N}_’'@/#&-]|\.\p{L})/gu;

/**
 * Garbles clean text as a spinner does that swaps word by word. Names (words with a capital in mid-sentence) are left alone.
 *
 * @example spin("The war must end.", spinner, { random: seededRandom(1), rate: 0.5, once: true, steepness: 1 })
 */
export function spin(clean: string, { forms }: Spinner, { random, rate, once, steepness, where }: SpinOptions): Garbled {
  const drawn = new Map<string, string | undefined>();
  const substitutions: Omit<Substitution, "pair">[] = [];
  let out = "";
  let copied = 0;
  for (const { 0: original, index: at } of clean.matchAll(WORD)) {
    if (where && !where(at)) continue;
    const word = original.toLowerCase();
    if (word !== original && !/(?:^|[.!?]["”’)]?\s+["“‘(]?|\n\s*)$/.test(clean.slice(Math.max(0, at - 6), at))) continue;
    let form: string | undefined;
    if (once && drawn.has(word)) form = drawn.get(word);
    else {
      const list = random() < rate ? forms(word) : [];
      form = list.length === 0 ? undefined : list[Math.floor(list.length * random() ** (1 + steepness))];
      drawn.set(word, form);
    }
    if (form === undefined) continue;
    out += clean.slice(copied, at);
    const observed = withCaseOf(original, form);
    substitutions.push({ start: out.length, end: out.length + observed.length, original });
    out += observed;
    copied = at + original.length;
  }
  return { text: out + clean.slice(copied), substitutions: substitutions.map((substitution) => ({ ...substitution, pair: -1 })) };
}
