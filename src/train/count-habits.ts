import { agreementEvidence } from "../decode/document-style.js";
import type { DocumentReader, ReadSentence } from "../decode/document.js";
import { leastChange, rewrite } from "../decode/edits.js";
import { keptPhrases } from "../decode/kept-phrases.js";
import { FormsByHead } from "../dictionary/garble.js";
import type { Habit } from "../dictionary/habits.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { SHARED_ENTRIES, STYLES, type Style } from "../dictionary/styles.js";
import { toLog } from "../log-prob.js";
import { splitSentences } from "../text/sentences.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import type { Arc } from "../types.js";
import { type AnnotatedDocument, marksIn } from "./annotated.js";
import { restoresPart } from "./examples.js";

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
  const { text } = document;
  const read = reader.read(text, splitSentences(readTerms(text, tokenize(text))));
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
