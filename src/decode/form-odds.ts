import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { type LogProb, logSumExp, toLog } from "../log-prob.js";
import type { LanguageModel } from "../model/language-model.js";
import { pairPrior } from "./channel.js";
import type { CandidateFinder } from "./candidates.js";
import { wordScore } from "./word-score.js";

/**
 * What can be said of a form without its sentence: how much likelier it is that a spinner of the document's style wrote it than that an author
 * did. "whereas" is mostly a spun "while"; "house" is hardly ever a spun anything.
 */
export class FormOdds {
  private readonly byForm = new Map<string, LogProb>();

  constructor(
    private readonly index: PhraseIndex,
    private readonly model: LanguageModel,
    private readonly finder: CandidateFinder,
    private readonly style: Float64Array,
  ) {}

  /** log Σ over heads P(head) · P(form | head, style) - log P(form), nats. */
  spun(pair: number, observed: readonly number[]): LogProb {
    const key = observed.join(" ");
    const known = this.byForm.get(key);
    if (known !== undefined) return known;
    const { pairStart } = this.index.tables;
    const node = this.index.nodeOfPair(pair);
    const scores: number[] = [];
    for (let other = pairStart[node]!; other < pairStart[node + 1]!; other++) scores.push(this.joint(other));
    const odds = logSumExp(scores) - this.phrase(observed);
    this.byForm.set(key, odds);
    return odds;
  }

  /** log P(head) · P(form | head, style) - log P(form), nats: the share of one head in `spun`. */
  pair(pair: number, observed: readonly number[]): LogProb {
    return this.joint(pair) - this.phrase(observed);
  }

  private joint(pair: number): LogProb {
    return this.phrase(this.finder.wordsOf(this.index.tables.pairHead[pair]!)) + toLog(pairPrior(this.index, pair, this.style) + 1e-6);
  }

  /** log-probability of a phrase without context. */
  private phrase(words: readonly number[]): LogProb {
    let sum = 0;
    for (let i = 0; i < words.length; i++) sum += wordScore(this.model, -1, i > 1 ? words[i - 2]! : -1, i > 0 ? words[i - 1]! : -1, words[i]!);
    return sum;
  }
}
