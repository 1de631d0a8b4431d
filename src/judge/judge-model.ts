import { BoostedTrees, type BoostedTreesTables } from "../model/boosted-trees.js";
import { ModelError, type ModelFile, writeModelFile } from "../model/model-file.js";
import { JUDGE_FEATURES } from "./judge-features.js";

interface JudgeFacts {
  depth: number;
  base: number;
  features: readonly string[];
}

/** What a reading says of a proposal (judge-features.ts) → probability that it restores the original. */
export type JudgeModel = BoostedTrees;

/** @throws ModelError when the file holds no such model, or one for other features */
export function readJudgeModel(file: ModelFile): JudgeModel {
  const { depth, base, features } = file.facts<JudgeFacts>("judge");
  if (features.join() !== JUDGE_FEATURES.join()) throw new ModelError(file.where, "was trained on other features", "train it anew with `npm run train:judge`");
  return new BoostedTrees({
    depth,
    base,
    feature: file.section("judge.feature", "u8"),
    threshold: file.section("judge.threshold", "f32"),
    leaf: file.section("judge.leaf", "f32"),
  });
}

/** A trained model → the bytes of a model file. */
export function writeJudgeModel({ depth, base, feature, threshold, leaf }: BoostedTreesTables): Uint8Array {
  const facts: JudgeFacts = { depth, base, features: JUDGE_FEATURES };
  return writeModelFile({ "judge.feature": feature, "judge.threshold": threshold, "judge.leaf": leaf }, { judge: facts });
}
