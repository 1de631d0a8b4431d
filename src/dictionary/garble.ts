import type { Random } from "../random.js";
import { besideHyphen } from "../text/hyphen.js";
import { withCaseOf } from "../text/surface.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import { splitSentences } from "../text/sentences.js";
import type { PhraseIndex } from "./phrase-index.js";
import { drawsAnew, STYLES } from "./styles.js";

export interface GarbleOptions {
  random: Random;
  /** Index into STYLES of the style that garbles. */
  style: number;
  /** Share of its dictionary's heads that the spinner replaces, 0..1. Each head is decided once per document. */
  rate: number;
  /** P(the spinner's dictionary has a head). Default: 1, for function words 0.1. */
  membership?: (head: number) => number;
  /** Exponent on the pairs' weights when a form is drawn: 1 follows the order of likelihood, 0 draws evenly. Default 1. */
  sharpness?: number;
  /** Share of the style's pairs this spinner's dictionary has, 0..1: every document gets another dictionary. Default 1. */
  coverage?: number;
}

const FUNCTION_WORD_MEMBERSHIP = 0.1;

/** A substitution made by the garbler: the observed text's span, what the original was, and the pair that made it. */
export interface Substitution {
  start: number;
  end: number;
  original: string;
  pair: number;
}

export interface Garbled {
  text: string;
  substitutions: Substitution[];
}

/** head → its pairs, for the garbler. */
export class FormsByHead {
  private readonly start: Uint32Array;
  private readonly pairs: Uint32Array;
  private readonly parent: Int32Array;
  private readonly nodeWords: string[];

  constructor(private readonly index: PhraseIndex) {
    const { pairHead, nodeTerm, childStart, terms } = index.tables;
    this.start = new Uint32Array(index.headCount + 1);
    for (const head of pairHead) this.start[head + 1]!++;
    for (let h = 0; h < index.headCount; h++) this.start[h + 1]! += this.start[h]!;
    this.pairs = new Uint32Array(pairHead.length);
    const fill = this.start.slice();
    pairHead.forEach((head, pair) => {
      this.pairs[fill[head]!++] = pair;
    });
    this.parent = new Int32Array(nodeTerm.length).fill(-1);
    for (let node = 0; node < nodeTerm.length; node++) for (let c = childStart[node]!; c < childStart[node + 1]!; c++) this.parent[c] = node;
    this.nodeWords = new Array<string>(nodeTerm.length).fill("");
    for (let node = 1; node < nodeTerm.length; node++) {
      const before = this.nodeWords[this.parent[node]!]!;
      this.nodeWords[node] = joinForms(before, terms[nodeTerm[node]!]!);
    }
  }

  pairsOf(head: number): Uint32Array {
    return this.pairs.subarray(this.start[head], this.start[head + 1]);
  }

  /** The observed form of a pair in dictionary terms. */
  observedTerms(pair: number): number[] {
    const terms: number[] = [];
    for (let node = this.index.nodeOfPair(pair); node > 0; node = this.parent[node]!) terms.unshift(this.index.tables.nodeTerm[node]!);
    return terms;
  }

  /** The observed form of a pair, in normal form. */
  observed(pair: number): string {
    return this.nodeWords[this.index.nodeOfPair(pair)]!;
  }

  /** Draws a form for a head as a spinner of this style would; -1 when the style has none. */
  draw(head: number, { random, style, sharpness = 1, coverage = 1 }: GarbleOptions): number {
    let sum = 0;
    const open: [number, number][] = [];
    for (const pair of this.pairsOf(head)) {
      const p = this.index.pairProbability(pair, style);
      if (p === 0 || random() >= coverage) continue;
      const weight = p ** sharpness;
      sum += weight;
      open.push([pair, weight]);
    }
    let at = random() * sum;
    for (const [pair, weight] of open) if ((at -= weight) <= 0) return pair;
    return open.at(-1)?.[0] ?? -1;
  }
}

function joinForms(before: string, form: string): string {
  if (before === "") return form;
  return /^(?:'s|[-.,%;:!?)])$/.test(form) || /[-$(]$/.test(before) ? before + form : `${before} ${form}`;
}

/**
 * Garbles clean text as a synonym spinner does: longer heads before shorter ones, one form per head and document (another for the
 * capitalised head; in a style that draws anew, one per occurrence), words beside a hyphen left alone, the initial capital kept. The same options and random seed give the same text.
 *
 * @example garble(text, forms, index, { random: seededRandom(1), style: 0, rate: 0.7 })
 */
export function garble(text: string, forms: FormsByHead, index: PhraseIndex, options: GarbleOptions): Garbled {
  const membership = options.membership ?? ((head: number): number => (index.isFunctionHead(head) ? FUNCTION_WORD_MEMBERSHIP : 1));
  const anew = drawsAnew(STYLES[options.style]!);
  const drawn = new Map<string, number>();
  const substitutions: Substitution[] = [];
  let out = "";
  let copied = 0;
  for (const sentence of splitSentences(readTerms(text, tokenize(text)))) {
    const heads = index.matches(sentence).filter(({ node }) => index.nodeHead[node]! >= 0);
    const longest = new Map<number, { end: number; head: number }[]>();
    for (const { start, end, node } of heads) (longest.get(start) ?? longest.set(start, []).get(start)!).unshift({ end, head: index.nodeHead[node]! });
    for (let at = 0; at < sentence.length; ) {
      let next = at + 1;
      for (const { end, head } of longest.get(at) ?? []) {
        const first = sentence[at]!;
        const last = sentence[end - 1]!;
        if (besideHyphen(sentence, at, end)) continue;
        const capital = text[first.start] !== text[first.start]!.toLowerCase();
        const key = `${head}${capital ? "C" : "c"}`;
        let pair = drawn.get(key);
        if (pair === undefined || anew) {
          pair = options.random() < options.rate * membership(head) ? forms.draw(head, options) : -1;
          drawn.set(key, pair);
        }
        if (pair < 0) continue;
        const original = text.slice(first.start, last.end);
        const observed = withCaseOf(capital ? original.slice(0, 1).toUpperCase() + original.slice(1).toLowerCase() : original, forms.observed(pair));
        out += text.slice(copied, first.start);
        substitutions.push({ start: out.length, end: out.length + observed.length, original, pair });
        out += observed;
        copied = last.end;
        next = end;
        break;
      }
      at = next;
    }
  }
  return { text: out + text.slice(copied), substitutions };
}

/** The index of a style by name. */
export const styleIndex = (name: (typeof STYLES)[number]): number => STYLES.indexOf(name);
