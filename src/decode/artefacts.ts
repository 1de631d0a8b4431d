import type { LogProb } from "../log-prob.js";
import type { LanguageModel } from "../model/language-model.js";
import { NO_WORD } from "../model/vocabulary.js";
import { outside } from "../text/outside.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import type { Edit, Span } from "../types.js";
import { type Artefact, decadeInWords, decimalAfterWord, doubledPossessive, doubledWord, scoreInWords, wordInNumber } from "./artefact-patterns.js";
import { bracedPhrase, openChoice, type Reading, strayBrace } from "./spintax.js";
import { wordScore } from "./word-score.js";

/**
 * Adds the edits that undo regular garble to those the dictionary made. Only for documents that were judged garbled.
 *
 * An artefact takes the place of dictionary edits that lie inside it; where one overlaps such an edit otherwise, the more probable of the two
 * stays. Among artefacts the order of the patterns decides.
 *
 * @param edits sorted, never overlapping
 * @param closed spans that are not read (URLs, code): nothing that touches one is changed
 * @param minProbability artefacts below it are not added
 * @param safe leave braces alone
 * @returns sorted, never overlapping
 */
export function withArtefacts(
  text: string,
  edits: readonly Edit[],
  closed: readonly Span[],
  model: LanguageModel,
  minProbability: number,
  safe = false,
): Edit[] {
  const reading: Reading = (span, replacement) => readingScore(model, text, span, replacement);
  const hasBraces = !safe && /[{}]/.test(text);
  let all: readonly Edit[] = edits;
  const add = (artefacts: readonly Artefact[]): void => {
    const likely = artefacts.filter(({ probability }) => probability >= minProbability).sort((a, b) => a.start - b.start);
    all = merged(
      all,
      outside(likely, closed).map((artefact) => editOf(artefact, text, reading)),
    );
  };
  if (hasBraces) add(openChoice(text, all, reading));
  for (const pattern of [decadeInWords, decimalAfterWord, wordInNumber, scoreInWords, doubledPossessive, doubledWord]) add(pattern(text));
  if (hasBraces) {
    add(bracedPhrase(text, all, reading));
    add(strayBrace(text));
  }
  return [...all];
}

/** Whether an edit gives way to an artefact that overlaps it. */
const yields = (edit: Edit, artefact: Edit): boolean =>
  edit.evidence.pattern === undefined && ((artefact.start <= edit.start && edit.end <= artefact.end) || edit.probability < artefact.probability);

/** Two sorted lists of edits as one without overlaps. */
function merged(edits: readonly Edit[], artefacts: readonly Edit[]): Edit[] {
  const out: Edit[] = [];
  let at = 0;
  for (const artefact of artefacts) {
    while (at < edits.length && edits[at]!.end <= artefact.start) out.push(edits[at++]!);
    let past = at;
    while (past < edits.length && edits[past]!.start < artefact.end) past++;
    if ((out.at(-1)?.end ?? 0) > artefact.start || !edits.slice(at, past).every((edit) => yields(edit, artefact))) continue;
    out.push(artefact);
    at = past;
  }
  return [...out, ...edits.slice(at)];
}

function editOf({ start, end, pattern, replacement, probability }: Artefact, text: string, reading: Reading): Edit {
  const observed = text.slice(start, end);
  const context = reading({ start, end }, replacement) - reading({ start, end }, observed);
  return {
    start,
    end,
    observed,
    replacement,
    probability,
    alternatives: [],
    evidence: { pattern, head: replacement, form: observed, styles: [], context, topic: 0, channel: 0, reading: 0, substituted: 0, uses: 1 },
  };
}

/** How much of the text on either side is read with a replacement. UTF-16 units, cut at spaces. */
const WINDOW = 60;

/** log P of the text around a place with a replacement in it, nats. */
function readingScore(model: LanguageModel, text: string, { start, end }: Span, replacement: string): LogProb {
  const before = text.slice(Math.max(0, start - WINDOW), start).replace(/^\S*\s/, "");
  const after = text.slice(end, end + WINDOW).replace(/\s\S*$/, "");
  const stretch = before + replacement + after;
  let [t, u, v] = [NO_WORD, NO_WORD, NO_WORD];
  let score = 0;
  for (const { form } of readTerms(stretch, tokenize(stretch))) {
    const id = model.vocabulary.id(form);
    score += wordScore(model, t, u, v, id);
    [t, u, v] = [u, v, id];
  }
  return score;
}
