import { compileDictionary } from "../dictionary/compile.js";
import type { Entry } from "../dictionary/parse.js";
import { PhraseIndex } from "../dictionary/phrase-index.js";
import { besideHyphen } from "../text/hyphen.js";
import { splitSentences } from "../text/sentences.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import type { Edit, Span, Term } from "../types.js";
import { leastChange, rewrite } from "./edits.js";

/** A dictionary of the user's, with what its entries weigh where they do not say it themselves. */
export interface OwnDictionary {
  file: string;
  entries: readonly Entry[];
  /** 0..1: how sure the user is that a form of theirs stands for its head. */
  weight: number;
}

/** The user's own entries, which are taken at their word: a form of theirs is restored wherever it stands in a garbled document. */
export class OwnEntries {
  private readonly index: PhraseIndex;
  /** Trie node of a form → the heads it may stand for, with their weights, in the order of the files. */
  private readonly heads = new Map<number, { head: number; weight: number }[]>();

  /** @throws DictionaryError for an entry that no text can hold */
  constructor(dictionaries: readonly OwnDictionary[]) {
    this.index = new PhraseIndex(compileDictionary(dictionaries));
    const headOf = new Map(this.index.tables.headSurfaces.map((surface, head) => [surface.toLowerCase(), head]));
    for (const { entries, weight } of dictionaries) {
      for (const { head: surface, forms, weights } of entries) {
        const head = headOf.get(surface.toLowerCase())!;
        for (const form of new Set([...forms.values()].flat())) {
          const node = this.node(form);
          const known = this.heads.get(node) ?? this.heads.set(node, []).get(node)!;
          if (!known.some((other) => other.head === head)) known.push({ head, weight: weights?.get(form) ?? weight });
        }
      }
    }
  }

  /**
   * The places where the user's forms stand, the longest first from the left, each with its weightiest head, of equals the first listed.
   *
   * @param closed spans that are not read
   * @param minProbability forms of less weight are passed over
   * @returns sorted, never overlapping
   */
  edits(text: string, closed: readonly Span[], minProbability: number): Edit[] {
    const edits: Edit[] = [];
    for (const sentence of splitSentences(readTerms(text, tokenize(text, closed)))) {
      let free = 0;
      const matches = this.index.matches(sentence).sort((a, b) => a.start - b.start || b.end - a.end);
      for (const { start, end, node } of matches) {
        if (start < free || besideHyphen(sentence, start, end)) continue;
        const likely = (this.heads.get(node) ?? []).filter(({ weight }) => weight > 0 && weight >= minProbability);
        if (likely.length === 0) continue;
        const [best, ...others] = [...likely].sort((a, b) => b.weight - a.weight) as [(typeof likely)[0], ...typeof likely];
        const made = this.edit(text, sentence, start, end, best, edits.at(-1)?.end ?? 0);
        if (made.observed === made.replacement) continue;
        const alternatives = others.map((other) => ({
          replacement: this.edit(text, sentence, start, end, other, edits.at(-1)?.end ?? 0).replacement,
          probability: Math.min(other.weight, 1 - best.weight),
        }));
        edits.push({ ...made, alternatives });
        free = end;
      }
    }
    return edits;
  }

  private edit(text: string, sentence: readonly Term[], start: number, end: number, { head, weight }: { head: number; weight: number }, free: number): Edit {
    const change = leastChange(this.index, text, sentence, { start, end, head });
    const rewritten = rewrite(text, sentence, change, free);
    const evidence = {
      head: this.index.tables.headSurfaces[head]!,
      form: text.slice(sentence[start]!.start, sentence[end - 1]!.end),
      styles: [],
      context: 0,
      topic: 0,
      channel: 0,
      reading: 0,
      substituted: 0,
      uses: 1,
    };
    return { ...rewritten, observed: text.slice(rewritten.start, rewritten.end), probability: weight, alternatives: [], evidence };
  }

  /** The trie node of a form. */
  private node(form: string): number {
    return readTerms(form, tokenize(form)).reduce((node, term) => this.index.child(node, this.index.termId(term.form)), 0);
  }
}

/**
 * Edits with the user's own among them: an own one takes the place of those it overlaps unless one of them is more probable.
 * @param edits @param own both sorted, never overlapping
 */
export function withOwn(edits: readonly Edit[], own: readonly Edit[]): Edit[] {
  const out: Edit[] = [];
  let at = 0;
  for (const edit of own) {
    while (at < edits.length && edits[at]!.end <= edit.start) out.push(edits[at++]!);
    let past = at;
    while (past < edits.length && edits[past]!.start < edit.end) past++;
    if (edits.slice(at, past).some(({ probability }) => probability > edit.probability) || (out.at(-1)?.end ?? 0) > edit.start) continue;
    out.push(edit);
    at = past;
  }
  return [...out, ...edits.slice(at)];
}
