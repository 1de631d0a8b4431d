import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { fromLog } from "../log-prob.js";
import type { DocumentDraws, DrawEvidence } from "./document-draws.js";
import { KEPT } from "./draws.js";
import { formPlaces, type Place } from "./form-places.js";
import { type FormPlace, FormSource } from "./form-source.js";

/** What the forms that stand in several places of a document stand for. */
export class DocumentForms {
  /** Sentence → arc → P(what it observes | its head stood there). */
  private readonly predicted: Map<number, number>[];

  constructor(
    index: PhraseIndex,
    private readonly draws: DocumentDraws,
    private readonly sentences: readonly DrawEvidence[],
  ) {
    this.predicted = sentences.map(() => new Map());
    for (const places of formPlaces(index, sentences).values()) {
      if (places.length < 2) continue;
      const readings = [...new Set([KEPT, ...places.flatMap(({ arcs }) => [...arcs.keys()])])];
      const source = new FormSource(places.map((place) => this.formPlace(place, readings)));
      places.forEach(({ s, arcs }, place) => {
        const predicted = source.predict(place);
        readings.forEach((reading, i) => {
          const a = arcs.get(reading);
          if (a !== undefined) this.predicted[s]!.set(a, predicted[i]!);
        });
      });
    }
  }

  /** P(what an arc observes | its head stood there); undefined for forms that stand in one place only. */
  predict(s: number, a: number): number | undefined {
    return this.predicted[s]!.get(a);
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
