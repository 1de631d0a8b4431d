import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import type { Span, Term } from "../types.js";
import type { PhraseIndex } from "./phrase-index.js";

/** A stretch of a garbled text with what may stand there originally. */
export interface Mark extends Span {
  accepted: readonly string[];
}

/**
 * Whether the dictionary can restore a mark at all: some way of reading the marked terms (with up to two unmarked neighbours on either
 * side) as they stand or as heads gives an accepted original. An upper bound for any decoder's recall.
 */
export function isCovered(index: PhraseIndex, sentence: readonly Term[], mark: Mark, marks: readonly Mark[]): boolean {
  const first = sentence.findIndex(({ end }) => end > mark.start);
  let last = first;
  while (last < sentence.length && sentence[last]!.start < mark.end) last++;
  if (first < 0 || last === first) return false;
  const free = (at: number): boolean =>
    at >= 0 && at < sentence.length && !marks.some(({ start, end }) => start < sentence[at]!.end && end > sentence[at]!.start);
  let before = 0;
  let after = 0;
  while (before < 2 && free(first - before - 1)) before++;
  while (after < 2 && free(last + after)) after++;
  const arcs = readings(index, sentence);
  for (const original of mark.accepted) {
    const middle = forms(original);
    for (let b = 0; b <= before; b++) {
      for (let a = 0; a <= after; a++) {
        const target = [...sentence.slice(first - b, first).map(({ form }) => form), ...middle, ...sentence.slice(last, last + a).map(({ form }) => form)];
        if (derives(sentence, arcs, first - b, last + a, target)) return true;
      }
    }
  }
  return false;
}

const forms = (text: string): string[] => readTerms(text, tokenize(text)).map(({ form }) => form);

function readings(index: PhraseIndex, sentence: readonly Term[]): Map<number, { end: number; forms: string[] }[]> {
  const { pairStart, pairHead } = index.tables;
  const byStart = new Map<number, { end: number; forms: string[] }[]>();
  for (const { start, end, node } of index.matches(sentence)) {
    const list = byStart.get(start) ?? byStart.set(start, []).get(start)!;
    for (let pair = pairStart[node]!; pair < pairStart[node + 1]!; pair++) list.push({ end, forms: index.headForms(pairHead[pair]!) });
  }
  return byStart;
}

/** Whether terms from … to can be read as exactly the target words. */
function derives(
  sentence: readonly Term[],
  arcs: Map<number, { end: number; forms: string[] }[]>,
  from: number,
  to: number,
  target: readonly string[],
): boolean {
  const reachable: Set<number>[] = Array.from({ length: to - from + 1 }, () => new Set<number>());
  reachable[0]!.add(0);
  for (let at = from; at < to; at++) {
    for (const done of reachable[at - from]!) {
      if (target[done] === sentence[at]!.form) reachable[at + 1 - from]!.add(done + 1);
      for (const { end, forms: words } of arcs.get(at) ?? []) {
        if (end <= to && words.every((word, k) => target[done + k] === word)) reachable[end - from]!.add(done + words.length);
      }
    }
  }
  return reachable[to - from]!.has(target.length);
}
