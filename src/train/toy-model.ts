import { type LanguageModel, languageModelSections, readLanguageModel } from "../model/language-model.js";
import { ModelFile, writeModelFile } from "../model/model-file.js";
import { VOCABULARY_MAX } from "../model/vocabulary.js";
import { chooseVocabulary } from "./choose-vocabulary.js";
import { encodeLines } from "./encode-corpus.js";
import { FormCounter } from "./form-counts.js";
import { countNgrams } from "./ngram-trie.js";
import { packModel } from "./pack-model.js";
import { fullModel, MODEL_DEFAULTS } from "./train-model.js";

/**
 * A language model of a few lines of text, for tests and examples: every form is a word and every n-gram is stored; the scores are
 * quantised as in a large model.
 */
export function trainToyModel(lines: readonly string[], options: { order?: number; valueBits?: number } = {}): LanguageModel {
  const { order = MODEL_DEFAULTS.order, valueBits = MODEL_DEFAULTS.valueBits } = options;
  const counter = new FormCounter();
  for (const line of lines) counter.read(line, []);
  const { vocabulary } = chooseVocabulary(counter.result(), { size: VOCABULARY_MAX, minCount: 1, keep: new Set() });
  const trie = countNgrams(encodeLines(lines, vocabulary), vocabulary.size, order);
  const { sections, info } = languageModelSections(vocabulary, packModel(fullModel(trie, MODEL_DEFAULTS), valueBits));
  return readLanguageModel(new ModelFile(writeModelFile(sections, { ...info })));
}
