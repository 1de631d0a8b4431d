import type { DocumentReader, ReadSentence } from "../decode/document.js";
import { leastChange, rewrite } from "../decode/edits.js";
import { FormsByHead } from "../dictionary/garble.js";
import type { Habit } from "../dictionary/habits.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { STYLES, type Style } from "../dictionary/styles.js";
import { splitSentences } from "../text/sentences.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import { type AnnotatedDocument, marksIn } from "./annotated.js";
import { restoresMarks } from "./examples.js";

/** What one annotated document's spinner did with the heads of the dictionary. */
interface DocumentHabits {
  id: string;
  /** The style the document is most likely in. */
  style: Style;
  /** Head → occurrences replaced, by pair. */
  replaced: Map<number, Map<number, number>>;
  /** Head → occurrences that stand as they are. */
  kept: Map<number, number>;
}

/** Aligns an annotated document's marks with the dictionary. A mark that several arcs restore counts for the likeliest. */
function documentHabits(index: PhraseIndex, reader: DocumentReader, document: AnnotatedDocument): DocumentHabits {
  const { text, marks } = document;
  const read = reader.read(text, splitSentences(readTerms(text, tokenize(text))));
  const likeliest = Math.max(...read.channel.style);
  const habits: DocumentHabits = { id: document.id, style: STYLES[read.channel.style.indexOf(likeliest)]!, replaced: new Map(), kept: new Map() };
  const keep = (head: number): void => void habits.kept.set(head, (habits.kept.get(head) ?? 0) + 1);
  for (const sentence of read.sentences) {
    const { terms, lattice, phrases } = sentence;
    const unmarked = (from: number, to: number): boolean => marksIn(marks, terms[from]!.start, terms[to - 1]!.end).length === 0;
    for (const { start, end, pair, head } of lattice.arcs) if (pair < 0 && head >= 0 && unmarked(start, end)) keep(head);
    for (const { start, end, head } of phrases) if (unmarked(start, end)) keep(head);
    for (const { head, pair } of restoringArcs(index, document, sentence)) {
      const pairs = habits.replaced.get(head) ?? new Map<number, number>();
      habits.replaced.set(head, pairs.set(pair, (pairs.get(pair) ?? 0) + 1));
    }
  }
  return habits;
}

/** Mark by mark, the likeliest arc that restores it. */
function restoringArcs(index: PhraseIndex, { text, marks }: AnnotatedDocument, { terms, lattice, posterior }: ReadSentence): { head: number; pair: number }[] {
  const best = new Map<number, number>();
  lattice.arcs.forEach((arc, a) => {
    if (arc.pair < 0) return;
    const { start, end, replacement } = rewrite(text, terms, leastChange(index, text, terms, arc));
    const touched = marksIn(marks, start, end);
    if (touched.length === 0 || !restoresMarks(text, touched, start, end, replacement)) return;
    const mark = touched[0]!.start;
    const known = best.get(mark);
    if (known === undefined || posterior[a]! > posterior[known]!) best.set(mark, a);
  });
  return [...best.values()].map((a) => lattice.arcs[a]!);
}

/** Counts habits over annotated documents, all of them or all but one: what that one's reader may know of it beforehand. */
export class HabitCounter {
  private readonly documents: DocumentHabits[];
  private readonly forms: FormsByHead;

  /**
   * @param index a dictionary without habits
   * @param least heads that fewer documents show are left out: a habit is what several documents have in common
   */
  constructor(
    private readonly index: PhraseIndex,
    reader: DocumentReader,
    documents: readonly AnnotatedDocument[],
    private readonly least: number,
  ) {
    this.documents = documents.filter(({ marks }) => marks.length > 0).map((document) => documentHabits(index, reader, document));
    this.forms = new FormsByHead(index);
  }

  /** A document counts once a head, in parts where it both replaced and kept it. */
  habits(without?: string): Habit[] {
    const habits = new Map<string, { head: number; style: Style; replaced: number; kept: number; forms: Map<string, number> }>();
    const seen = new Map<number, number>();
    for (const { id, style, replaced, kept } of this.documents) {
      if (id === without) continue;
      for (const head of new Set([...replaced.keys(), ...kept.keys()])) {
        seen.set(head, (seen.get(head) ?? 0) + 1);
        const key = `${head} ${style}`;
        const habit = habits.get(key) ?? { head, style, replaced: 0, kept: 0, forms: new Map<string, number>() };
        habits.set(key, habit);
        const pairs = replaced.get(head) ?? new Map<number, number>();
        const uses = [...pairs.values()].reduce((a, b) => a + b, 0);
        const share = uses / (uses + (kept.get(head) ?? 0));
        habit.replaced += share;
        habit.kept += 1 - share;
        for (const [pair, n] of pairs) {
          const form = this.forms.observed(pair);
          habit.forms.set(form, (habit.forms.get(form) ?? 0) + n / uses);
        }
      }
    }
    return [...habits.values()]
      .filter(({ head }) => seen.get(head)! >= this.least)
      .map(({ head, style, replaced, kept, forms }) => ({
        head: this.index.tables.headSurfaces[head]!,
        style,
        replaced: rounded(replaced),
        kept: rounded(kept),
        forms: new Map([...forms].map(([form, n]) => [form, rounded(n)])),
      }));
  }
}

const rounded = (x: number): number => Math.round(100 * x) / 100;
