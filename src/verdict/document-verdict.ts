import { select } from "../decode/select.js";
import { STYLES } from "../dictionary/styles.js";
import { toLog } from "../log-prob.js";
import type { Section } from "../section.js";
import type { PassageVerdict, Verdict } from "../types.js";

/** A proposal at least this likely is taken for a substitution. */
const LIKELY = 0.5;

/** The verdict on a document, from its sections as they come. */
export class DocumentVerdict {
  private readonly passages: PassageVerdict[] = [];
  private words = 0;
  private inside = 0;
  private probability = 0;
  private garbled = false;
  private readonly styles = new Float64Array(STYLES.length);

  add({ passages, document, ranked }: Section): void {
    const likely = select(ranked, LIKELY).map(({ chosen: { sentence, change } }) => {
      const { terms } = document!.sentences[sentence]!;
      return { at: terms[change.start]!.start, terms: change.end - change.start };
    });
    let next = 0;
    for (const { start, end, probability, words, garbled } of passages) {
      let inside = 0;
      for (; next < likely.length && likely[next]!.at < end; next++) inside += likely[next]!.terms;
      if (!garbled) inside = 0;
      this.garbled ||= garbled;
      this.passages.push({ start, end, probability, rate: inside === 0 ? 0 : Math.min(1, inside / words) });
      this.probability = Math.max(this.probability, probability);
      this.words += words;
      this.inside += inside;
    }
    document?.channel.style.forEach((share, style) => {
      this.styles[style]! += share * document.sentences.length;
    });
  }

  get verdict(): Verdict {
    const { passages, probability, inside, words } = this;
    const bounded = Math.min(1 - 1e-9, Math.max(1e-9, probability));
    return {
      garbled: this.garbled,
      probability,
      rate: words === 0 ? 0 : Math.min(1, inside / words),
      style: inside > 0 ? STYLES[this.styles.indexOf(Math.max(...this.styles))] : undefined,
      evidence: toLog(bounded) - toLog(1 - bounded),
      passages,
    };
  }
}
