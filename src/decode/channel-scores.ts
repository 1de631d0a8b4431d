import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { drawsAnew, STYLES } from "../dictionary/styles.js";
import { fromLog, toLog } from "../log-prob.js";
import type { Arc, Term } from "../types.js";
import { type ChannelState, countScore, headRate, pairPrior } from "./channel.js";
import { type FormPlace, FormSource } from "./form-source.js";
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
 * document (draws.ts), so that a form stands for the same in all its places (form-source.ts), and one that draws anew each time (countScore).
 */
export function channelScores(index: PhraseIndex, channel: ChannelState, text: string, sentences: readonly SentenceEvidence[]): Float64Array[] {
  const draws = new DocumentDraws(index, channel, text, sentences);
  const forms = new DocumentForms(index, draws, sentences);
  const once = channel.style.reduce((sum, share, style) => sum + share * ONE_DRAW[style]!, 0);
  return sentences.map(({ lattice, posterior }, s) =>
    Float64Array.from(lattice.arcs, (arc, a) => {
      const held = forms.predict(s, a) ?? draws.predict(s, a);
      return toLog(once * held + (1 - once) * fromLog(countScore(index, channel, arc, posterior[a])));
    }),
  );
}

/** The draws of all heads of a document, by the occurrences that its readings so far show. */
class DocumentDraws {
  private readonly occurrences = new Map<number, Occurrence[]>();
  private readonly draws = new Map<number, Draw>();
  /** Sentence → arc → its own occurrence. */
  private readonly own: (Occurrence | undefined)[][];

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

  /** P(what an arc observes | its head stood there), by the head's other occurrences. 1 where no head stands. */
  predict(s: number, a: number): number {
    const own = this.own[s]![a];
    return this.predictWithout(s, a, own ? [own] : []);
  }

  /** The same by the head's occurrences that do not show the same. */
  predictByOthers(s: number, a: number): number {
    const { head, pair, start } = this.sentences[s]!.lattice.arcs[a]!;
    const occurrences = this.occurrences.get(this.keyOf(this.sentences[s]!, head, start)) ?? [];
    return this.predictWithout(
      s,
      a,
      occurrences.filter((occurrence) => occurrence.pair === pair),
    );
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
  private keyOf({ terms }: SentenceEvidence, head: number, start: number): number {
    const initial = this.text[terms[start]!.start]!;
    return 2 * head + (initial === initial.toLowerCase() ? 0 : 1);
  }
}

/** A place where a form stands: its sentence, and by what is read there (a pair, or KEPT) the arc. */
interface Place {
  s: number;
  arcs: Map<number, number>;
}

/** What the forms that stand in several places of a document stand for. */
class DocumentForms {
  /** Sentence → arc → its form's source, its place, and its reading there. */
  private readonly sources: Map<number, { source: FormSource; place: number; reading: number }>[];

  constructor(
    private readonly index: PhraseIndex,
    private readonly draws: DocumentDraws,
    private readonly sentences: readonly SentenceEvidence[],
  ) {
    this.sources = sentences.map(() => new Map());
    for (const places of this.placesByForm()) {
      if (places.length < 2) continue;
      const readings = [...new Set([KEPT, ...places.flatMap(({ arcs }) => [...arcs.keys()])])];
      const source = new FormSource(places.map((place) => this.formPlace(place, readings)));
      places.forEach(({ s, arcs }, place) => {
        for (const [pair, a] of arcs) this.sources[s]!.set(a, { source, place, reading: readings.indexOf(pair) });
      });
    }
  }

  /** P(what an arc observes | its head stood there); undefined for forms that stand in one place only. */
  predict(s: number, a: number): number | undefined {
    const own = this.sources[s]!.get(a);
    return own?.source.predict(own.place, own.reading);
  }

  private placesByForm(): Place[][] {
    const byForm = new Map<number, Map<number, Place>>();
    const firstTerm: number[] = [];
    this.sentences.reduce((sum, { terms }) => firstTerm.push(sum) && sum + terms.length, 0);
    this.sentences.forEach(({ terms, lattice }, s) => {
      lattice.arcs.forEach(({ start, pair }, a) => {
        const form = pair >= 0 ? this.index.nodeOfPair(pair) : this.index.nodeOfTerm(terms[start]!.form);
        if (form < 0) return;
        const places = byForm.get(form) ?? byForm.set(form, new Map()).get(form)!;
        const key = firstTerm[s]! + start;
        const place = places.get(key) ?? places.set(key, { s, arcs: new Map() }).get(key)!;
        place.arcs.set(pair < 0 ? KEPT : pair, a);
      });
    });
    return [...byForm.values()].map((places) => [...places.values()]);
  }

  private formPlace({ s, arcs }: Place, readings: readonly number[]): FormPlace {
    const { posterior, channel } = this.sentences[s]!;
    const at = readings.map((reading) => arcs.get(reading));
    const place = {
      prior: at.map((a) => (a === undefined ? 0 : this.draws.predictByOthers(s, a))),
      posterior: at.map((a) => (a === undefined ? 0 : posterior[a]!)),
      assumed: at.map((a) => (a === undefined ? 1 : fromLog(channel[a]!))),
    };
    if (at[0] === undefined) {
      // Words that stand as they are together have no arc.
      place.prior[0] = 1;
      place.posterior[0] = Math.max(0, 1 - place.posterior.reduce((a, b) => a + b, 0));
    }
    return place;
  }
}
