import { LogisticRegression, type LogisticRegressionTables } from "../model/logistic-regression.js";
import { ModelError, type ModelFile, writeModelFile } from "../model/model-file.js";
import { JUDGE_FEATURES } from "./judge-features.js";

interface JudgeFacts {
  features: readonly string[];
}

/** What a reading says of a proposal (judge-features.ts) → probability that it restores the original. */
export type JudgeModel = LogisticRegression;

/** @throws ModelError when the file holds no such model, or one for other features */
export function readJudgeModel(file: ModelFile): JudgeModel {
  const { features } = file.facts<JudgeFacts>("judge");
  if (features.join() !== JUDGE_FEATURES.join()) throw new ModelError(file.where, "was trained on other features", "train it anew with `npm run train:judge`");
  return new LogisticRegression({
    mean: file.section("judge.mean", "f64"),
    deviation: file.section("judge.deviation", "f64"),
    weights: file.section("judge.weights", "f64"),
  });
}

/** A trained model → the bytes of a model file. */
export function writeJudgeModel({ mean, deviation, weights }: LogisticRegressionTables): Uint8Array {
  const facts: JudgeFacts = { features: JUDGE_FEATURES };
  return writeModelFile({ "judge.mean": mean, "judge.deviation": deviation, "judge.weights": weights }, { judge: facts });
}
