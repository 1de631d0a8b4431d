import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { drawsAnew, STYLES } from "../dictionary/styles.js";
import { fromLog, toLog } from "../log-prob.js";
import type { Arc, Term } from "../types.js";
import { type ChannelState, countScore, headRate, pairPrior } from "./channel.js";
import { Draw, KEPT, type Occurrence, RATE_MAX } from "./draws.js";

/** A sentence with the readings that the last pass found. */
interface SentenceEvidence {
  terms: readonly Term[];
  lattice: { arcs: readonly Arc[] };
  posterior: Float64Array;
  /** Arc → log P(observed | original) that the posteriors were found with. */
  channel: Float64Array;
  /** Heads of several words that the best reading leaves; `start` is the first term. */
  kept: readonly { head: number; start: number; posterior: number }[];
}

/** Style → P(a spinner makes one draw a head and document). */
const ONE_DRAW: readonly number[] = STYLES.map((style) => (drawsAnew(style) ? 0.2 : 0.8));
/** Occurrences less likely than this say nothing of a draw. */
const POSTERIOR_MIN = 1e-3;

/**
 * Arc → log P(observed | the arc's original), sentence by sentence: a mixture of a spinner that draws once for a head and holds to it in the whole
 * document (draws.ts) and one that draws anew each time (countScore).
 */
export function channelScores(index: PhraseIndex, channel: ChannelState, text: string, sentences: readonly SentenceEvidence[]): Float64Array[] {
  const draws = new DocumentDraws(index, channel, text, sentences);
  const once = channel.style.reduce((sum, share, style) => sum + share * ONE_DRAW[style]!, 0);
  return sentences.map(({ lattice, posterior }, s) =>
    Float64Array.from(lattice.arcs, (arc, a) =>
      arc.head < 0 ? 0 : toLog(once * draws.predict(s, a) + (1 - once) * fromLog(countScore(index, channel, arc, posterior[a]))),
    ),
  );
}

/** The draws of all heads of a document, by the occurrences that its readings so far show. */
class DocumentDraws {
  private readonly occurrences = new Map<number, Occurrence[]>();
  /** Sentence → arc → its own occurrence. */
  private readonly own: (Occurrence | undefined)[][];
  private readonly draws = new Map<number, Draw>();

  constructor(
    private readonly index: PhraseIndex,
    private readonly channel: ChannelState,
    private readonly text: string,
    private readonly sentences: readonly SentenceEvidence[],
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

  /** P(what an arc observes | its head stood there). */
  predict(s: number, a: number): number {
    const sentence = this.sentences[s]!;
    const { head, pair, start } = sentence.lattice.arcs[a]!;
    const key = this.keyOf(sentence, head, start);
    let draw = this.draws.get(key);
    if (draw === undefined) {
      const { index, channel } = this;
      const replaced = Math.min(RATE_MAX, headRate(index, channel, head));
      draw = new Draw(replaced, (form) => pairPrior(index, form, channel.style), this.occurrences.get(key) ?? []);
      this.draws.set(key, draw);
    }
    return draw.predict(pair, this.own[s]![a]);
  }

  private add(key: number, occurrence: Occurrence): Occurrence {
    (this.occurrences.get(key) ?? this.occurrences.set(key, []).get(key)!).push(occurrence);
    return occurrence;
  }

  /** A capitalised word is another entry to a spinner, with a draw of its own. */
  private keyOf({ terms }: SentenceEvidence, head: number, start: number): number {
    const initial = this.text[terms[start]!.start]!;
    return 2 * head + (initial === initial.toLowerCase() ? 0 : 1);
  }
}
