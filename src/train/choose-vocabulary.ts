import { makeVocabulary, SPECIAL_FORMS, UNKNOWN, type Vocabulary } from "../model/vocabulary.js";
import type { FormCounts } from "./form-counts.js";

/** How many and which forms become words of the model. */
export interface VocabularyOptions {
  /** Most words, specials included; 3..65,534. */
  size: number;
  /** Forms rarer than this are left out. */
  minCount: number;
  /** Forms that become words however rare they are, if they occur at all. */
  keep: ReadonlySet<string>;
}

/** A vocabulary with the counts it was chosen by. */
export interface ChosenVocabulary {
  vocabulary: Vocabulary;
  /** Occurrences by id; those of all forms left out stand under `<unk>`. */
  counts: Float64Array;
}

/** Counts of several files, added up; forms in order of first occurrence. */
export function mergeCounts(parts: readonly FormCounts[]): FormCounts {
  const numbers = new Map<string, number>();
  for (const { forms } of parts) for (const form of forms) if (!numbers.has(form)) numbers.set(form, numbers.size);
  const sum = (of: (part: FormCounts) => Uint32Array): Uint32Array => {
    const total = new Uint32Array(numbers.size);
    for (const part of parts) {
      const counts = of(part);
      part.forms.forEach((form, i) => {
        total[numbers.get(form) as number] += counts[i];
      });
    }
    return total;
  };
  return { forms: [...numbers.keys()], counts: sum((p) => p.counts), inside: sum((p) => p.inside), capitals: sum((p) => p.capitals) };
}

/** The kept forms and the most frequent others, by falling count; equal counts in the order of the forms' code units. */
export function chooseVocabulary({ forms, counts, inside, capitals }: FormCounts, options: VocabularyOptions): ChosenVocabulary {
  const byCount = Array.from(forms.keys())
    .filter((i) => forms[i].length <= 60)
    .sort((a, b) => counts[b] - counts[a] || (forms[a] < forms[b] ? -1 : 1));
  const kept = byCount.filter((i) => options.keep.has(forms[i]));
  let room = options.size - SPECIAL_FORMS.length - kept.length;
  const chosen = byCount.filter((i) => options.keep.has(forms[i]) || (counts[i] >= options.minCount && room-- > 0));
  const ids = chosen.slice(0, options.size - SPECIAL_FORMS.length);
  const rates = Uint8Array.from([0, 0, ...ids.map((i) => (inside[i] ? Math.round((255 * capitals[i]) / inside[i]) : 0))]);
  const idCounts = Float64Array.from([0, 0, ...ids.map((i) => counts[i])]);
  idCounts[UNKNOWN] = counts.reduce((sum, count) => sum + count, 0) - idCounts.reduce((sum, count) => sum + count, 0);
  return { vocabulary: makeVocabulary([...SPECIAL_FORMS, ...ids.map((i) => forms[i])], rates), counts: idCounts };
}
