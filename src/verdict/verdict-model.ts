import { LogisticRegression, type LogisticRegressionTables } from "../model/logistic-regression.js";
import { ModelError, type ModelFile, writeModelFile } from "../model/model-file.js";
import { PROPOSAL_EVIDENCE } from "./proposal-evidence.js";
import { WORD_EVIDENCE } from "./word-evidence.js";

/** What tells garbled passages from clean ones, at even odds. */
export interface VerdictModel {
  /** WORD_EVIDENCE → P(a spinner was at the passage): before anything was looked up. */
  words: LogisticRegression;
  /** PROPOSAL_EVIDENCE → the same: after its originals were looked for. */
  proposals: LogisticRegression;
}

const EVIDENCE = { words: WORD_EVIDENCE, proposals: PROPOSAL_EVIDENCE } as const;
type Name = keyof typeof EVIDENCE;
type VerdictFacts = Record<Name, readonly string[]>;

/** @throws ModelError when the file holds none, or one for other evidence */
export function readVerdictModel(file: ModelFile): VerdictModel {
  const facts = file.facts<VerdictFacts>("verdict");
  const model = (name: Name): LogisticRegression => {
    if (facts[name]?.join() !== EVIDENCE[name].join()) {
      throw new ModelError(file.where, "was trained on other features", "train it anew with `npm run train:verdict`");
    }
    return new LogisticRegression({
      mean: file.section(`verdict.${name}.mean`, "f64"),
      deviation: file.section(`verdict.${name}.deviation`, "f64"),
      weights: file.section(`verdict.${name}.weights`, "f64"),
    });
  };
  return { words: model("words"), proposals: model("proposals") };
}

/** Trained models → the bytes of a model file. */
export function writeVerdictModel(tables: Record<Name, LogisticRegressionTables>): Uint8Array {
  const sections = (name: Name) => ({
    [`verdict.${name}.mean`]: tables[name].mean,
    [`verdict.${name}.deviation`]: tables[name].deviation,
    [`verdict.${name}.weights`]: tables[name].weights,
  });
  return writeModelFile({ ...sections("words"), ...sections("proposals") }, { verdict: EVIDENCE satisfies VerdictFacts });
}
