import type { Gate } from "../../gate/gate.js";
import { PASSAGE_STATISTICS } from "../../gate/passage-statistics.js";
import { passagesOf } from "../../text/passages.js";
import type { LabelledText } from "./documents.js";

/** Substitutions and share of the words from which on a passage counts as garbled; with fewer it is neither. */
const GARBLED_MIN = 3;
const GARBLED_SHARE_MIN = 0.04;

/** A passage as the gate sees it, with the truth. */
export interface PassageRow {
  statistics: Float32Array;
  /** Of its words, substituted; 0: clean. */
  rate: number;
  kind: string;
  source: string;
}

/** The passages of documents; those in which a spinner changed too little to tell are left out. */
export function* passageRows(documents: Iterable<LabelledText>, gate: Gate): Generator<PassageRow> {
  for (const { text, substitutions, kind, source } of documents) {
    for (const passage of passagesOf(text)) {
      const changed = substitutions.filter(({ start, end }) => start < passage.end && end > passage.start).length;
      if (changed > 0 && (changed < GARBLED_MIN || changed < GARBLED_SHARE_MIN * passage.words)) continue;
      const statistics = gate.statisticsOf(text, passage);
      if (statistics) yield { statistics: statistics.slice(), rate: changed / passage.words, kind: changed > 0 ? kind : "clean", source };
    }
  }
}

/** Rows one after the other, as the trainer of trees wants them. */
export function matrixOf(rows: readonly PassageRow[]): Float32Array {
  const matrix = new Float32Array(rows.length * PASSAGE_STATISTICS.length);
  for (const [i, { statistics }] of rows.entries()) matrix.set(statistics, i * PASSAGE_STATISTICS.length);
  return matrix;
}
