import type { PhraseIndex } from "../dictionary/phrase-index.js";
import type { LanguageModel } from "../model/language-model.js";
import { candidateFacts } from "../reader/candidate-facts.js";
import type { Reader, ReaderSpan, Reading, ReadWord } from "../reader/reader.js";
import type { Passage } from "../text/passages.js";
import { splitSentences } from "../text/sentences.js";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import type { Span, Term } from "../types.js";
import type { Candidate, CandidateFinder } from "./candidates.js";
import type { Omit } from "./leave-alone.js";

/** A sentence with all that may have stood in it. */
export interface SentenceCandidates {
  terms: readonly Term[];
  /** Language-model ids of the terms. */
  ids: readonly number[];
  candidates: readonly Candidate[];
}

/** What the reader says of a sentence. */
export interface SentenceReading {
  /** Term → P(substituted), 0..1, of its surest word. */
  substituted: Float32Array;
  /** Candidate → log P(it stood here | the text as it stands). */
  candidate: Float32Array;
  /** Candidate → log P(the span stands as its author wrote it). */
  asItStands: Float32Array;
}

/** A sentence ready to be decoded. */
export interface PreparedSentence extends SentenceCandidates {
  reading: SentenceReading;
}

/** A passage as the reader sees it; its sentences are there if it was worth choosing. */
export interface ReadPassage {
  words: readonly ReadWord[];
  sentences: PreparedSentence[];
}

/** How a passage is to be read. */
export interface PassageWishes {
  /** Pairs that are not to be proposed. */
  omit: Omit | undefined;
  /** Other readings of misspelt words. */
  near: (sentences: readonly (readonly Term[])[]) => readonly (readonly Term[])[];
  /** Whether what the words say makes it worth while to look for originals. */
  worthChoosing: (words: readonly ReadWord[]) => boolean;
}

/** What finds candidates. */
interface Finders {
  index: PhraseIndex;
  model: LanguageModel;
  finder: CandidateFinder;
}

/** A stretch of a text → its terms by sentence. What is excluded is one closed token. */
export function sentencesIn(text: string, { start, end, exclude }: Span & { exclude: readonly Span[] }): Term[][] {
  const closed = exclude.map((span) => ({ start: Math.max(span.start, start) - start, end: Math.min(span.end, end) - start }));
  const tokens = tokenize(text.slice(start, end), closed).map((token) => ({ ...token, start: token.start + start, end: token.end + start }));
  return splitSentences(readTerms(text, tokens));
}

/** Sentences with their candidates: dictionary, n-gram gain. */
export function withCandidates(sentences: readonly (readonly Term[])[], { index, model, finder }: Finders, omit?: Omit): SentenceCandidates[] {
  return sentences.map((terms) => {
    const ids = terms.map(({ form }) => model.vocabulary.id(form));
    return { terms, ids, candidates: finder.find(terms, ids, index.matches(terms), omit) };
  });
}

/**
 * Reads a passage: words → P(substituted), and, if they make it worth while, sentences with candidates and the reader's log-probability of each.
 */
export function readPassage(
  text: string,
  passage: Passage,
  resources: Finders & { reader: Reader },
  { omit, near, worthChoosing }: PassageWishes,
): ReadPassage {
  let sentences: SentenceCandidates[] = [];
  let asked: Asked = { spans: [], slots: [] };
  const { words, choices } = resources.reader.read(text, passage, (read) => {
    if (!worthChoosing(read)) return [];
    sentences = withCandidates(near(sentencesIn(text, passage)), resources, omit);
    asked = spansOf(resources.index, sentences);
    return asked.spans;
  });
  return { words, sentences: withReading(sentences, words, asked.slots, choices) };
}

/** Where a candidate's score is to be found. */
interface Slot {
  sentence: number;
  candidate: number;
  span: number;
  option: number;
}

interface Asked {
  spans: ReaderSpan[];
  slots: Slot[];
}

/** The candidates' spans by place; candidates that read alike are one option. Option 0 is the text as it stands. */
function spansOf(index: PhraseIndex, sentences: readonly SentenceCandidates[]): Asked {
  const spans: (ReaderSpan & { candidates: { original: string; facts: number[] }[] })[] = [];
  const slots: Slot[] = [];
  sentences.forEach(({ terms, candidates }, sentence) => {
    const order = candidates.map((_, i) => i).sort((a, b) => candidates[a]!.start - candidates[b]!.start || candidates[a]!.end - candidates[b]!.end || a - b);
    let before: Candidate | undefined;
    let options = new Map<string, number>();
    for (const i of order) {
      const candidate = candidates[i]!;
      if (before?.start !== candidate.start || before.end !== candidate.end) {
        spans.push({ start: terms[candidate.start]!.start, end: terms[candidate.end - 1]!.end, candidates: [] });
        options = new Map();
      }
      before = candidate;
      const { candidates: list } = spans.at(-1)!;
      const original = index.tables.headSurfaces[candidate.head]!;
      const folded = original.toLowerCase();
      let option = options.get(folded);
      if (option === undefined) {
        option = list.push({ original, facts: candidateFacts(index, candidate) });
        options.set(folded, option);
      }
      slots.push({ sentence, candidate: i, span: spans.length - 1, option });
    }
  });
  return { spans, slots };
}

/** log P of a candidate that the reader was not asked about. */
const UNREAD = -4;

/** Sentences with what was read of them; without words and choices nothing is known. */
export function withReading(
  sentences: readonly SentenceCandidates[],
  words: readonly ReadWord[] = [],
  slots: readonly Slot[] = [],
  choices: Reading["choices"] = [],
): PreparedSentence[] {
  let word = 0;
  const prepared = sentences.map((sentence): PreparedSentence => {
    const substituted = Float32Array.from(sentence.terms, ({ start, end }) => {
      while (word < words.length && words[word]!.end <= start) word++;
      let most = 0;
      for (let i = word; i < words.length && words[i]!.start < end; i++) most = Math.max(most, words[i]!.probability);
      return most;
    });
    const { length } = sentence.candidates;
    return { ...sentence, reading: { substituted, candidate: new Float32Array(length).fill(UNREAD), asItStands: new Float32Array(length) } };
  });
  for (const { sentence, candidate, span, option } of slots) {
    const choice = choices[span];
    if (choice === undefined || option >= choice.length) continue;
    const { reading } = prepared[sentence]!;
    reading.candidate[candidate] = choice[option]!;
    reading.asItStands[candidate] = choice[0]!;
  }
  return prepared;
}
