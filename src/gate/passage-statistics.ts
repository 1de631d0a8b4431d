import { logistic } from "../log-prob.js";
import type { Places } from "./places.js";
import type { WordModel } from "./word-model.js";

/** What a passage's words say together, in this order. */
export const PASSAGE_STATISTICS = [
  "words",
  "mean probability",
  "surest",
  "surest 3",
  "surest 8",
  "surest tenth",
  "surest quarter",
  "median",
  "share above -1",
  "share above 0",
  "share above 1",
  "share above 2",
  "names",
  "other than words",
  "unknown",
] as const;

const THRESHOLDS = [-1, 0, 1, 2];
/** Log-odds beyond which nothing more is said. */
const LOG_ODDS_MAX = 8;

/** The statistics of a passage's places; one of these is used again and again. */
export class PassageStatistics {
  readonly values = new Float32Array(PASSAGE_STATISTICS.length);
  private readonly logOdds: Float32Array;

  constructor(capacity: number) {
    this.logOdds = new Float32Array(capacity);
  }

  /** @returns words read; 0: nothing to tell */
  read(places: Places, model: WordModel): number {
    const { logOdds, values } = this;
    let words = 0;
    let names = 0;
    let others = 0;
    let unknown = 0;
    for (let at = 0; at < places.count; at++) {
      const shape = places.shape[at]!;
      if (shape < 0) {
        if (places.term[at]! >= 0) others++;
        continue;
      }
      logOdds[words++] = Math.max(-LOG_ODDS_MAX, Math.min(LOG_ODDS_MAX, model.logOdds(places, at)));
      if (shape > 1) names++;
      if (model.unknown) unknown++;
    }
    if (words === 0) return 0;
    const sorted = logOdds.subarray(0, words).sort();
    let probability = 0;
    for (let i = 0; i < words; i++) probability += logistic(sorted[i]!);
    const surest = (count: number): number => {
      const n = Math.min(words, Math.max(1, count));
      let sum = 0;
      for (let i = words - n; i < words; i++) sum += sorted[i]!;
      return sum / n;
    };
    values[0] = words;
    values[1] = probability / words;
    values[2] = sorted[words - 1]!;
    values[3] = surest(3);
    values[4] = surest(8);
    values[5] = surest(Math.ceil(words / 10));
    values[6] = surest(Math.ceil(words / 4));
    values[7] = sorted[words >> 1]!;
    let above = 0;
    for (const [t, threshold] of THRESHOLDS.entries()) {
      while (above < words && sorted[above]! <= threshold) above++;
      values[8 + t] = (words - above) / words;
    }
    values[12] = names / words;
    values[13] = others / words;
    values[14] = unknown / words;
    return words;
  }
}
