import { BoostedTrees, type BoostedTreesTables } from "../model/boosted-trees.js";
import { ModelError, type ModelFile, writeModelFile } from "../model/model-file.js";
import { PASSAGE_UNITS_MAX, type Passage, passagesOf } from "../text/passages.js";
import { WordScan } from "../text/word-scan.js";
import type { Span } from "../types.js";
import { PASSAGE_STATISTICS, PassageStatistics } from "./passage-statistics.js";
import { Places } from "./places.js";
import { FEATURES, KEY_BITS, WordModel, type WordModelTables } from "./word-model.js";

export interface GateTables {
  words: WordModelTables;
  /** On PASSAGE_STATISTICS. */
  passages: BoostedTreesTables;
  /** Suspicion from which on a passage is to be read, 0..1. */
  least: number;
}

/** A passage as the gate saw it. */
export interface ScreenedPassage extends Passage {
  /** P(a spinner was at it), 0..1, made to miss nothing rather than to be right: no verdict. */
  suspicion: number;
  /** Whether it has to be read. */
  suspicious: boolean;
}

/**
 * Tells which passages need reading, in one pass over the raw text: log-odds of each word (WordModel), then of the passage (boosted trees on
 * what its words say together). A line that stands twice in a passage counts once.
 *
 * @example [...gate.screen(text)].filter(({ suspicious }) => suspicious)
 */
export class Gate {
  private readonly scan = new WordScan(PASSAGE_UNITS_MAX);
  private readonly places = new Places(PASSAGE_UNITS_MAX);
  private readonly statistics = new PassageStatistics(PASSAGE_UNITS_MAX);
  private readonly words: WordModel;
  private readonly passages: BoostedTrees;

  constructor(readonly tables: GateTables) {
    this.words = new WordModel(tables.words);
    this.passages = new BoostedTrees(tables.passages);
  }

  /** Suspicion from which on a passage is to be read. */
  get least(): number {
    return this.tables.least;
  }

  /**
   * The passages of a text with the suspicion of each: everything that clean text costs.
   * @param exclude spans that must not be read, sorted and not overlapping
   */
  *screen(text: string, exclude: readonly Span[] = []): Generator<ScreenedPassage> {
    for (const passage of passagesOf(text, exclude)) {
      const suspicion = this.suspicion(text, passage);
      yield { ...passage, suspicion, suspicious: suspicion >= this.least };
    }
  }

  /** P(a spinner was at the passage), 0..1; 0 for one without words. Not the verdict: made to miss nothing, not to be right. */
  suspicion(text: string, passage: Passage): number {
    return this.read(text, passage) === 0 ? 0 : this.passages.probability(this.statistics.values);
  }

  /** What the passage's words say together (PASSAGE_STATISTICS), good until the next one is read; undefined for one without words. */
  statisticsOf(text: string, passage: Passage): Float32Array | undefined {
    return this.read(text, passage) === 0 ? undefined : this.statistics.values;
  }

  private read(text: string, passage: Passage): number {
    this.scan.readSpan(text, passage);
    this.places.read(text, this.scan);
    return this.statistics.read(this.places, this.words);
  }
}

interface GateFacts {
  features: number;
  keyBits: number;
  scale: number;
  base: number;
  statistics: readonly string[];
  depth: number;
  prior: number;
  least: number;
}

/** @throws ModelError when the file holds no gate, or one of another make */
export function readGate(file: ModelFile): Gate {
  const facts = file.facts<GateFacts>("gate");
  if (facts.features !== FEATURES || facts.keyBits !== KEY_BITS || facts.statistics?.join() !== PASSAGE_STATISTICS.join()) {
    throw new ModelError(
      file.where,
      "its gate was trained on other features",
      "take model and program from the same release, or train it anew with `npm run train:gate`",
    );
  }
  return new Gate({
    words: { tags: file.section("gate.tags", "u32"), weights: file.section("gate.weights", "u32"), scale: facts.scale, base: facts.base },
    passages: {
      depth: facts.depth,
      base: facts.prior,
      feature: file.section("gate.feature", "u8"),
      threshold: file.section("gate.threshold", "f32"),
      leaf: file.section("gate.leaf", "f32"),
    },
    least: facts.least,
  });
}

/** The gate → the bytes of a model file. */
export function writeGate({ words, passages, least }: GateTables): Uint8Array {
  const facts: GateFacts = {
    features: FEATURES,
    keyBits: KEY_BITS,
    scale: words.scale,
    base: words.base,
    statistics: PASSAGE_STATISTICS,
    depth: passages.depth,
    prior: passages.base,
    least,
  };
  return writeModelFile(
    {
      "gate.tags": words.tags,
      "gate.weights": words.weights,
      "gate.feature": passages.feature,
      "gate.threshold": passages.threshold,
      "gate.leaf": passages.leaf,
    },
    { gate: facts },
  );
}
