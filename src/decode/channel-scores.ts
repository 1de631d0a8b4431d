import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { drawsAnew, STYLES } from "../dictionary/styles.js";
import { fromLog, toLog } from "../log-prob.js";
import { type ChannelState, countScore } from "./channel.js";
import { DocumentDraws, type DrawEvidence } from "./document-draws.js";
import { DocumentForms } from "./document-forms.js";

/** Style → P(a spinner makes one draw a head and document). */
const ONE_DRAW: readonly number[] = STYLES.map((style) => (drawsAnew(style) ? 0.2 : 0.8));

/**
 * Arc → log P(observed | the arc's original), sentence by sentence: a mixture of a spinner that draws once for a head and holds to it in the whole
 * document (draws.ts), so that a form stands for the same in all its places (form-source.ts), and one that draws anew each time (countScore).
 */
export function channelScores(index: PhraseIndex, channel: ChannelState, text: string, sentences: readonly DrawEvidence[]): Float64Array[] {
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
