/** The nouns the stages exchange. Offsets are UTF-16 code units, end exclusive. */

/** A stretch of the source text. */
export interface Span {
  start: number;
  end: number;
}

export type TokenKind = "word" | "number" | "symbol" | "punctuation" | "quote" | "space" | "other" | "protected";

/** A span of the source with its kind. Tokens cover the source without gaps. */
export interface Token extends Span {
  kind: TokenKind;
}

/** What the language model and the dictionary see of a token. */
export interface Term extends Span {
  kind: TokenKind;
  /** The normal form: lower case, straight apostrophes, number classes. */
  form: string;
  /** The term is the first of a sentence. */
  sentenceStart: boolean;
  /** A quotation mark, a tag or another unread token stands between this term and the one before. */
  gap: boolean;
  /** No white space stands between this term and the one before. */
  glued: boolean;
}

/**
 * A reading of the terms start … end - 1 of a sentence: the original's words in language-model ids. The identity reads the terms as they
 * stand.
 */
export interface Arc {
  start: number;
  end: number;
  /** Language-model ids of the original's words. */
  words: readonly number[];
  /** The pair (original → observed) the arc undoes, or -1 for the identity. */
  pair: number;
  /** The head (original) of the pair; for the identity the head the term is itself, or -1 when spinners leave it alone. */
  head: number;
}

/** One of the originals an edit chose between. */
export interface Alternative {
  /** What would stand in the text. */
  replacement: string;
  /** 0..1: that this restores the original. */
  probability: number;
}

/** A substitution found: the text from start to end (UTF-16, end exclusive) should read `replacement`. */
export interface Edit extends Span {
  /** What stands in the text. */
  observed: string;
  /** What the author wrote, as far as can be told; in the case of the observed text. */
  replacement: string;
  /** 0..1: that the edit restores the original. */
  probability: number;
  /** The next likeliest originals at this place, likeliest first. The text as it stands is not among them. */
  alternatives: Alternative[];
  /** Why: what speaks for the edit. */
  evidence: Evidence;
}

/** Garble that follows a rule instead of a dictionary entry (see decode/artefacts.ts). */
export type Pattern = "decade" | "doubled possessive" | "doubled word" | "number" | "spintax";

/** What speaks for an edit. All log-ratios in nats, against the text as it stands. */
export interface Evidence {
  /** The rule that found the edit, of which head and form are then an instance; not there for an edit that a dictionary entry made. */
  pattern?: Pattern;
  /** The dictionary entry: the original. */
  head: string;
  /** The dictionary entry: the form the spinner wrote. */
  form: string;
  /** Spinner styles whose dictionaries have the pair. */
  styles: string[];
  /** What the sentence gains in log-probability by the original's words (n-gram model). */
  context: number;
  /** What the wider context (words around, topic) says for the original (context model). */
  topic: number;
  /** log P(observed | original) of the document's channel against its leaving the text alone. */
  channel: number;
  /** log P(the original stood here) - log P(the text stands as its author wrote it), by the reader. */
  reading: number;
  /** P(substituted) of the surest of the observed words, by the reader, 0..1; whatever the original. */
  substituted: number;
  /** How often the document uses this pair, expected count. */
  uses: number;
  /** Deep mode: how much better the text reads with the edit, log-probability gained under a causal language model; not there for an edit that was not in doubt. */
  judge?: number;
}

/** What deep mode did with a text: how many places were read and at what cost, or why none could be. */
export type DeepReading =
  | { kind: "read"; places: number /** Tokens the language model read. */; tokensRead: number }
  | { kind: "unavailable" /** What went wrong; the text was repaired without. */; problem: string };

/** A stretch that reads as substituted, without an edit that is sure enough: its original is not known. */
export interface Finding extends Span {
  /** What stands in the text. */
  observed: string;
  /** 0..1: that a spinner wrote it, of its surest word. */
  probability: number;
}

/** The verdict on a passage: some 100 to 250 words, at the ends of paragraphs or sentences. */
export interface PassageVerdict extends Span {
  /** 0..1: that it went through a spinner, its neighbours considered. */
  probability: number;
  /** Share of its words that stand inside a substitution, 0..1; 0 for passages that are not garbled. */
  rate: number;
}

/** Whether the document was garbled. */
export interface Verdict {
  garbled: boolean;
  /** 0..1: that some passage of the document went through a spinner: that of its surest passage. Neither length nor repetition adds to it. */
  probability: number;
  /** Share of the words read that stand inside a substitution, 0..1. */
  rate: number;
  /** The likeliest spinner style; undefined for a document without a substitution. */
  style: string | undefined;
  /** Log-odds of `probability`, nats. */
  evidence: number;
  /** The document's passages in order, each with its own verdict. */
  passages: PassageVerdict[];
  /** Not there without deep mode. */
  deep?: DeepReading;
}

/** Findings without the repaired text. */
export interface Detection {
  /** Sorted, never overlapping. */
  edits: Edit[];
  /** What reads as substituted beside the edits, in garbled passages. Sorted, never overlapping edits or one another. */
  findings: Finding[];
  verdict: Verdict;
}

/** The repaired text and how it came about. */
export interface Repair extends Detection {
  text: string;
}
