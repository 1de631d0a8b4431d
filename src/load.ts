import { CandidateFinder } from "./decode/candidates.js";
import { FEATURES } from "./decode/features.js";
import { OwnEntries } from "./decode/own-entries.js";
import { compileDictionary, extendDictionary } from "./dictionary/compile.js";
import { readDictionary } from "./dictionary/dictionary-file.js";
import { parseDictionary } from "./dictionary/parse.js";
import { PhraseIndex } from "./dictionary/phrase-index.js";
import { STYLES } from "./dictionary/styles.js";
import { type Gate, readGate } from "./gate/gate.js";
import { DATA_FILES, type DataFile, readData, readDataSync, readsSync } from "./load-data.js";
import type { BoostedTrees } from "./model/boosted-trees.js";
import { type ContextModel, readContextModel } from "./model/context-model.js";
import { type LanguageModel, readLanguageModel } from "./model/language-model.js";
import { ModelFile } from "./model/model-file.js";
import { readRanker } from "./model/ranker.js";
import { compileKernel } from "./neural/kernel.js";
import { Encoder } from "./neural/encoder.js";
import { readEncoder } from "./neural/encoder-weights.js";
import { OWN_WEIGHT, type ResolvedOptions } from "./options.js";
import { Reader } from "./reader/reader.js";
import { readVerdictModel, type VerdictModel } from "./verdict/verdict-model.js";

/** What a repairer works with. Clean text needs the gate alone; the rest is made when a text first asks for it. */
export interface Resources {
  readonly gate: Gate;
  readonly reader: Reader;
  readonly verdict: VerdictModel;
  readonly model: LanguageModel;
  readonly context: ContextModel;
  readonly index: PhraseIndex;
  readonly finder: CandidateFinder;
  /** FEATURES of a proposal → P(it restores the original). */
  readonly ranker: BoostedTrees;
  /** The user's own entries; undefined when there are none. */
  readonly own: OwnEntries | undefined;
}

/** What {@link loadResources} reads; deep mode reads its own. */
const READ: readonly DataFile[] = Object.values(DATA_FILES).filter((file) => file !== DATA_FILES.judge);

/**
 * Loads models and dictionaries: from disk the gate at once and the others when a text first needs them, over the network all of them.
 * @throws DataError, ModelError or DictionaryError saying what, where, and the cure
 */
export async function loadResources({ data, onProgress, dictionaries, bundledDictionaries }: ResolvedOptions): Promise<Resources> {
  const own = dictionaries.map(({ name, text, weight = OWN_WEIGHT }) => ({ file: name, entries: parseDictionary(text, name), weight }));
  const fetched = new Map<DataFile, Uint8Array>();
  const remote = READ.filter((file) => file !== DATA_FILES.gate && !readsSync(data, file));
  await Promise.all([...remote, DATA_FILES.gate].map(async (file) => fetched.set(file, await readData(data, file, onProgress))));
  if (remote.length > 0) await compileKernel();
  const open = (file: DataFile): ModelFile => {
    const bytes = fetched.get(file) ?? readDataSync(data, file);
    fetched.delete(file);
    return new ModelFile(bytes, file);
  };
  return lazily({
    gate: readGate(open(DATA_FILES.gate)),
    own: own.length > 0 ? new OwnEntries(own) : undefined,
    reader: () => new Reader(new Encoder(readEncoder(open(DATA_FILES.reader)))),
    verdict: () => readVerdictModel(open(DATA_FILES.verdict)),
    model: () => readLanguageModel(open(DATA_FILES.languageModel)),
    context: () => readContextModel(open(DATA_FILES.contextModel)),
    ranker: () => readRanker(open(DATA_FILES.ranker), FEATURES),
    index: () => {
      if (!bundledDictionaries) return new PhraseIndex(compileDictionary(own));
      const bundled = readDictionary(open(DATA_FILES.dictionary));
      return new PhraseIndex(own.length > 0 ? extendDictionary(bundled, own) : bundled);
    },
  });
}

type Lazy = "reader" | "verdict" | "model" | "context" | "index" | "ranker";
type Makers = Pick<Resources, "gate" | "own"> & { [Name in Lazy]: () => Resources[Name] };

/** Resources that are made when they are first asked for. */
export function lazily({ gate, own, ...make }: Makers): Resources {
  const made: Partial<Record<Lazy, unknown>> = {};
  const once = <Name extends Lazy>(name: Name): Resources[Name] => (made[name] ??= make[name]()) as Resources[Name];
  let finder: CandidateFinder | undefined;
  return {
    gate,
    own,
    get reader() {
      return once("reader");
    },
    get verdict() {
      return once("verdict");
    },
    get model() {
      return once("model");
    },
    get context() {
      return once("context");
    },
    get index() {
      return once("index");
    },
    get ranker() {
      return once("ranker");
    },
    get finder() {
      return (finder ??= new CandidateFinder(once("index"), once("model"), STYLES.length));
    },
  };
}
