import { BoostedTrees, type BoostedTreesTables } from "../model/boosted-trees.js";
import { ModelError, type ModelFile, writeModelFile } from "../model/model-file.js";
import { PASSAGE_UNITS_MAX, type Passage, passagesOf } from "../text/passages.js";
import { WordScan } from "../text/word-scan.js";
import type { Span } from "../types.js";
import { FAR, NEIGHBOURHOOD, neighbourhood, type Seen } from "./neighbourhood.js";
import { PASSAGE_STATISTICS, PassageStatistics } from "./passage-statistics.js";
import { Places } from "./places.js";
import { FEATURES, KEY_BITS, WordModel, type WordModelTables } from "./word-model.js";

/** Suspicion from which on a passage is to be read: taken from what `evaluate:gate` prints of recall and cost. */
export const GATE_MIN = 0.35;

export interface GateTables {
  words: WordModelTables;
  /** On PASSAGE_STATISTICS. */
  passages: BoostedTreesTables;
  /** On NEIGHBOURHOOD. */
  neighbours: BoostedTreesTables;
}

/** A passage as the gate saw it. */
export interface ScreenedPassage extends Passage {
  /** Log-odds that a spinner was at it, from itself alone, as though half of all passages were garbled; -∞ for one without words. */
  logOdds: number;
  /** P(a spinner was at it), 0..1, as though half of all passages were garbled: no verdict. */
  suspicion: number;
  /** Whether it has to be read. */
  suspicious: boolean;
}

/**
 * Tells which passages need reading, in one pass over the raw text: log-odds of each word (WordModel), of the passage (boosted trees on
 * what its words say together), of the passage among its neighbours. A line that stands twice in a passage counts once.
 *
 * @example [...gate.screen(text)].filter(({ suspicious }) => suspicious)
 */
export class Gate {
  private readonly scan = new WordScan(PASSAGE_UNITS_MAX);
  private readonly places = new Places(PASSAGE_UNITS_MAX);
  private readonly statistics = new PassageStatistics(PASSAGE_UNITS_MAX);
  private readonly words: WordModel;
  private readonly passages: BoostedTrees;
  private readonly neighbours: BoostedTrees;

  constructor(readonly tables: GateTables) {
    this.words = new WordModel(tables.words);
    this.passages = new BoostedTrees(tables.passages);
    this.neighbours = new BoostedTrees(tables.neighbours);
  }

  /**
   * The passages of a text with the suspicion of each, in order: everything that clean text costs. Looks some passages ahead.
   * @param exclude spans that must not be read, sorted and not overlapping
   */
  *screen(text: string, exclude: readonly Span[] = []): Generator<ScreenedPassage> {
    const window: (Passage & Seen)[] = [];
    let at = 0;
    for (const passage of passagesOf(text, exclude)) {
      window.push({ ...passage, logOdds: this.logOdds(text, passage) });
      if (window.length <= at + FAR) continue;
      yield this.screened(window, at);
      if (at < FAR) at++;
      else window.shift();
    }
    for (; at < window.length; at++) yield this.screened(window, at);
  }

  private screened(window: readonly (Passage & Seen)[], at: number): ScreenedPassage {
    const passage = window[at]!;
    const suspicion = passage.logOdds === Number.NEGATIVE_INFINITY ? 0 : this.neighbours.probability(neighbourhood(window, at));
    return { ...passage, suspicion, suspicious: suspicion >= GATE_MIN };
  }

  /** The suspicion of a passage whose neighbours are not known; `screen` misses less of the garbled and stops less of the clean. */
  suspicion(text: string, passage: Passage): number {
    const logOdds = this.logOdds(text, passage);
    return this.screened([{ ...passage, logOdds }], 0).suspicion;
  }

  /** Log-odds that a spinner was at the passage, from itself alone; -∞ for one without words. */
  logOdds(text: string, passage: Passage): number {
    const statistics = this.statisticsOf(text, passage);
    return statistics === undefined ? Number.NEGATIVE_INFINITY : this.passages.logOdds(statistics);
  }

  /** What the passage's words say together (PASSAGE_STATISTICS), good until the next one is read; undefined for one without words. */
  statisticsOf(text: string, passage: Passage): Float32Array | undefined {
    this.scan.readSpan(text, passage);
    this.places.read(text, this.scan);
    return this.statistics.read(this.places, this.words) === 0 ? undefined : this.statistics.values;
  }
}

interface GateFacts {
  features: number;
  keyBits: number;
  scale: number;
  base: number;
  statistics: readonly string[];
  neighbourhood: readonly string[];
  passages: { depth: number; base: number };
  neighbours: { depth: number; base: number };
}

/** @throws ModelError when the file holds no gate, or one of another make */
export function readGate(file: ModelFile): Gate {
  const facts = file.facts<GateFacts>("gate");
  const same = facts.features === FEATURES && facts.keyBits === KEY_BITS;
  if (!same || facts.statistics?.join() !== PASSAGE_STATISTICS.join() || facts.neighbourhood?.join() !== NEIGHBOURHOOD.join()) {
    throw new ModelError(
      file.where,
      "its gate was trained on other features",
      "take model and program from the same release, or train it anew with `npm run train:gate`",
    );
  }
  return new Gate({
    words: { tags: file.section("gate.tags", "u32"), weights: file.section("gate.weights", "u32"), scale: facts.scale, base: facts.base },
    passages: readTrees(file, "passages", facts.passages),
    neighbours: readTrees(file, "neighbours", facts.neighbours),
  });
}

const readTrees = (file: ModelFile, name: "passages" | "neighbours", { depth, base }: { depth: number; base: number }): BoostedTreesTables => ({
  depth,
  base,
  feature: file.section(`gate.${name}.feature`, "u8"),
  threshold: file.section(`gate.${name}.threshold`, "f32"),
  leaf: file.section(`gate.${name}.leaf`, "f32"),
});

/** The gate → the bytes of a model file. */
export function writeGate({ words, passages, neighbours }: GateTables): Uint8Array {
  const facts: GateFacts = {
    features: FEATURES,
    keyBits: KEY_BITS,
    scale: words.scale,
    base: words.base,
    statistics: PASSAGE_STATISTICS,
    neighbourhood: NEIGHBOURHOOD,
    passages: { depth: passages.depth, base: passages.base },
    neighbours: { depth: neighbours.depth, base: neighbours.base },
  };
  return writeModelFile(
    {
      "gate.tags": words.tags,
      "gate.weights": words.weights,
      ...treeSections("passages", passages),
      ...treeSections("neighbours", neighbours),
    },
    { gate: facts },
  );
}

const treeSections = (name: string, { feature, threshold, leaf }: BoostedTreesTables) => ({
  [`gate.${name}.feature`]: feature,
  [`gate.${name}.threshold`]: threshold,
  [`gate.${name}.leaf`]: leaf,
});
