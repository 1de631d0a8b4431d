import { BoostedTrees, type BoostedTreesTables } from "./boosted-trees.js";
import { LogisticRegression, type LogisticRegressionTables } from "./logistic-regression.js";
import { ModelError, type ModelFile, writeModelFile } from "./model-file.js";

/** The discriminative models: on single edits and on whole documents. */
export interface Ranker {
  /** Features of a proposal (decode/features.ts) → probability that it restores the original. */
  edit: BoostedTrees;
  /** Features of a document (decode/verdict.ts) → probability that it was garbled. */
  verdict: LogisticRegression;
}

/** What the models were trained on. */
interface RankerFacts {
  edit: { depth: number; base: number; features: readonly string[] };
  verdict: { features: readonly string[] };
}

/** @throws ModelError when the file holds no ranker, or one for other features */
export function readRanker(file: ModelFile, features?: { edit: readonly string[]; verdict: readonly string[] }): Ranker {
  const { edit, verdict } = file.facts<RankerFacts>("ranker");
  if (features && (edit.features.join() !== features.edit.join() || verdict.features.join() !== features.verdict.join())) {
    throw new ModelError(file.where, "was trained on other features", "train it anew with `npm run train:ranker`");
  }
  return {
    edit: new BoostedTrees({
      depth: edit.depth,
      base: edit.base,
      feature: file.section("ranker.edit.feature", "u8"),
      threshold: file.section("ranker.edit.threshold", "f32"),
      leaf: file.section("ranker.edit.leaf", "f32"),
    }),
    verdict: new LogisticRegression({
      mean: file.section("ranker.verdict.mean", "f64"),
      deviation: file.section("ranker.verdict.deviation", "f64"),
      weights: file.section("ranker.verdict.weights", "f64"),
    }),
  };
}

/** The tables of both models with the names of their features. */
export interface RankerTables {
  edit: { tables: BoostedTreesTables; features: readonly string[] };
  verdict: { tables: LogisticRegressionTables; features: readonly string[] };
}

/** Two trained models → the bytes of a model file. */
export function writeRanker({ edit, verdict }: RankerTables): Uint8Array {
  const facts: RankerFacts = {
    edit: { depth: edit.tables.depth, base: edit.tables.base, features: edit.features },
    verdict: { features: verdict.features },
  };
  return writeModelFile(
    {
      "ranker.edit.feature": edit.tables.feature,
      "ranker.edit.threshold": edit.tables.threshold,
      "ranker.edit.leaf": edit.tables.leaf,
      "ranker.verdict.mean": verdict.tables.mean,
      "ranker.verdict.deviation": verdict.tables.deviation,
      "ranker.verdict.weights": verdict.tables.weights,
    },
    { ranker: facts },
  );
}
