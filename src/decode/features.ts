import { isName } from "../dictionary/is-name.js";
import { wordScore } from "./word-score.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { STYLES } from "../dictionary/styles.js";
import { logit, toLog } from "../log-prob.js";
import type { ContextModel, ContextReader } from "../model/context-model.js";
import type { LanguageModel } from "../model/language-model.js";
import type { ReadDocument, ReadSentence } from "./document.js";
import { membership, pairPrior } from "./channel.js";
import { type RestoredWords, restoredWords } from "./restored-words.js";
import { letteringOf } from "../text/surface.js";
import { contrast } from "./topic.js";
import { KEPT } from "./draws.js";
import { formPlaces, type Place } from "./form-places.js";
import { spelling } from "./spelling.js";
import type { Proposal } from "./proposals.js";

/** What the discriminative model is told of a proposal, in this order. Logs in nats. */
export const FEATURES = [
  "posterior", // log-odds of the lattice's posterior
  "rival", // log-odds of the best other proposal that overlaps
  "rivals", // log-odds of all the proposals that overlap, this one among them
  "rank", // how many proposals that overlap have a higher posterior
  "gainOverRival", // difference to the best other proposal's
  "topicOverRival",
  "priorOverRival",
  "logProbOverRival", // of the originals, unigram
  "identity", // log-odds that all the terms stand as they are
  "gain", // what the sentence gains, its other words as they stand
  "restoredGain", // what the sentence gains, its other words as the best reading has them
  "topic", // context model, neighbours as they stand
  "restoredTopic", // context model, neighbours as the best reading has them
  "prior", // log P(form | head, the document's styles)
  "channel", // log P(observed | original) - log P(the observed words | themselves), what the document shows included
  "bestRank", // log P(form | head) in the style that likes the pair best
  "headsOfForm", // how many heads the observed form may stand for
  "formsOfHead",
  "documentRate",
  "documentEvidence", // nats a term
  "documentTerms", // log
  "styleMass", // the document's probability for the styles that have the pair
  "usesElsewhere", // of this pair in the document, expected
  "headReplacedElsewhere",
  "headKeptElsewhere",
  "formPlaces", // log of how many other places of the document the observed words stand in
  "formSourceElsewhere", // of those the share that is read as this pair, mean posterior; -1 where there are none
  "formKeptElsewhere", // the share that is read as none of the form's pairs; -1 where there are none
  "observedLogProb", // unigram, mean of the observed words
  "originalLogProb",
  "observedLength", // terms
  "originalLength",
  "capital", // the observed words begin with a capital in mid-sentence, headlines apart
  "originalCapitalRate",
  "observedCapitalRate",
  "leftGarbled", // probability that the term before is garbled
  "rightGarbled",
  "sentenceStart",
  "sentenceLogProb", // mean over the terms as they stand
  "originalLeft", // log P(original's first word | word before) / P(it), neighbours as the best reading has them
  "originalRight", // log P(word after | original's last word) / P(it)
  "observedLeft", // the same of the observed words
  "observedRight",
  "observedScore", // log-probability of the observed words in their place
  "name", // the original has capitals of its own
  "membership", // P(the document's spinner has the head), 0..1
  "observedMembership", // the same of the observed words as a head; 0 when they are none
  "spunOdds", // of the form, without its sentence (see form-odds.ts)
  "pairOdds", // the same for this head alone
  "similarity", // the letters of the change (see spelling.ts)
  "contraction",
  "digits",
  "functionWords",
  "originalFunctionWords",
  "commas",
  "hyphens",
  "frequencyRatio", // of the original to the observed words, unigram
  "thesaurus", // log P(form | head) in the style
  "phrase",
  "paraphraser",
  "article",
  "wordnet",
  "rewriter",
  "readerGain", // log P(the candidate) - log P(as it stands), by the reader
  "readerCandidate", // log P(the candidate)
  "readerRival", // how much likelier than the best other candidate of the same span
  "readerOverRival", // difference of readerGain to the best other proposal's that overlaps
  "substituted", // P(substituted), log-odds: of the surest term
  "substitutedLeast", // of the least sure term
  "substitutedLeft", // of the term before
  "substitutedRight",
  "substitutedAround", // mean P over ten terms on either side
  "substitutedLine", // mean P over the other terms of its line
  "garbledLine", // mean posterior of being part of a substitution, over the same
] as const;

/** One row a proposal, row-major. */
export function featureRows(
  index: PhraseIndex,
  model: LanguageModel,
  context: ContextModel | undefined,
  document: ReadDocument,
  found: readonly Proposal[],
): Float32Array {
  const rows = new Float32Array(found.length * FEATURES.length);
  const facts = new DocumentFacts(index, model, document, context);
  const single = found.map((proposal) => facts.row(proposal, context));
  found.forEach((_, i) => {
    const row: Row = { ...single[i]!, ...comparison(found, single, i) };
    for (let f = 0; f < FEATURES.length; f++) rows[i * FEATURES.length + f] = row[FEATURES[f]!];
  });
  return rows;
}

type Row = Record<(typeof FEATURES)[number], number>;
type Comparison = Pick<Row, "rival" | "rivals" | "rank" | "gainOverRival" | "topicOverRival" | "priorOverRival" | "logProbOverRival" | "readerOverRival">;
type Single = Omit<Row, keyof Comparison>;

const clampedLogit = (p: number): number => logit(Math.min(1 - 1e-6, Math.max(1e-6, p)));

/** How far from a proposal others that overlap it may start, terms. */
const REACH = 8;
/** What a comparison without a rival is worth. */
const UNRIVALLED = 10;

/** A proposal beside the others that overlap it. */
function comparison(found: readonly Proposal[], single: readonly Single[], i: number): Comparison {
  const { sentence, change, posterior } = found[i]!;
  let best = -1;
  let sum = posterior;
  let rank = 0;
  for (const step of [-1, 1]) {
    for (
      let j = i + step;
      j >= 0 && j < found.length && found[j]!.sentence === sentence && Math.abs(found[j]!.change.start - change.start) < REACH;
      j += step
    ) {
      const other = found[j]!;
      if (other.change.start >= change.end || other.change.end <= change.start) continue;
      sum += other.posterior;
      if (other.posterior > posterior) rank++;
      if (best < 0 || other.posterior > found[best]!.posterior) best = j;
    }
  }
  const over = (name: "restoredGain" | "restoredTopic" | "prior" | "originalLogProb" | "readerGain"): number =>
    best < 0 ? UNRIVALLED : single[i]![name] - single[best]![name];
  return {
    rival: clampedLogit(best < 0 ? 0 : found[best]!.posterior),
    rivals: clampedLogit(Math.min(1, sum)),
    rank,
    gainOverRival: over("restoredGain"),
    topicOverRival: over("restoredTopic"),
    priorOverRival: over("prior"),
    logProbOverRival: over("originalLogProb"),
    readerOverRival: over("readerGain"),
  };
}

/** A form in a document: in how many places it stands, and how many of them are read as which of its pairs, and as any; expected numbers. */
interface FormCounts {
  places: number;
  used: Map<number, number>;
  usedAtAll: number;
}
type FormElsewhere = Pick<Row, "formPlaces" | "formSourceElsewhere" | "formKeptElsewhere">;

/** What is computed once for a document. */
class DocumentFacts {
  private readonly kept: Float64Array[];
  private readonly restored: RestoredWords[];
  /** Sentence → place of its first term in the document. */
  private readonly places: Int32Array;
  private readonly asItStands: ContextReader | undefined;
  private readonly wordScores: Float64Array[];
  private readonly sentenceLogProbs: number[];
  /** Sentence → whether its capitals mean anything: it is no headline. */
  private readonly inSentenceCase: boolean[];
  /** Sentence → the line of the text it stands in. */
  private readonly lines: Line[];
  /** Sentence → arc of a pair → the place where its form stands. */
  private readonly placeOf: Map<number, Place>[];
  /** Form, by its trie node. */
  private readonly forms = new Map<number, FormCounts>();
  private readonly terms: number;

  constructor(
    private readonly index: PhraseIndex,
    private readonly model: LanguageModel,
    private readonly document: ReadDocument,
    context: ContextModel | undefined,
  ) {
    const { sentences } = document;
    this.terms = sentences.reduce((sum, { ids }) => sum + ids.length, 0);
    this.kept = sentences.map(({ ids, posterior }) => posterior.slice(0, ids.length) as Float64Array);
    this.wordScores = sentences.map(({ ids }) => document.wordScores(ids));
    this.sentenceLogProbs = this.wordScores.map((scores) => mean([...scores], (score) => score));
    this.inSentenceCase = sentences.map(
      ({ terms }) => letteringOf(terms.filter(({ kind }) => kind === "word").map(({ start, end }) => document.text.slice(start, end))) === "sentence",
    );
    this.restored = sentences.map(restoredWords);
    this.lines = linesOf(document, this.kept);
    const { ids, start } = joined(sentences.map((sentence) => sentence.ids));
    this.places = start;
    this.asItStands = context?.read(ids);
    this.placeOf = sentences.map(() => new Map());
    for (const [form, places] of formPlaces(index, sentences)) this.countForm(form, places);
  }

  private countForm(form: number, places: readonly Place[]): void {
    const counts: FormCounts = { places: places.length, used: new Map(), usedAtAll: 0 };
    for (const place of places) {
      const { posterior } = this.document.sentences[place.s]!;
      for (const [reading, arc] of place.arcs) {
        if (reading === KEPT) continue;
        this.placeOf[place.s]!.set(arc, place);
        counts.used.set(reading, (counts.used.get(reading) ?? 0) + posterior[arc]!);
        counts.usedAtAll += posterior[arc]!;
      }
    }
    this.forms.set(form, counts);
  }

  row(proposal: Proposal, context: ContextModel | undefined): Single {
    const { index, model, document } = this;
    const { channel } = document;
    const sentence = document.sentences[proposal.sentence]!;
    const { lattice, ids, terms } = sentence;
    const arc = lattice.arcs[proposal.arc]!;
    const { start, end, pair, head, words } = arc;
    const kept = this.kept[proposal.sentence]!;
    let identity = 1;
    for (let i = proposal.change.start; i < proposal.change.end; i++) identity = Math.min(identity, kept[i]!);
    const restored = this.restored[proposal.sentence]!;
    const p = proposal.posterior;
    const vocabulary = model.vocabulary;
    const first = terms[start]!;
    const initial = document.text[first.start]!;
    const own = (map: Map<number, number>, key: number): number => Math.max(0, (map.get(key) ?? 0) - p);
    let styleMass = 0;
    let bestRank = 0;
    for (let s = 0; s < STYLES.length; s++) {
      const q = index.pairProbability(pair, s);
      if (q > 0) styleMass += channel.style[s]!;
      bestRank = Math.max(bestRank, q);
    }
    const inStyle = (s: number): number => toLog(index.pairProbability(pair, s) + 1e-4);
    const observed = ids.slice(start, end);
    const unigram = (words: readonly number[]): number => words.reduce((sum, id) => sum + wordScore(model, -1, -1, -1, id), 0);
    const scores = this.wordScores[proposal.sentence]!;
    const place = this.places[proposal.sentence]!;
    let observedScore = 0;
    for (let i = start; i < end; i++) observedScore += scores[i]!;
    const originalSides = this.sides(restored, start, end, words);
    const observedSides = this.sides(restored, start, end, observed);
    const surface = index.tables.headSurfaces[head]!;
    const observedHead = index.nodeHead[index.nodeOfPair(pair)]!;
    return {
      posterior: clampedLogit(p),
      identity: clampedLogit(identity),
      gain: sentence.candidates[proposal.arc - ids.length]!.gain,
      restoredGain: this.restoredGain(restored, start, end, ids, words),
      topic: context && this.asItStands ? contrast(context, this.asItStands.vector(place + start, place + end), words, observed) : 0,
      restoredTopic: sentence.topic[proposal.arc]!,
      prior: toLog(pairPrior(index, pair, channel.style) + 1e-5),
      channel: sentence.channel[proposal.arc]! - sentence.channel.slice(start, end).reduce((sum, score) => sum + score, 0),
      bestRank: toLog(bestRank + 1e-5),
      headsOfForm: sentence.candidates.filter((other) => other.start === start && other.end === end).length,
      formsOfHead: index.formCount(head),
      documentRate: channel.rate,
      documentEvidence: document.evidence / Math.max(1, this.terms),
      documentTerms: toLog(1 + this.terms),
      styleMass,
      usesElsewhere: own(channel.pairCount, pair),
      headReplacedElsewhere: own(channel.replacedCount, head),
      headKeptElsewhere: channel.keptCount.get(head) ?? 0,
      ...this.formElsewhere(proposal.sentence, proposal.arc, pair),
      observedLogProb: mean(observed, (id) => wordScore(model, -1, -1, -1, id)),
      originalLogProb: mean(words, (id) => wordScore(model, -1, -1, -1, id)),
      observedLength: end - start,
      originalLength: words.length,
      capital: this.inSentenceCase[proposal.sentence] && !first.sentenceStart && start > 0 && initial !== initial.toLowerCase() ? 1 : 0,
      originalCapitalRate: vocabulary.capitalRate(words[0]!),
      observedCapitalRate: vocabulary.capitalRate(ids[start]!),
      leftGarbled: start > 0 ? 1 - kept[start - 1]! : 0,
      rightGarbled: end < ids.length ? 1 - kept[end]! : 0,
      sentenceStart: start === 0 ? 1 : 0,
      sentenceLogProb: this.sentenceLogProbs[proposal.sentence]!,
      originalLeft: originalSides.left,
      originalRight: originalSides.right,
      observedLeft: observedSides.left,
      observedRight: observedSides.right,
      observedScore,
      name: isName(surface) ? 1 : 0,
      membership: membership(index, head, channel.style),
      observedMembership: observedHead < 0 ? 0 : membership(index, observedHead, channel.style),
      spunOdds: document.odds.spun(pair, observed),
      pairOdds: document.odds.pair(pair, observed),
      ...spelling(document.text.slice(terms[proposal.change.start]!.start, terms[proposal.change.end - 1]!.end), proposal.change.words),
      frequencyRatio: unigram(words) - unigram(observed),
      thesaurus: inStyle(0),
      phrase: inStyle(1),
      paraphraser: inStyle(2),
      article: inStyle(3),
      wordnet: inStyle(4),
      rewriter: inStyle(5),
      ...read(sentence, proposal),
      ...this.inLine(proposal),
    };
  }

  /** How the document's other places of an arc's observed words are read. */
  private formElsewhere(s: number, a: number, pair: number): FormElsewhere {
    const { places, used, usedAtAll } = this.forms.get(this.index.nodeOfPair(pair))!;
    const others = places - 1;
    if (others === 0) return { formPlaces: 0, formSourceElsewhere: -1, formKeptElsewhere: -1 };
    const { posterior } = this.document.sentences[s]!;
    let ownAtAll = 0;
    for (const [reading, arc] of this.placeOf[s]!.get(a)!.arcs) if (reading !== KEPT) ownAtAll += posterior[arc]!;
    return {
      formPlaces: toLog(1 + others),
      formSourceElsewhere: Math.max(0, used.get(pair)! - posterior[a]!) / others,
      formKeptElsewhere: 1 - Math.max(0, usedAtAll - ownAtAll) / others,
    };
  }

  /** How much likelier words are beside their neighbours, as the best reading has them, than anywhere, nats: 0 at a sentence's ends. */
  private sides(restored: RestoredWords, start: number, end: number, words: readonly number[]): { left: number; right: number } {
    const association = (v: number | undefined, w: number | undefined): number =>
      v === undefined || w === undefined ? 0 : this.model.score(-1, -1, v, w) - this.model.score(-1, -1, -1, w);
    const from = restored.at[start]!;
    return {
      left: association(restored.ids[from - 1], words[0]),
      right: association(words.at(-1), restored.ids[Math.max(restored.at[end]!, from)]),
    };
  }

  /** How garbled the rest of its line is. */
  private inLine({ sentence, change }: Proposal): Pick<Row, "substitutedLine" | "garbledLine"> {
    let { terms, substituted, garbled } = this.lines[sentence]!;
    const { reading } = this.document.sentences[sentence]!;
    for (let term = change.start; term < change.end; term++) {
      terms--;
      substituted -= reading.substituted[term]!;
      garbled -= 1 - this.kept[sentence]![term]!;
    }
    return { substitutedLine: Math.max(0, substituted) / Math.max(1, terms), garbledLine: Math.max(0, garbled) / Math.max(1, terms) };
  }

  /** The gain of the original over the observed words with the neighbours as the best reading has them. */
  private restoredGain(restored: RestoredWords, start: number, end: number, ids: readonly number[], words: readonly number[]): number {
    const { model } = this;
    const from = restored.at[start]!;
    const to = Math.max(restored.at[end]!, from);
    const before = restored.ids.slice(Math.max(0, from - 3), from);
    const after = restored.ids.slice(to, to + model.order - 1);
    const scoreOf = (middle: readonly number[]): number => {
      const context = from >= 3 ? [...before] : [...[-1, -1, 1].slice(before.length), ...before];
      let sum = 0;
      for (const w of [...middle, ...after]) {
        sum += wordScore(model, context.at(-3) ?? -1, context.at(-2) ?? -1, context.at(-1) ?? -1, w);
        context.push(w);
      }
      return sum;
    };
    return scoreOf(words) - scoreOf(ids.slice(start, end));
  }
}

type Read = Pick<
  Row,
  "readerGain" | "readerCandidate" | "readerRival" | "substituted" | "substitutedLeast" | "substitutedLeft" | "substitutedRight" | "substitutedAround"
>;

/** A line of the text: a paragraph, in most. */
interface Line {
  terms: number;
  /** Σ of P(substituted). */
  substituted: number;
  /** Σ of the posteriors of being part of a substitution. */
  garbled: number;
}

/** Sentence → its line, shared by the sentences of one. @param kept sentence → term → posterior of standing as it is */
function linesOf({ text, sentences }: ReadDocument, kept: readonly Float64Array[]): Line[] {
  let line: Line = { terms: 0, substituted: 0, garbled: 0 };
  let end = 0;
  return sentences.map(({ terms, reading }, sentence) => {
    if (terms.length > 0) {
      if (text.slice(end, terms[0]!.start).includes("\n")) line = { terms: 0, substituted: 0, garbled: 0 };
      end = terms.at(-1)!.end;
    }
    line.terms += terms.length;
    for (const p of reading.substituted) line.substituted += p;
    for (const p of kept[sentence]!) line.garbled += 1 - p;
    return line;
  });
}

/** Terms on either side that make up a proposal's surroundings. */
const AROUND = 10;

/** What the reader says of a proposal. */
function read({ ids, lattice, candidates, reading }: ReadSentence, { arc, change }: Proposal): Read {
  const own = arc - ids.length;
  const { start, end } = lattice.arcs[arc]!;
  let rival = -UNRIVALLED;
  candidates.forEach((other, i) => {
    const same = other.start === start && other.end === end && other.head !== candidates[own]!.head;
    if (same) rival = Math.max(rival, reading.candidate[i]!);
  });
  const changed = reading.substituted.subarray(change.start, change.end);
  const left = reading.substituted.subarray(Math.max(0, change.start - AROUND), change.start);
  const right = reading.substituted.subarray(change.end, change.end + AROUND);
  return {
    readerGain: reading.candidate[own]! - reading.asItStands[own]!,
    readerCandidate: reading.candidate[own]!,
    readerRival: reading.candidate[own]! - rival,
    substituted: clampedLogit(Math.max(...changed)),
    substitutedLeast: clampedLogit(Math.min(...changed)),
    substitutedLeft: clampedLogit(reading.substituted[change.start - 1] ?? 0.01),
    substitutedRight: clampedLogit(reading.substituted[change.end] ?? 0.01),
    substitutedAround: mean([...left, ...right], (p) => p),
  };
}

function joined(parts: readonly (readonly number[])[]): { ids: number[]; start: Int32Array } {
  const ids: number[] = [];
  const start = new Int32Array(parts.length);
  parts.forEach((part, i) => {
    start[i] = ids.length;
    ids.push(...part);
  });
  return { ids, start };
}

function mean<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0) / Math.max(1, items.length);
}
