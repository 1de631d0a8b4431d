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
  return new DictionaryCompiler(sources).compile(habits);
}

/** A compiled dictionary with further entries. Pairs it already has keep the better of the two weights, heads what was known of them. */
export function extendDictionary(base: DictionaryTables, sources: readonly DictionarySource[]): DictionaryTables {
  return new DictionaryCompiler(sources, base).compile();
}

interface CompiledHead {
  /** The surface in lower case: what tells heads apart. */
  key: string;
  surface: string;
  ids: number[];
  file: string;
  /** Trie node of its own words. */
  own: number;
  /** Style → trie nodes of the forms it lists, likeliest first. */
  lists: Map<Style, number[]>;
  /** What a dictionary that is extended says of it: trie node → weight bytes by style. */
  weights: Map<number, Uint8Array>;
  /** Membership bytes by style, where they are known already. */
  membership?: Uint8Array;
}

/**
 * Compiles the same entries with different habits, as training does once for every document it leaves out: what entries alone decide (trie,
 * pairs) is made once; habits decide weights and memberships.
 */
export class DictionaryCompiler {
  private readonly terms = new TermTable();
  private readonly trie = new TrieBuilder();
  private readonly byKey = new Map<string, CompiledHead>();
  private readonly heads: readonly CompiledHead[];
  /** Head → trie node → pair. */
  private readonly pairOf: readonly ReadonlyMap<number, number>[];
  /** Head → how many pairs have its own words as their observed form. */
  private readonly asForm: Uint32Array;
  private readonly structure: Omit<DictionaryTables, "pairWeights" | "headMembership">;

  /** @param base a compiled dictionary to extend */
  constructor(sources: readonly DictionarySource[], base?: DictionaryTables) {
    if (base) this.addTables(base);
    this.addEntries(sources);
    this.heads = [...this.byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    const { nodeTerm, childStart, renumber } = this.trie.flatten();
    const pairs = this.heads.flatMap(({ lists, weights }, head) =>
      [...new Set([...weights.keys(), ...[...lists.values()].flat()])].map((node) => ({ node, head, place: renumber[node]! })),
    );
    pairs.sort((a, b) => a.place - b.place || a.head - b.head);
    const pairStart = new Uint32Array(nodeTerm.length + 1);
    for (const { place } of pairs) pairStart[place + 1]!++;
    for (let i = 0; i < nodeTerm.length; i++) pairStart[i + 1]! += pairStart[i]!;
    const pairOf = this.heads.map(() => new Map<number, number>());
    for (const [pair, { node, head }] of pairs.entries()) pairOf[head]!.set(node, pair);
    this.pairOf = pairOf;
    this.asForm = Uint32Array.from(this.heads, ({ own }) => pairStart[renumber[own]! + 1]! - pairStart[renumber[own]!]!);
    const headStart = new Uint32Array(this.heads.length + 1);
    for (const [i, { ids }] of this.heads.entries()) headStart[i + 1] = headStart[i]! + ids.length;
    const files = [...new Set(this.heads.map(({ file }) => file))].sort();
    this.structure = {
      terms: this.terms.strings,
      nodeTerm,
      childStart,
      pairStart,
      pairHead: Uint32Array.from(pairs, ({ head }) => head),
      headStart,
      headTerms: Uint32Array.from(this.heads.flatMap(({ ids }) => ids)),
      headSurfaces: this.heads.map(({ surface }) => surface),
      files,
      headFile: Uint16Array.from(this.heads, ({ file }) => files.indexOf(file)),
    };
  }

  /** @param habits as {@link compileDictionary} takes them */
  compile(habits: readonly Habit[] = []): DictionaryTables {
    const habitsOf = new Map<string, Map<Style, Habit>>();
    for (const habit of habits) {
      const key = habit.head.toLowerCase();
      habitsOf.set(key, (habitsOf.get(key) ?? new Map<Style, Habit>()).set(habit.style, habit));
    }
    const pairWeights = new Uint8Array(this.structure.pairHead.length * STYLES.length).fill(WEIGHT_ABSENT);
    const headMembership = new Uint8Array(this.heads.length * STYLES.length);
    for (const [h, head] of this.heads.entries()) {
      const known = habitsOf.get(head.key);
      const forms = this.weigh(h, pairWeights, known);
      headMembership.set(head.membership ?? this.membershipBytes(h, forms, known), h * STYLES.length);
    }
    return { ...this.structure, pairWeights, headMembership };
  }

  /** Writes the weights of a head's pairs. @returns style → how many forms it lists */
  private weigh(h: number, pairWeights: Uint8Array, habits: ReadonlyMap<Style, Habit> | undefined): number[] {
    const { lists, weights, own } = this.heads[h]!;
    const pairOf = this.pairOf[h]!;
    for (const [node, bytes] of weights) pairWeights.set(bytes, pairOf.get(node)! * STYLES.length);
    const nodes = new Set([...lists.values()].flat());
    return STYLES.map((style, s) => {
      const seen = new Map<number, number>();
      for (const [form, documents] of habits?.get(style)?.forms ?? []) {
        const node = this.node(form);
        if (node !== own) seen.set(node, documents);
      }
      // What the style was seen to write is listed even where only other styles have it.
      const listed = new Set([style, SHARED_ENTRIES[style]].flatMap((one) => (one ? (lists.get(one) ?? []) : [])));
      for (const node of nodes) if (seen.has(node)) listed.add(node);
      const probabilities = formWeights(
        style,
        [...listed].map((node) => seen.get(node) ?? 0),
      );
      [...listed].forEach((node, rank) => {
        const at = pairOf.get(node)! * STYLES.length + s;
        pairWeights[at] = Math.min(pairWeights[at]!, quantiseWeight(probabilities[rank]!));
      });
      return listed.size;
    });
  }

  private membershipBytes(h: number, forms: readonly number[], counts: ReadonlyMap<Style, HeadCounts> | undefined): number[] {
    const { surface, ids } = this.heads[h]!;
    const facts = { terms: ids.map((id) => this.terms.strings[id]!), surface, forms, asForm: this.asForm[h]! };
    return memberships(facts, counts).map((p) => Math.round(255 * p));
  }

  private addEntries(sources: readonly DictionarySource[]): void {
    for (const { surface, forms, file, line } of joinHeads(sources)) {
      const head = this.head(surface, termIds(surface, this.terms, file, line), file);
      head.surface = surface; // of a dictionary that extends another, the spelling holds
      const { own, lists } = head;
      for (const [style, list] of forms) {
        const nodes = new Set(list.map((form) => this.trie.insert(termIds(form, this.terms, file, line))));
        nodes.delete(own);
        lists.set(style, [...nodes]);
      }
    }
  }

  private addTables({
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
      const head = this.head(surface, own, files[headFile[h]!]!);
      head.membership = headMembership.slice(h * STYLES.length, (h + 1) * STYLES.length);
      return head;
    });
    const paths: number[][] = [[]];
    for (let node = 0; node < nodeTerm.length; node++) {
      for (let child = childStart[node]!; child < childStart[node + 1]!; child++) paths[child] = [...paths[node]!, ids[nodeTerm[child]!]!];
      for (let pair = pairStart[node]!; pair < pairStart[node + 1]!; pair++) {
        heads[pairHead[pair]!]!.weights.set(this.trie.insert(paths[node]!), pairWeights.slice(pair * STYLES.length, (pair + 1) * STYLES.length));
      }
    }
  }

  private head(surface: string, ids: number[], file: string): CompiledHead {
    const key = surface.toLowerCase();
    const known = this.byKey.get(key);
    if (known) return known;
    const head: CompiledHead = { key, surface, ids, file, own: this.trie.insert(ids), lists: new Map(), weights: new Map() };
    this.byKey.set(key, head);
    return head;
  }

  /** The trie node of a phrase, or -1. */
  private node(phrase: string): number {
    return this.trie.find(readTerms(phrase, tokenize(phrase)).map(({ form }) => this.terms.known(form)));
  }
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

  /** The id a form has already, or -1. */
  known(form: string): number {
    return this.ids.get(form) ?? -1;
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

  /** The node at the end of a path, or -1. */
  find(ids: readonly number[]): number {
    let node: number | undefined = 0;
    for (const id of ids) if ((node = this.children[node]!.get(id)) === undefined) return -1;
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
