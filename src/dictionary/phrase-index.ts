import type { Term } from "../types.js";
import { isFunctionWord } from "./function-words.js";
import { STYLES } from "./styles.js";
import { WEIGHT_PROBABILITY } from "./weights.js";

/** What a compiled dictionary consists of: flat arrays over small integers. */
export interface DictionaryTables {
  /** Dictionary term id → normal form. */
  terms: readonly string[];
  /** Trie node → the term on the edge that leads to it; node 0 is the root. */
  nodeTerm: Uint32Array;
  /** Children of node n are the nodes childStart[n] … childStart[n + 1] - 1, by rising term id. */
  childStart: Uint32Array;
  /** Pairs whose observed form ends at node n are pairStart[n] … pairStart[n + 1] - 1. */
  pairStart: Uint32Array;
  /** Pair → head. */
  pairHead: Uint32Array;
  /** Pair × style → weight byte (see weights.ts). */
  pairWeights: Uint8Array;
  /** Terms of head h are headTerms[headStart[h] … headStart[h + 1] - 1]. */
  headStart: Uint32Array;
  headTerms: Uint32Array;
  /** Head → as an author writes it, names in their proper case. */
  headSurfaces: readonly string[];
  /** Names of the files the heads come from. */
  files: readonly string[];
  /** Head → index into `files`: the first that has it. */
  headFile: Uint16Array;
  /** Head × style → P(a spinner of the style has the head in its dictionary), in 255ths. */
  headMembership: Uint8Array;
}

/** A dictionary phrase found in a sentence: terms start … end - 1 read as the phrase at `node`. */
export interface Match {
  start: number;
  end: number;
  node: number;
}

/** Every dictionary phrase in a text, in one pass: a trie over term ids. */
export class PhraseIndex {
  /** Head → the trie node of its own phrase. */
  readonly headNode: Uint32Array;
  /** Trie node → the head whose own phrase ends there, or -1. */
  readonly nodeHead: Int32Array;
  private readonly formCounts: Uint16Array;
  private readonly functionHeads: Uint8Array;
  private readonly termIds: ReadonlyMap<string, number>;
  private readonly rootChild: Int32Array;

  constructor(readonly tables: DictionaryTables) {
    const { terms, nodeTerm, childStart, headStart, headTerms, headSurfaces } = tables;
    const termIds = new Map<string, number>();
    for (let id = 0; id < terms.length; id++) termIds.set(terms[id]!, id);
    this.termIds = termIds;
    this.rootChild = new Int32Array(terms.length).fill(-1);
    for (let node = childStart[0]!; node < childStart[1]!; node++) this.rootChild[nodeTerm[node]!] = node;
    this.headNode = new Uint32Array(headSurfaces.length);
    this.nodeHead = new Int32Array(nodeTerm.length).fill(-1);
    this.formCounts = new Uint16Array(headSurfaces.length);
    const functionTerms = new Set<number>();
    for (let id = 0; id < terms.length; id++) if (isFunctionWord(terms[id]!)) functionTerms.add(id);
    this.functionHeads = new Uint8Array(headSurfaces.length);
    for (let head = 0; head < headSurfaces.length; head++) {
      if (this.headLength(head) === 1 && functionTerms.has(headTerms[headStart[head]!]!)) this.functionHeads[head] = 1;
    }
    for (const head of tables.pairHead) this.formCounts[head]!++;
    for (let head = 0; head < headSurfaces.length; head++) {
      let node = 0;
      for (let i = headStart[head]!; i < headStart[head + 1]!; i++) node = this.child(node, headTerms[i]!);
      this.headNode[head] = node;
      this.nodeHead[node] = head;
    }
  }

  get headCount(): number {
    return this.tables.headSurfaces.length;
  }

  get pairCount(): number {
    return this.tables.pairHead.length;
  }

  /** How many forms a head has. */
  formCount(head: number): number {
    return this.formCounts[head]!;
  }

  /** How many terms a head has. */
  headLength(head: number): number {
    return this.tables.headStart[head + 1]! - this.tables.headStart[head]!;
  }

  /** Whether a head is a function word (see function-words.ts). */
  isFunctionHead(head: number): boolean {
    return this.functionHeads[head] === 1;
  }

  /** The dictionary's id of a normal form, or -1. */
  termId(form: string): number {
    return this.termIds.get(form) ?? -1;
  }

  /** The child of a node along a term, or -1. Binary search. */
  child(node: number, term: number): number {
    if (node === 0) return this.rootChild[term]!;
    const { childStart, nodeTerm } = this.tables;
    let low = childStart[node]!;
    let high = childStart[node + 1]! - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = nodeTerm[middle]!;
      if (found === term) return middle;
      if (found < term) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The trie node of a phrase of one term, or -1. */
  nodeOfTerm(form: string): number {
    const term = this.termId(form);
    return term < 0 ? -1 : this.child(0, term);
  }

  /**
   * All phrases (heads and observed forms) in a sentence, by start, then by length. A phrase never runs across a quotation mark, a tag
   * or a sentence's end. Time: linear in the sentence, times the longest phrase.
   */
  matches(sentence: readonly Term[]): Match[] {
    const ids = sentence.map(({ form }) => this.termId(form));
    const found: Match[] = [];
    for (let start = 0; start < ids.length; start++) {
      let node = 0;
      for (let end = start; end < ids.length; end++) {
        const id = ids[end]!;
        if (id < 0 || (end > start && sentence[end]!.gap)) break;
        node = this.child(node, id);
        if (node < 0) break;
        if (this.nodeHead[node]! >= 0 || this.tables.pairStart[node]! < this.tables.pairStart[node + 1]!) found.push({ start, end: end + 1, node });
      }
    }
    return found;
  }

  /** The trie node at which a pair's observed form ends. */
  nodeOfPair(pair: number): number {
    const { pairStart } = this.tables;
    let low = 0;
    let high = pairStart.length - 1;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (pairStart[middle]! <= pair) low = middle;
      else high = middle;
    }
    return low;
  }

  /** P(observed | head, style, the head is replaced); 0 when the style does not use the pair. */
  pairProbability(pair: number, style: number): number {
    return WEIGHT_PROBABILITY[this.tables.pairWeights[pair * STYLES.length + style]!]!;
  }

  /** P(a spinner has the head in its dictionary | style), 0..1 (see membership.ts). */
  membership(head: number, style: number): number {
    return this.tables.headMembership[head * STYLES.length + style]! / 255;
  }

  /** The head's normal forms. */
  headForms(head: number): string[] {
    const { headStart, headTerms, terms } = this.tables;
    return Array.from(headTerms.subarray(headStart[head], headStart[head + 1]), (id) => terms[id]!);
  }
}
