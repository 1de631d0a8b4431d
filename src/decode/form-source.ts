import { fromLog, type LogProb, toLog } from "../log-prob.js";

/** A place in the document where a form stands. Its readings are those of the form: it stands as it is, or for one of several heads. */
export interface FormPlace {
  /** Reading → P(observed | the reading), as far as the form's other places have no say in it, 0..1. */
  prior: readonly number[];
  /** Reading → posterior; what the readings lack to 1 is that other words are read here. */
  posterior: readonly number[];
  /** Reading → P(observed | the reading) that the posterior was found with, 0..1; above 0 where the posterior is. */
  assumed: readonly number[];
}

/** Share of places where a form is read as its other places do not say. In annotated documents 2 % of the places that are replaced, 1 % of the others. */
const EXCEPTION = 0.05;
/** Weight of what a place says: its neighbours are garbled, and read by a model that is sure too soon. */
const PLACE_WEIGHT = 0.5;

/**
 * What a form stands for in a document. It comes from one head in all its places, or it is none of the spinner's forms and stands as it is: a spinner
 * that has the form as a head would have replaced the author's own uses of it. The places say together which it is (belief propagation, Pearl 1988).
 *
 * @example
 * // "battle" in two places: as it is, or for "conflict"; the first place is sure of "conflict"
 * const source = new FormSource([
 *   { prior: [0.5, 0.2], posterior: [0.05, 0.95], assumed: [0.5, 0.2] },
 *   { prior: [0.5, 0.2], posterior: [0.6, 0.4], assumed: [0.5, 0.2] },
 * ]);
 * source.predict(1)[1]; // 0.5 instead of 0.2
 */
export class FormSource {
  /** Place → source → what the place says for it. */
  private readonly messages: LogProb[][];
  /** Source → Σ of the places' messages. */
  private readonly evidence: LogProb[];

  /**
   * @param places at least one, all with the same readings
   * @param weight what a place's likelihood is raised to, 0..1
   */
  constructor(
    private readonly places: readonly FormPlace[],
    private readonly weight = PLACE_WEIGHT,
  ) {
    this.messages = places.map((place) => this.messagesOf(place));
    this.evidence = places[0]!.prior.map((_, source) => this.messages.reduce((sum, message) => sum + message[source]!, 0));
  }

  /** Reading → P(observed | the reading) in one place, by what the form's other places say of its source. */
  predict(place: number): number[] {
    const { prior } = this.places[place]!;
    const others = this.evidence.map((all, source) => all - this.messages[place]![source]!);
    const most = Math.max(...others.filter((_, source) => prior[source]! > 0));
    const weighed = prior.map((p, source) => (p === 0 ? 0 : p * fromLog(others[source]! - most)));
    const sum = prior.reduce((a, b) => a + b, 0);
    const sumWeighed = weighed.reduce((a, b) => a + b, 0);
    return prior.map((own, reading) => {
      const rest = sum - own;
      if (own === 0 || own === 1 || rest <= 0) return own;
      // Either this is the source, or one of the others is, each as likely as it is beforehand.
      const yes = weighed[reading]!;
      const no = ((1 - own) * Math.max(0, sumWeighed - yes)) / rest;
      return (1 - EXCEPTION) * (yes / (yes + no)) + EXCEPTION * own;
    });
  }

  /** Source → log-likelihood of what the place shows. */
  private messagesOf({ prior, posterior, assumed }: FormPlace): LogProb[] {
    // The posterior without what was assumed, and with P(reading | source): prior[reading] · EXCEPTION, and 1 - EXCEPTION where it is the source.
    const read = posterior.map((p, reading) => (p === 0 ? 0 : p / assumed[reading]!));
    const elsewhere = Math.max(
      0,
      posterior.reduce((rest, p) => rest - p, 1),
    );
    const any = read.reduce((sum, p, reading) => sum + EXCEPTION * p * prior[reading]!, elsewhere);
    return read.map((p) => this.weight * toLog(any + (1 - EXCEPTION) * p));
  }
}
