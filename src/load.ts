import { FEATURES } from "./decode/features.js";
import { OwnEntries } from "./decode/own-entries.js";
import { VERDICT_FEATURES } from "./decode/verdict.js";
import { compileDictionary, extendDictionary } from "./dictionary/compile.js";
import { readDictionary } from "./dictionary/dictionary-file.js";
import { parseDictionary } from "./dictionary/parse.js";
import { PhraseIndex } from "./dictionary/phrase-index.js";
import { DATA_FILES, type DataFile, readData } from "./load-data.js";
import { type ContextModel, readContextModel } from "./model/context-model.js";
import { type LanguageModel, readLanguageModel } from "./model/language-model.js";
import { ModelFile } from "./model/model-file.js";
import { type Ranker, readRanker } from "./model/ranker.js";
import { OWN_WEIGHT, type ResolvedOptions } from "./options.js";

/** What a repairer works with. */
export interface Resources {
  model: LanguageModel;
  context: ContextModel;
  ranker: Ranker;
  index: PhraseIndex;
  /** The user's own entries; undefined when there are none. */
  own: OwnEntries | undefined;
}

/**
 * Loads models and dictionaries.
 * @throws DataError, ModelError or DictionaryError saying what, where, and the cure
 */
export async function loadResources({ data, onProgress, dictionaries, bundledDictionaries }: ResolvedOptions): Promise<Resources> {
  const open = async (name: DataFile): Promise<ModelFile> => new ModelFile(await readData(data, name, onProgress), name);
  const [language, context, ranker, dictionary] = await Promise.all([
    open(DATA_FILES.languageModel),
    open(DATA_FILES.contextModel),
    open(DATA_FILES.ranker),
    open(DATA_FILES.dictionary),
  ]);
  const own = dictionaries.map(({ name, text, weight = OWN_WEIGHT }) => ({ file: name, entries: parseDictionary(text, name), weight }));
  const bundled = readDictionary(dictionary);
  const tables = !bundledDictionaries ? compileDictionary(own) : own.length > 0 ? extendDictionary(bundled, own) : bundled;
  return {
    model: readLanguageModel(language),
    context: readContextModel(context),
    ranker: readRanker(ranker, { edit: FEATURES, verdict: VERDICT_FEATURES }),
    index: new PhraseIndex(tables),
    own: own.length > 0 ? new OwnEntries(own) : undefined,
  };
}
