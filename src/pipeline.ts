import { DocumentReader, type ReadDocument } from "./decode/document.js";
import { FEATURES, featureRows } from "./decode/features.js";
import { LeaveAlone, type Omit as OmitPair } from "./decode/leave-alone.js";
import { type Proposal, proposals } from "./decode/proposals.js";
import { type PreparedSentence, type ReadPassage, readPassage } from "./decode/read-passage.js";
import type { RankedProposal } from "./decode/select.js";
import { NearForms } from "./dictionary/near-forms.js";
import type { ScreenedPassage } from "./gate/gate.js";
import type { Resources } from "./load.js";
import { UNKNOWN } from "./model/vocabulary.js";
import type { ReadWord } from "./reader/reader.js";
import { type Passage, passagesOf } from "./text/passages.js";
import type { JudgedPassage, Section } from "./section.js";
import type { Span } from "./types.js";
import { cautious } from "./verdict/cautious.js";
import { proposalEvidence } from "./verdict/proposal-evidence.js";
import { smoothed } from "./verdict/smoothed.js";
import { wordEvidence } from "./verdict/word-evidence.js";

/** What a user wishes not to be changed (see options.ts). */
export interface Wishes {
  leaveAlone: readonly string[];
  withoutHeads: readonly string[];
  withoutFiles: readonly string[];
}

/** How a text is to be taken. */
export interface Taken {
  /** Stretches that are neither read nor changed; sorted, not overlapping. */
  exclude: readonly Span[];
  /** The least P(garbled) of a passage for its text to be garbled, 0..1. */
  minVerdict: number;
  /** Look for originals in every passage, whatever gate and verdict say: for explanations and measurements. */
  everywhere: boolean;
}

/** Proposals of a document with their features, not ranked yet. */
export interface Proposed {
  document: ReadDocument;
  found: Proposal[];
  /** Proposal × FEATURES. */
  rows: Float32Array;
}

/** Passages that are judged and decoded together: some 2,000 words, so that a text of any length takes the memory of one section. */
const SECTION_PASSAGES = 12;
/** Below this P(garbled) by its words alone a passage's originals are not looked for, 0..1. */
const WORTH_CHOOSING = 0.02;
/** Nor are they decoded where it is below this, by itself and with its neighbours considered. */
const WORTH_DECODING = 0.2;
/** In a section with a passage that is garbled for sure, others are garbled from here on, 0..1. */
const BESIDE_GARBLED = 0.5;
/** P(garbled) of what the gate lets through. */
const LET_THROUGH = 0.001;

/** A passage before its neighbours are considered. */
interface OwnPassage extends Omit<JudgedPassage, "probability" | "garbled"> {
  key: number;
  /** P(garbled) by its words alone, at even odds. */
  own: number;
  /** The same words stood before. */
  again: boolean;
  sentences: readonly PreparedSentence[];
}

/** A section's passages that may be garbled, decoded. */
interface Decoded {
  document: ReadDocument | undefined;
  /** Passage → its proposals. */
  ranked: RankedProposal[][];
  /** Passage → PROPOSAL_EVIDENCE, where it was decoded. */
  evidence: (Float32Array | undefined)[];
}

/** What became of the passages so far, by their keys: who says the same again is no further witness. */
interface Memory {
  own: Map<number, number>;
  probability: Map<number, number>;
}

/**
 * The stages in their order:
 *
 *     text ─passages→ ─gate→ suspicious passages ─reader→ P(substituted), P(candidate) ─verdict→ garbled passages
 *          ─lattice, channel→ proposals ─ranker→ probabilities
 */
export class Pipeline {
  private made: { leaveAlone: LeaveAlone; near: NearForms; documents: DocumentReader } | undefined;

  constructor(
    private readonly resources: Resources,
    private readonly wishes: Wishes,
  ) {}

  /** A text section by section, in order. */
  *sections(text: string, taken: Taken): Generator<Section> {
    const memory: Memory = { own: new Map(), probability: new Map() };
    for (const section of this.read(text, taken, memory)) yield this.judge(text, section, taken, memory);
  }

  /** What there is for and against every passage that may be garbled: what the verdict by proposals is trained on. */
  *evidence(text: string): Generator<Span & { evidence: Float32Array }> {
    const taken: Taken = { exclude: [], minVerdict: 1, everywhere: false };
    for (const section of this.read(text, taken, { own: new Map(), probability: new Map() })) {
      const { evidence } = this.decode(text, section, WORTH_DECODING);
      for (const [i, row] of evidence.entries()) if (row) yield { start: section[i]!.start, end: section[i]!.end, evidence: row };
    }
  }

  /** Passages read, by section. */
  private *read(text: string, taken: Taken, memory: Memory): Generator<OwnPassage[]> {
    let section: OwnPassage[] = [];
    for (const passage of this.resources.gate.screen(text, taken.exclude)) {
      section.push(this.readOnce(text, passage, taken, memory));
      if (section.length < SECTION_PASSAGES) continue;
      yield section;
      section = [];
    }
    if (section.length > 0) yield section;
  }

  /** Reader, and the passage's verdict by itself; nothing of either for what the gate lets through. */
  private readOnce(text: string, passage: ScreenedPassage, { everywhere, minVerdict }: Taken, { own: seen }: Memory): OwnPassage {
    const { start, end, words, key, exclude, suspicious } = passage;
    const before = seen.get(key);
    const bare = { start, end, words, key, exclude, again: before !== undefined, read: [], sentences: [] };
    const worth = everywhere ? 0 : Math.min(WORTH_CHOOSING, minVerdict);
    if (!suspicious && worth > LET_THROUGH) return { ...bare, own: LET_THROUGH };
    if (before !== undefined && before < worth) return { ...bare, own: before };
    let own = before;
    const found = this.readPassage(text, passage, (read) => {
      own ??= this.resources.verdict.words.probability(wordEvidence(text, read, passage));
      return own >= worth;
    });
    seen.set(key, own!);
    return { ...bare, own: own!, read: found.words, sentences: found.sentences };
  }

  /** The passages' verdicts: by their words, and where they may be garbled by their proposals as well; neighbours considered each time. */
  private judge(text: string, section: readonly OwnPassage[], { minVerdict, everywhere }: Taken, memory: Memory): Section {
    const { document, ranked, evidence } = this.decode(text, section, everywhere ? 0 : Math.min(WORTH_DECODING, minVerdict));
    const { proposals: model } = this.resources.verdict;
    // Its words may speak for themselves: of a spinner that nobody listed the proposals know nothing.
    const own = section.map((passage, i) => cautious(Math.max(passage.own, evidence[i] ? model.probability(evidence[i]) : 0), passage.words));
    const probabilities = remembered(section, together(section, own), memory);
    const least = probabilities.some((p) => p >= minVerdict) ? Math.min(minVerdict, BESIDE_GARBLED) : minVerdict;
    const passages = section.map(({ start, end, words, read, exclude }, i): JudgedPassage => {
      const probability = probabilities[i]!;
      return { start, end, words, read, exclude, probability, garbled: read.length > 0 && probability >= least };
    });
    return { passages, document, ranked: ranked.filter((_, i) => everywhere || passages[i]!.garbled).flat() };
  }

  /**
   * What may be garbled, its neighbours considered, read as one document of one spinner.
   * @param least by its words a passage must be so likely to be garbled, 0..1
   */
  private decode(text: string, section: readonly OwnPassage[], least: number): Decoded {
    const byWords = together(
      section,
      section.map(({ own }) => own),
    );
    const decoded = section.map(({ own, sentences }, i) => (Math.max(own, byWords[i]!) >= least ? sentences : []));
    const none = { document: undefined, ranked: section.map(() => []), evidence: section.map(() => undefined) };
    if (decoded.every((sentences) => sentences.length === 0)) return none;
    const proposed = this.propose(text, decoded.flat());
    const ranked = parted(
      this.rank(proposed),
      decoded.map(({ length }) => length),
    );
    const { sentences } = proposed.document;
    const headOf = ({ sentence, arc }: RankedProposal): number => sentences[sentence]!.lattice.arcs[arc]!.head;
    const evidence = section.map(({ own, words }, i) => (decoded[i]!.length > 0 ? proposalEvidence(own, words, ranked[i]!, headOf) : undefined));
    return { document: proposed.document, ranked, evidence };
  }

  /** Everything that may be proposed for a text, as though all of it were garbled: what the ranker is trained on. */
  proposals(text: string, omit: OmitPair | undefined = this.late.leaveAlone.omit): Proposed {
    const sentences = [...passagesOf(text)].flatMap((passage) => this.readPassage(text, passage, () => true, omit).sentences);
    return this.propose(text, sentences);
  }

  /** A passage's words → P(substituted) and, if they are worth it, sentences with candidates and what the reader says of each. */
  private readPassage(text: string, passage: Passage, worthChoosing: (words: readonly ReadWord[]) => boolean, omit = this.late.leaveAlone.omit): ReadPassage {
    return readPassage(text, passage, this.resources, { omit, near: (sentences) => this.late.near.read(text, sentences), worthChoosing });
  }

  /** Sentences with candidates → proposals with their features. */
  private propose(text: string, sentences: readonly PreparedSentence[]): Proposed {
    const { index, model, context } = this.resources;
    const document = this.late.documents.read(text, sentences);
    const found = proposals(index, document);
    return { document, found, rows: featureRows(index, model, context, document, found) };
  }

  private rank({ found, rows }: Proposed): RankedProposal[] {
    return found.map((proposal, i) => {
      const features = rows.subarray(i * FEATURES.length, (i + 1) * FEATURES.length);
      return { ...proposal, features, probability: this.resources.ranker.probability(features) };
    });
  }

  /** Words and phrases that are left alone. */
  get leaveAlone(): LeaveAlone {
    return this.late.leaveAlone;
  }

  /** What clean text does not need. */
  private get late(): { leaveAlone: LeaveAlone; near: NearForms; documents: DocumentReader } {
    return (this.made ??= this.makeLate());
  }

  private makeLate(): { leaveAlone: LeaveAlone; near: NearForms; documents: DocumentReader } {
    const { index, model, context, finder } = this.resources;
    const leaveAlone = new LeaveAlone(index, this.wishes.leaveAlone, this.wishes.withoutHeads, this.wishes.withoutFiles);
    const known = (form: string): boolean => index.termId(form) >= 0 || model.vocabulary.id(form) !== UNKNOWN || leaveAlone.words.has(form);
    return { leaveAlone, near: new NearForms(index.tables.terms, known), documents: new DocumentReader(index, model, context, finder) };
  }
}

/** P(garbled) of each passage, its neighbours considered; one that stands again says nothing. */
const together = (section: readonly OwnPassage[], own: readonly number[]): number[] => smoothed(own.map((p, i) => (section[i]!.again ? 0.5 : p)));

/** One that stands again is what it was. */
function remembered(section: readonly OwnPassage[], probabilities: readonly number[], { probability: known }: Memory): number[] {
  return section.map(({ key, again }, i) => {
    const probability = (again ? known.get(key) : undefined) ?? probabilities[i]!;
    known.set(key, probability);
    return probability;
  });
}

/** Proposals by passage. @param counts how many sentences of each were decoded */
function parted(ranked: readonly RankedProposal[], counts: readonly number[]): RankedProposal[][] {
  const passageOf = counts.flatMap((count, passage) => new Array<number>(count).fill(passage));
  const parts: RankedProposal[][] = counts.map(() => []);
  for (const proposal of ranked) parts[passageOf[proposal.sentence]!]!.push(proposal);
  return parts;
}
