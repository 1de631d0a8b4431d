import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import { DictionaryError } from "./dictionary-error.js";
import type { Habit } from "./habits.js";
import { type HeadCounts, memberships } from "./membership.js";
import type { Entry } from "./parse.js";
import type { DictionaryTables } from "./phrase-index.js";
import { SHARED_ENTRIES, STYLES, type Style } from "./styles.js";
import { formWeights, quantiseWeight, WEIGHT_ABSENT } from "./weights.js";

/** The entries of one dictionary file. */
export interface DictionarySource {
  file: string;
  entries: readonly Entry[];
}

/**
 * Entries → the tables a phrase index works on. Deterministic: the same entries give the same bytes, in whatever order the files come.
 * A head that stands in several files has its forms joined, by the best rank they have in a list.
 *
 * @param habits what spinners were seen to do; heads that are not in the sources are passed over
 * @throws DictionaryError when a head or a form is nothing the tokenizer would produce (a URL, a quotation mark inside)
 */
export function compileDictionary(sources: readonly DictionarySource[], habits: readonly Habit[] = []): DictionaryTables {
  const builder = new DictionaryBuilder(habits);
  builder.addEntries(sources);
  return builder.build();
}

/** A compiled dictionary with further entries. Pairs it already has keep the better of the two weights, heads what was known of them. */
export function extendDictionary(base: DictionaryTables, sources: readonly DictionarySource[]): DictionaryTables {
  const builder = new DictionaryBuilder([]);
  builder.addTables(base);
  builder.addEntries(sources);
  return builder.build();
}

/** Pairs of one head: trie node of the observed form → weight bytes by style. */
type Pairs = Map<number, Uint8Array>;

interface BuiltHead {
  surface: string;
  ids: number[];
  file: string;
  pairs: Pairs;
  /** Membership bytes by style, where they are known already. */
  known?: Uint8Array;
}

class DictionaryBuilder {
  private readonly terms = new TermTable();
  private readonly trie = new TrieBuilder();
  private readonly heads = new Map<string, BuiltHead>();
  private readonly habits = new Map<string, Map<Style, Habit>>();

  constructor(habits: readonly Habit[]) {
    for (const habit of habits) {
      const key = habit.head.toLowerCase();
      this.habits.set(key, (this.habits.get(key) ?? new Map<Style, Habit>()).set(habit.style, habit));
    }
  }

  addEntries(sources: readonly DictionarySource[]): void {
    for (const { surface, forms, file, line } of joinHeads(sources)) {
      const ids = termIds(surface, this.terms, file, line);
      const own = this.trie.insert(ids);
      const { pairs } = this.head(surface, ids, file);
      const habits = this.habits.get(surface.toLowerCase());
      const nodes = new Map([...new Set([...forms.values()].flat())].map((form) => [form, this.trie.insert(termIds(form, this.terms, file, line))]));
      for (const [s, style] of STYLES.entries()) {
        const seen = new Map<number, number>();
        for (const [form, documents] of habits?.get(style)?.forms ?? []) {
          seen.set(this.trie.insert(termIds(form, this.terms, file, line)), documents);
        }
        // What the style was seen to write is listed even where only other styles have it.
        const listed = new Set([style, SHARED_ENTRIES[style]].flatMap((one) => (one ? (forms.get(one) ?? []) : [])).map((form) => nodes.get(form)!));
        for (const node of nodes.values()) if (seen.has(node)) listed.add(node);
        listed.delete(own);
        const weights = formWeights(
          style,
          [...listed].map((node) => seen.get(node) ?? 0),
        );
        [...listed].forEach((node, rank) => {
          addWeight(pairs, node, s, quantiseWeight(weights[rank]!));
        });
      }
    }
  }

  addTables({
    terms,
    nodeTerm,
    childStart,
    pairStart,
    pairHead,
    pairWeights,
    headStart,
    headTerms,
    headSurfaces,
    files,
    headFile,
    headMembership,
  }: DictionaryTables): void {
    const ids = terms.map((form) => this.terms.id(form));
    const heads = headSurfaces.map((surface, h) => {
      const own = Array.from(headTerms.subarray(headStart[h], headStart[h + 1]), (id) => ids[id]!);
      this.trie.insert(own);
      const head = this.head(surface, own, files[headFile[h]!]!);
      head.known = headMembership.slice(h * STYLES.length, (h + 1) * STYLES.length);
      return head;
    });
    const paths: number[][] = [[]];
    for (let node = 0; node < nodeTerm.length; node++) {
      for (let child = childStart[node]!; child < childStart[node + 1]!; child++) paths[child] = [...paths[node]!, ids[nodeTerm[child]!]!];
      for (let pair = pairStart[node]!; pair < pairStart[node + 1]!; pair++) {
        const target = this.trie.insert(paths[node]!);
        for (let s = 0; s < STYLES.length; s++) addWeight(heads[pairHead[pair]!]!.pairs, target, s, pairWeights[pair * STYLES.length + s]!);
      }
    }
  }

  build(): DictionaryTables {
    const heads = [...this.heads.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, head]) => head);
    const { nodeTerm, childStart, renumber } = this.trie.flatten();
    const pairs = heads.flatMap(({ pairs }, head) => [...pairs].map(([node, weights]) => ({ node: renumber[node]!, head, weights })));
    pairs.sort((a, b) => a.node - b.node || a.head - b.head);
    const pairStart = new Uint32Array(nodeTerm.length + 1);
    for (const { node } of pairs) pairStart[node + 1]!++;
    for (let i = 0; i < nodeTerm.length; i++) pairStart[i + 1]! += pairStart[i]!;
    const pairWeights = new Uint8Array(pairs.length * STYLES.length);
    for (const [i, { weights }] of pairs.entries()) pairWeights.set(weights, i * STYLES.length);
    const files = [...new Set(heads.map(({ file }) => file))].sort();
    const headMembership = new Uint8Array(heads.length * STYLES.length);
    for (const [h, head] of heads.entries()) {
      const node = renumber[this.trie.insert(head.ids)]!;
      headMembership.set(head.known ?? this.membershipBytes(head, pairStart[node + 1]! - pairStart[node]!), h * STYLES.length);
    }
    const headStart = new Uint32Array(heads.length + 1);
    for (const [i, { ids }] of heads.entries()) headStart[i + 1] = headStart[i]! + ids.length;
    return {
      terms: this.terms.strings,
      nodeTerm,
      childStart,
      pairStart,
      pairHead: Uint32Array.from(pairs, ({ head }) => head),
      pairWeights,
      headStart,
      headTerms: Uint32Array.from(heads.flatMap(({ ids }) => ids)),
      headSurfaces: heads.map(({ surface }) => surface),
      files,
      headFile: Uint16Array.from(heads, ({ file }) => files.indexOf(file)),
      headMembership,
    };
  }

  private membershipBytes({ surface, ids, pairs }: BuiltHead, asForm: number): number[] {
    const forms = STYLES.map((_, s) => [...pairs.values()].filter((weights) => weights[s] !== WEIGHT_ABSENT).length);
    const counts: ReadonlyMap<Style, HeadCounts> | undefined = this.habits.get(surface.toLowerCase());
    return memberships({ terms: ids.map((id) => this.terms.strings[id]!), surface, forms, asForm }, counts).map((p) => Math.round(255 * p));
  }

  private head(surface: string, ids: number[], file: string): BuiltHead {
    const key = surface.toLowerCase();
    const known: BuiltHead = this.heads.get(key) ?? { surface, ids, file, pairs: new Map<number, Uint8Array>() };
    this.heads.set(key, known);
    return known;
  }
}

function addWeight(pairs: Pairs, node: number, style: number, weight: number): void {
  const weights = pairs.get(node) ?? new Uint8Array(STYLES.length).fill(WEIGHT_ABSENT);
  weights[style] = Math.min(weights[style]!, weight);
  pairs.set(node, weights);
}

interface JoinedHead {
  surface: string;
  /** Style → forms, likeliest first. */
  forms: Map<Style, string[]>;
  file: string;
  line: number;
}

/** Heads, those of several files joined: a form is as likely as the list says that has it first. */
function joinHeads(sources: readonly DictionarySource[]): JoinedHead[] {
  const joined = new Map<string, Omit<JoinedHead, "forms"> & { ranks: Map<Style, Map<string, number>> }>();
  for (const { file, entries } of [...sources].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))) {
    for (const { head, forms, line } of entries) {
      const key = head.toLowerCase();
      const { ranks } = joined.get(key) ?? joined.set(key, { surface: head, ranks: new Map(), file, line }).get(key)!;
      for (const [style, list] of forms) {
        const known = ranks.get(style) ?? ranks.set(style, new Map()).get(style)!;
        for (const [rank, form] of list.entries()) known.set(form, Math.min(rank, known.get(form) ?? rank));
      }
    }
  }
  return [...joined.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { ranks, ...head }]) => ({ ...head, forms: new Map([...ranks].map(([style, known]) => [style, byRank(known)])) }));
}

const byRank = (ranks: ReadonlyMap<string, number>): string[] => [...ranks].sort(([, a], [, b]) => a - b).map(([form]) => form);

class TermTable {
  readonly strings: string[] = [];
  private readonly ids = new Map<string, number>();

  id(form: string): number {
    const known = this.ids.get(form);
    if (known !== undefined) return known;
    this.ids.set(form, this.strings.length);
    this.strings.push(form);
    return this.strings.length - 1;
  }
}

function termIds(phrase: string, terms: TermTable, file: string, line: number): number[] {
  const tokens = tokenize(phrase);
  const odd = tokens.find(({ kind }) => kind === "quote" || kind === "other" || kind === "protected");
  if (odd) {
    const shown = phrase.slice(odd.start, odd.end);
    throw new DictionaryError(file, line, `“${shown}” in “${phrase}” is never matched in text`, "write it without quotation marks, URLs or symbols");
  }
  const ids = readTerms(phrase, tokens).map(({ form }) => terms.id(form));
  if (ids.length === 0) throw new DictionaryError(file, line, `“${phrase}” has no word in it`, "remove it");
  return ids;
}

/** A trie that is built child by child and then renumbered breadth first, so that the children of a node are neighbours. */
class TrieBuilder {
  private readonly children: Map<number, number>[] = [new Map()];

  insert(ids: readonly number[]): number {
    let node = 0;
    for (const id of ids) {
      const next = this.children[node]!.get(id);
      if (next !== undefined) node = next;
      else {
        this.children[node]!.set(id, this.children.length);
        node = this.children.length;
        this.children.push(new Map());
      }
    }
    return node;
  }

  /** Nodes renumbered breadth first, children by rising term id. `renumber[old] = new`. */
  flatten(): { nodeTerm: Uint32Array; childStart: Uint32Array; renumber: Uint32Array } {
    const count = this.children.length;
    const nodeTerm = new Uint32Array(count);
    const childStart = new Uint32Array(count + 1);
    const renumber = new Uint32Array(count);
    const order = [0];
    for (let at = 0; at < order.length; at++) {
      childStart[at] = order.length;
      const sorted = [...this.children[order[at]!]!].sort(([a], [b]) => a - b);
      for (const [term, child] of sorted) {
        renumber[child] = order.length;
        nodeTerm[order.length] = term;
        order.push(child);
      }
    }
    childStart[count] = count;
    return { nodeTerm, childStart, renumber };
  }
}
