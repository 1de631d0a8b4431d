import { isName } from "../dictionary/is-name.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { agreeingArticle, isSentenceStart, type Lettering, letteringOf, withBreaksOf, withCaseOf } from "../text/surface.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import type { Term } from "../types.js";

/** An arc cut down to what it changes: terms start … end - 1 of a sentence become `words`. */
export interface Change {
  start: number;
  end: number;
  /** The original's words as written in the dictionary. */
  words: string;
}

/**
 * An arc's change without the words that observed text and original share at its ends: "he stated that" → "he said that" changes
 * "stated". At least one term stays on both sides; a word that is joined on in only one of the two ("against virus" → "anti-virus") stays in the
 * change; of a name also what stands in the wrong case is changed, unless case is to be passed over.
 */
export function leastChange(
  index: PhraseIndex,
  text: string,
  sentence: readonly Term[],
  arc: { start: number; end: number; head: number },
  caseless = false,
): Change {
  const surface = index.tables.headSurfaces[arc.head]!;
  const head = readTerms(surface, tokenize(surface));
  let { start, end } = arc;
  let from = 0;
  let to = head.length;
  const name = !caseless && isName(surface);
  const shared = (observed: Term, original: Term): boolean =>
    observed.form === original.form && (!name || text.slice(observed.start, observed.end) === surface.slice(original.start, original.end));
  const joinedAlike = (observed: number, original: number): boolean => sentence[observed]!.glued === head[original]!.glued;
  while (end - start > 1 && to - from > 1 && shared(sentence[end - 1]!, head[to - 1]!) && joinedAlike(end - 1, to - 1)) {
    end--;
    to--;
  }
  while (end - start > 1 && to - from > 1 && shared(sentence[start]!, head[from]!) && joinedAlike(start + 1, from + 1)) {
    start++;
    from++;
  }
  return { start, end, words: surface.slice(head[from]!.start, head[to - 1]!.end) };
}

/** A change as text: span in the source and what to put there, in the observed text's case, articles agreeing. */
export interface Rewrite {
  start: number;
  end: number;
  replacement: string;
}

/**
 * @param free text before this offset belongs to another edit: an article that stands there is left to it
 */
export function rewrite(text: string, sentence: readonly Term[], change: Change, free = 0): Rewrite {
  const first = sentence[change.start]!;
  const last = sentence[change.end - 1]!;
  const before = sentence[change.start - 1];
  const after = sentence[change.end];
  const observed = text.slice(first.start, last.end);
  const lettering = letteringAround(text, sentence, change);
  const cased = withCaseOf(observed, change.words, lettering, isSentenceStart(text, first.start));
  const replacement = withBreaksOf(observed, articlesWithin(cased, after && text.slice(after.start, after.end), lettering));
  if (before?.form === "a" && before.start >= free && !first.gap) {
    const article = text.slice(before.start, before.end);
    const agreeing = agreeingArticle(article, replacement, lettering);
    if (agreeing !== article) {
      return { start: before.start, end: last.end, replacement: `${agreeing}${text.slice(before.end, first.start)}${replacement}` };
    }
  }
  return { start: first.start, end: last.end, replacement };
}

/** Terms on either side that are looked at: headlines are short. */
const AROUND = 20;

/** How the sentence around a change is written. */
function letteringAround(text: string, sentence: readonly Term[], { start, end }: Change): Lettering {
  const around = [...sentence.slice(Math.max(0, start - AROUND), start), ...sentence.slice(end, end + AROUND)];
  return letteringOf(around.filter(({ kind }) => kind === "word").map((term) => text.slice(term.start, term.end)));
}

function articlesWithin(replacement: string, next: string | undefined, lettering: Lettering): string {
  const inside = replacement.replace(
    /(?<![\p{L}'’])(an?)(\s+)(?=(\S+))/giu,
    (_, article: string, space: string, word: string) => agreeingArticle(article, word, lettering) + space,
  );
  return next === undefined ? inside : inside.replace(/(?<![\p{L}'’])an?$/iu, (article) => agreeingArticle(article, next, lettering));
}
