import type { LogProb } from "../log-prob.js";
import type { LanguageModel } from "../model/language-model.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import type { Edit, Span } from "../types.js";
import {
  type Artefact,
  decadeInWords,
  decimalAfterWord,
  doubledPossessive,
  doubledWord,
  scoreInWords,
  wordInNumber,
} from "./artefact-patterns.js";
import { bracedPhrase, openChoice, strayBrace } from "./spintax.js";
import { wordScore } from "./word-score.js";

/**
 * Adds the edits that undo regular garble to those the dictionary made. Only for documents that were judged garbled.
 *
 * An artefact takes the place of edits that lie inside it; where one overlaps an edit otherwise, the more probable of the two stays.
 *
 * @param edits sorted, never overlapping
 * @param closed spans that are not read (URLs, code): nothing that touches one is changed
 * @param minProbability artefacts below it are not added
 * @returns sorted, never overlapping
 */
export function withArtefacts(text: string, edits: readonly Edit[], closed: readonly Span[], model: LanguageModel, minProbability: number): Edit[] {
  let all: Edit[] = [...edits];
  const reading = (span: Span, replacement: string): LogProb => readingScore(model, text, span, replacement);
  const add = (artefacts: readonly Artefact[]): void => {
    for (const artefact of artefacts) {
      if (artefact.probability < minProbability || closed.some((span) => overlap(span, artefact))) continue;
      const stays = all.some((edit) => overlap(edit, artefact) && !contains(artefact, edit) && edit.probability >= artefact.probability);
      if (stays) continue;
      all = all.filter((edit) => !overlap(edit, artefact));
      all.push(editOf(artefact, text, reading));
    }
  };
  add(openChoice(text, reading));
  for (const pattern of [decadeInWords, decimalAfterWord, wordInNumber, scoreInWords, doubledPossessive, doubledWord]) add(pattern(text));
  add(bracedPhrase(text, all));
  add(strayBrace(text));
  return all.sort((a, b) => a.start - b.start);
}

const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

function editOf({ start, end, pattern, replacement, probability }: Artefact, text: string, reading: (span: Span, replacement: string) => LogProb): Edit {
  const observed = text.slice(start, end);
  const context = reading({ start, end }, replacement) - reading({ start, end }, observed);
  return {
    start,
    end,
    observed,
    replacement,
    probability,
    alternatives: [],
    evidence: { pattern, head: replacement, form: observed, styles: [], context, topic: 0, channel: 0, uses: 1 },
  };
}

/** How much of the text on either side is read with a replacement. UTF-16 units, cut at spaces. */
const WINDOW = 60;
/** The context before a stretch of text: no word. */
const NONE = -1;

/** log P of the text around a place with a replacement in it, nats. */
function readingScore(model: LanguageModel, text: string, { start, end }: Span, replacement: string): LogProb {
  const before = text.slice(Math.max(0, start - WINDOW), start).replace(/^\S*\s/, "");
  const after = text.slice(end, end + WINDOW).replace(/\s\S*$/, "");
  const stretch = before + replacement + after;
  let [t, u, v] = [NONE, NONE, NONE];
  let score = 0;
  for (const { form } of readTerms(stretch, tokenize(stretch))) {
    const id = model.vocabulary.id(form);
    score += wordScore(model, t, u, v, id);
    [t, u, v] = [u, v, id];
  }
  return score;
}
