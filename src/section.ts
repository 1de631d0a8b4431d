import type { ReadDocument } from "./decode/document.js";
import type { RankedProposal } from "./decode/select.js";
import type { ReadWord } from "./reader/reader.js";
import type { Span } from "./types.js";

/** A passage and what came of it. */
export interface JudgedPassage extends Span {
  /** P(it went through a spinner), 0..1, its neighbours considered. */
  probability: number;
  garbled: boolean;
  /** How many words it has. */
  words: number;
  /** What the reader saw; nothing where the gate let the passage through. */
  read: readonly ReadWord[];
  /** Spans within it that must not be read. */
  exclude: readonly Span[];
}

/** Neighbouring passages of a text, the garbled ones of them decoded together. */
export interface Section {
  passages: JudgedPassage[];
  /** The garbled passages read as one document; undefined where there are none. */
  document: ReadDocument | undefined;
  /** Its proposals with their probabilities. */
  ranked: readonly RankedProposal[];
}
