import { BoostedTrees, type BoostedTreesTables } from "./boosted-trees.js";
import { ModelError, type ModelFile, type SectionArray, writeModelFile } from "./model-file.js";

/** The discriminative models: on single edits and on whole documents. */
export interface Ranker {
  /** Features of a proposal (decode/features.ts) → probability that it restores the original. */
  edit: BoostedTrees;
  /** Features of a document (decode/verdict.ts) → probability that it was garbled. */
  verdict: BoostedTrees;
}

const PARTS = ["edit", "verdict"] as const;

/** @throws ModelError when the file holds no ranker, or one for other features */
export function readRanker(file: ModelFile, features?: Record<(typeof PARTS)[number], readonly string[]>): Ranker {
  const facts = file.facts<Record<string, { depth: number; base: number; features: string[] }>>("ranker");
  const part = (name: (typeof PARTS)[number]): BoostedTrees => {
    const { depth, base, features: known } = facts[name]!;
    if (features && known.join() !== features[name].join())
      throw new ModelError(file.where, `its ${name} model was trained on other features`, "train it anew with `npm run train:ranker`");
    return new BoostedTrees({
      depth,
      base,
      feature: file.section(`ranker.${name}.feature`, "u8"),
      threshold: file.section(`ranker.${name}.threshold`, "f32"),
      leaf: file.section(`ranker.${name}.leaf`, "f32"),
    });
  };
  return { edit: part("edit"), verdict: part("verdict") };
}

/** Two trained models with the names of their features → the bytes of a model file. */
export function writeRanker(models: Record<(typeof PARTS)[number], { tables: BoostedTreesTables; features: readonly string[] }>): Uint8Array {
  const sections: Record<string, SectionArray> = {};
  const facts: Record<string, unknown> = {};
  for (const name of PARTS) {
    const { tables, features } = models[name];
    sections[`ranker.${name}.feature`] = tables.feature;
    sections[`ranker.${name}.threshold`] = tables.threshold;
    sections[`ranker.${name}.leaf`] = tables.leaf;
    facts[name] = { depth: tables.depth, base: tables.base, features };
  }
  return writeModelFile(sections, { ranker: facts });
}
