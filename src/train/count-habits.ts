import { agreementEvidence } from "../decode/document-style.js";
import type { ReadSentence } from "../decode/document.js";
import { leastChange, rewrite } from "../decode/edits.js";
import { keptPhrases } from "../decode/kept-phrases.js";
import { FormsByHead } from "../dictionary/garble.js";
import type { Habit } from "../dictionary/habits.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import type { Resources } from "../load.js";
import { SHARED_ENTRIES, STYLES, type Style } from "../dictionary/styles.js";
import { toLog } from "../log-prob.js";
import type { Arc } from "../types.js";
import { type AnnotatedDocument, marksIn } from "./annotated.js";
import { restoresPart } from "./examples.js";
import { unreadDocument } from "./unread.js";

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
function documentHabits(resources: Resources, document: AnnotatedDocument): DocumentHabits {
  const { index } = resources;
  const { text } = document;
  const read = unreadDocument(text, resources);
  const readings = read.sentences.map((sentence) => originalReading(index, document, sentence));
  const style = likeliestStyle(read.channel.style, readings.flat());
  const habits: DocumentHabits = { id: document.id, style, replaced: new Map(), kept: new Map() };
  const keep = (head: number): void => void habits.kept.set(head, (habits.kept.get(head) ?? 0) + 1);
  for (const [i, reading] of readings.entries()) {
    for (const { pair, head } of reading) {
      if (pair < 0) {
        if (head >= 0) keep(head);
        continue;
      }
      const pairs = habits.replaced.get(head) ?? new Map<number, number>();
      habits.replaced.set(head, pairs.set(pair, (pairs.get(pair) ?? 0) + 1));
    }
    for (const { head } of keptPhrases(index, read.sentences[i]!, reading)) keep(head);
  }
  return habits;
}

/** The style a document was read in; of two that share their entries the one that agrees with the marks on whether a head has one form. */
function likeliestStyle(read: Float64Array, reading: readonly Arc[]): Style {
  const agreement = agreementEvidence(reading.filter(({ pair }) => pair >= 0));
  const entries = (style: Style): Style => SHARED_ENTRIES[style] ?? style;
  const share = (style: Style): number => STYLES.reduce((sum, other, s) => sum + (entries(other) === entries(style) ? read[s]! : 0), 0);
  const scores = STYLES.map((style, s) => toLog(share(style)) + agreement[s]!);
  return STYLES[scores.indexOf(Math.max(...scores))]!;
}

/** The reading that gives the original back, left to right: what is not marked as it stands, marks by the likeliest arcs that restore them. */
function originalReading(index: PhraseIndex, { text, marks }: AnnotatedDocument, { terms, lattice, posterior }: ReadSentence): Arc[] {
  const reading: Arc[] = [];
  const restoring: { arc: Arc; posterior: number }[] = [];
  lattice.arcs.forEach((arc, a) => {
    if (arc.pair < 0) {
      if (marksIn(marks, terms[arc.start]!.start, terms[arc.end - 1]!.end).length === 0) reading.push(arc);
      return;
    }
    const { start, end, replacement } = rewrite(text, terms, leastChange(index, text, terms, arc));
    if (restoresPart(text, marksIn(marks, start, end), start, end, replacement)) restoring.push({ arc, posterior: posterior[a]! });
  });
  for (const { arc } of restoring.sort((a, b) => b.posterior - a.posterior)) {
    if (reading.every(({ start, end, pair }) => pair < 0 || start >= arc.end || end <= arc.start)) reading.push(arc);
  }
  return reading.sort((a, b) => a.start - b.start || b.end - a.end).filter(({ start }, i, sorted) => i === 0 || start >= sorted[i - 1]!.end);
}

/** Counts habits over annotated documents, all of them or all but one: what that one's reader may know of it beforehand. */
export class HabitCounter {
  private readonly documents: DocumentHabits[];
  private readonly index: PhraseIndex;
  private readonly forms: FormsByHead;

  /**
   * @param resources with a dictionary without habits
   * @param least heads that fewer documents show are left out: a habit is what several documents have in common
   */
  constructor(
    resources: Resources,
    documents: readonly AnnotatedDocument[],
    private readonly least: number,
  ) {
    this.documents = documents.filter(({ marks }) => marks.length > 0).map((document) => documentHabits(resources, document));
    this.index = resources.index;
    this.forms = new FormsByHead(this.index);
  }

  habits(without?: string): Habit[] {
    return this.counted(this.documents.filter(({ id }) => id !== without))
      .filter(({ total }) => total >= this.least)
      .map(({ habit }) => habit);
  }

  /**
   * Habits that were counted elsewhere, over these documents and others, less what one of these has in them: what its reader may know of it
   * beforehand.
   */
  less(habits: readonly Habit[], id: string): Habit[] {
    const own = new Map(this.counted(this.documents.filter((document) => document.id === id)).map(({ habit }) => [keyOf(habit), habit]));
    const remaining = habits.map((habit) => {
      const part = own.get(keyOf(habit));
      if (part === undefined) return habit;
      const less = (count: number, taken: number): number => Math.max(0, rounded(count - taken));
      const forms = [...habit.forms].map(([form, n]): [string, number] => [form, less(n, part.forms.get(form) ?? 0)]);
      return { ...habit, replaced: less(habit.replaced, part.replaced), kept: less(habit.kept, part.kept), forms: new Map(forms.filter(([, n]) => n > 0)) };
    });
    const totals = new Map<string, number>();
    for (const { head, replaced, kept } of remaining) totals.set(head, (totals.get(head) ?? 0) + replaced + kept);
    return remaining.filter(({ head, replaced, kept }) => replaced + kept > 0 && totals.get(head)! >= this.least - 0.05); // counts are rounded
  }

  /** A document counts once a head, in parts where it both replaced and kept it. With each habit how many documents show its head. */
  private counted(documents: readonly DocumentHabits[]): { habit: Habit; total: number }[] {
    const habits = new Map<string, { head: number; style: Style; replaced: number; kept: number; forms: Map<string, number> }>();
    const seen = new Map<number, number>();
    for (const { style, replaced, kept } of documents) {
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
    return [...habits.values()].map(({ head, style, replaced, kept, forms }) => ({
      habit: {
        head: this.index.tables.headSurfaces[head]!,
        style,
        replaced: rounded(replaced),
        kept: rounded(kept),
        forms: new Map([...forms].map(([form, n]) => [form, rounded(n)])),
      },
      total: seen.get(head)!,
    }));
  }
}

const keyOf = ({ head, style }: Habit): string => `${head.toLowerCase()}\t${style}`;

const rounded = (x: number): number => Math.round(100 * x) / 100;
