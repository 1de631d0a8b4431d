import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { fromLog } from "../log-prob.js";
import type { Arc, Term } from "../types.js";
import { type ChannelState, headRate, pairPrior } from "./channel.js";
import { Draw, KEPT, type Occurrence, RATE_MAX } from "./draws.js";

/** A sentence with the readings that the last pass found. */
export interface DrawEvidence {
  terms: readonly Term[];
  lattice: { arcs: readonly Arc[] };
  posterior: Float64Array;
  /** Arc → log P(observed | original) that the posteriors were found with. */
  channel: Float64Array;
  /** Heads of several words that the best reading leaves; `start` is the first term. */
  kept: readonly { head: number; start: number; posterior: number }[];
}

/** Occurrences less likely than this say nothing of a draw. */
const POSTERIOR_MIN = 1e-3;

/** The draws of all heads of a document, by the occurrences that its readings so far show. */
export class DocumentDraws {
  private readonly occurrences = new Map<number, Occurrence[]>();
  private readonly draws = new Map<number, Draw>();
  /** Draw's key → pair or KEPT → what predictByOthers said. */
  private readonly byOthers = new Map<number, Map<number, number>>();
  /** Sentence → arc → its own occurrence. */
  private readonly own: (Occurrence | undefined)[][];

  constructor(
    private readonly index: PhraseIndex,
    private readonly channel: ChannelState,
    private readonly text: string,
    private readonly sentences: readonly DrawEvidence[],
  ) {
    this.own = sentences.map((sentence) => {
      const own = sentence.lattice.arcs.map(({ head, pair, start }, a) => {
        const posterior = sentence.posterior[a]!;
        if (head < 0 || posterior < POSTERIOR_MIN) return undefined;
        return this.add(this.keyOf(sentence, head, start), { pair, posterior, assumed: fromLog(sentence.channel[a]!) });
      });
      for (const { head, start, posterior } of sentence.kept) this.add(this.keyOf(sentence, head, start), { pair: KEPT, posterior, assumed: 1 });
      return own;
    });
  }

  /** P(what an arc observes | its head stood there), by the head's other occurrences. 1 where no head stands. */
  predict(s: number, a: number): number {
    const own = this.own[s]![a];
    return this.predictWithout(s, a, own ? [own] : []);
  }

  /** The same by the head's occurrences that do not show the same. */
  predictByOthers(s: number, a: number): number {
    const { head, pair, start } = this.sentences[s]!.lattice.arcs[a]!;
    const key = this.keyOf(this.sentences[s]!, head, start);
    const known = this.byOthers.get(key) ?? this.byOthers.set(key, new Map()).get(key)!;
    const before = known.get(pair);
    if (before !== undefined) return before;
    const same = (this.occurrences.get(key) ?? []).filter((occurrence) => occurrence.pair === pair);
    const predicted = this.predictWithout(s, a, same);
    known.set(pair, predicted);
    return predicted;
  }

  private predictWithout(s: number, a: number, except: readonly Occurrence[]): number {
    const sentence = this.sentences[s]!;
    const { head, pair, start } = sentence.lattice.arcs[a]!;
    if (head < 0) return 1;
    const key = this.keyOf(sentence, head, start);
    let draw = this.draws.get(key);
    if (draw === undefined) {
      const { index, channel } = this;
      const replaced = Math.min(RATE_MAX, headRate(index, channel, head));
      draw = new Draw(replaced, (form) => pairPrior(index, form, channel.style), this.occurrences.get(key) ?? []);
      this.draws.set(key, draw);
    }
    return draw.predict(pair, except);
  }

  private add(key: number, occurrence: Occurrence): Occurrence {
    (this.occurrences.get(key) ?? this.occurrences.set(key, []).get(key)!).push(occurrence);
    return occurrence;
  }

  /** A capitalised word is another entry to a spinner, with a draw of its own. */
  private keyOf({ terms }: DrawEvidence, head: number, start: number): number {
    const initial = this.text[terms[start]!.start]!;
    return 2 * head + (initial === initial.toLowerCase() ? 0 : 1);
  }
}
