import { BoostedTrees, type BoostedTreesTables } from "./boosted-trees.js";
import { ModelError, type ModelFile, writeModelFile } from "./model-file.js";

/** What the model was trained on. */
interface RankerFacts {
  depth: number;
  base: number;
  features: readonly string[];
}

/**
 * The model of single edits: features of a proposal (decode/features.ts) → probability that it restores the original.
 * @throws ModelError when the file holds no ranker, or one for other features
 */
export function readRanker(file: ModelFile, features: readonly string[]): BoostedTrees {
  const facts = file.facts<RankerFacts>("ranker");
  if (facts.features?.join() !== features.join()) {
    throw new ModelError(file.where, "was trained on other features", "train it anew with `npm run train:ranker`");
  }
  return new BoostedTrees({
    depth: facts.depth,
    base: facts.base,
    feature: file.section("ranker.feature", "u8"),
    threshold: file.section("ranker.threshold", "f32"),
    leaf: file.section("ranker.leaf", "f32"),
  });
}

/** A trained model with the names of its features → the bytes of a model file. */
export function writeRanker({ depth, base, feature, threshold, leaf }: BoostedTreesTables, features: readonly string[]): Uint8Array {
  const facts: RankerFacts = { depth, base, features };
  return writeModelFile({ "ranker.feature": feature, "ranker.threshold": threshold, "ranker.leaf": leaf }, { ranker: facts });
}
