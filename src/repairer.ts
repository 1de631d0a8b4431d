import { withArtefacts } from "./decode/artefacts.js";
import { DocumentReader, type ReadDocument } from "./decode/document.js";
import { rewrite } from "./decode/edits.js";
import { FEATURES, featureRows } from "./decode/features.js";
import { LeaveAlone } from "./decode/leave-alone.js";
import { withOwn } from "./decode/own-entries.js";
import { proposals } from "./decode/proposals.js";
import { type Choice, type RankedProposal, select } from "./decode/select.js";
import { cautious, verdictFeatures } from "./decode/verdict.js";
import { NearForms } from "./dictionary/near-forms.js";
import { STYLES } from "./dictionary/styles.js";
import { formatOf } from "./formats/format-of.js";
import { closedProse, inSource } from "./formats/in-source.js";
import type { Prose } from "./formats/prose.js";
import type { Judge } from "./judge/judge.js";
import { asText, reread } from "./judge/reread.js";
import type { WeighedProposal } from "./judge/places.js";
import type { Resources } from "./load.js";
import { UNKNOWN } from "./model/vocabulary.js";
import { checkCall, type RepairOptions, resolveMinProbability, type ResolvedOptions } from "./options.js";
import { applyEdits } from "./text/apply-edits.js";
import { asInSource, readThrough } from "./text/readable.js";
import { splitSentences } from "./text/sentences.js";
import { readTerms } from "./text/terms.js";
import { tokenize } from "./text/tokenize.js";
import type { Alternative, Detection, Edit, Repair, Span, Term, Verdict } from "./types.js";

/** All that was weighed. */
export interface Weighed {
  /** The likeliest proposals that do not overlap. */
  edits: Edit[];
  /** All proposals, rivals included. */
  proposals: WeighedProposal[];
  verdict: Verdict;
}

/** What is read of a source. */
interface Opened {
  text: string;
  /** The call's options, in offsets of `text`. */
  options: RepairOptions;
  /** What was found in `text`, in offsets of the source. */
  inSource<Found extends Detection & { proposals?: WeighedProposal[] }>(found: Found): Found;
}

/**
 * Finds and repairs garble. Made by {@link createRepairer}; synchronous, without state between calls: the same text and options give the
 * same result.
 */
export class Repairer {
  private readonly reader: DocumentReader;
  private readonly leaveAlone: LeaveAlone;
  private readonly nearForms: NearForms;

  /** @internal */
  constructor(
    private readonly resources: Resources,
    private readonly options: ResolvedOptions,
    private readonly loadJudge: () => Promise<Judge>,
  ) {
    this.reader = new DocumentReader(resources.index, resources.model, resources.context);
    this.leaveAlone = new LeaveAlone(resources.index, options.leaveAlone, options.withoutHeads, options.withoutFiles);
    const { index, model } = resources;
    this.nearForms = new NearForms(
      index.tables.terms,
      (form) => index.termId(form) >= 0 || model.vocabulary.id(form) !== UNKNOWN || this.leaveAlone.words.has(form),
    );
  }

  /**
   * Finds the substitutions in a text and puts the original wording back.
   *
   * @param text any string; what it says never throws
   * @param options a source that is no plain text says so: `{ format: "html" }`
   * @returns the repaired text, the edits (offsets into the input) and the verdict on the whole document
   * @throws OptionsError for options that do not make sense, InputError for a text that is no string
   * @example
   * const { text, edits } = repairer.repair("The US state division stated the warfare must finish.");
   */
  repair(text: string, options: RepairOptions = {}): Repair {
    const { edits, verdict } = this.detect(text, options);
    return { text: applyEdits(text, edits), edits, verdict };
  }

  /** The same findings as {@link Repairer.repair}, without the repaired text. */
  detect(text: string, options: RepairOptions = {}): Detection {
    const opened = this.open(text, options);
    return opened.inSource(this.find(opened.text, opened.options));
  }

  private find(text: string, options: RepairOptions): Detection {
    const minProbability = resolveMinProbability(options) ?? this.options.minProbability;
    const { document, ranked, verdict } = this.judge(text, options);
    if (!verdict.garbled) return { edits: this.trusted(text, options, minProbability), verdict };
    const edits = this.edits(text, document, select(ranked, minProbability));
    return { edits: this.withArtefacts(text, options, edits, minProbability), verdict };
  }

  /** In text that is not garbled: what the user's own dictionaries list, where they are trusted that far. */
  private trusted(text: string, options: RepairOptions, minProbability: number): Edit[] {
    return (options.trust ?? this.options.trust) ? this.own(text, this.closed(text, options.exclude), minProbability) : [];
  }

  private own(text: string, closed: readonly Span[], minProbability: number): Edit[] {
    return this.resources.own?.edits(text, closed, minProbability) ?? [];
  }

  /**
   * Deep mode: as {@link Repairer.repair}, and slower and better. A causal language model reads what the rest is unsure of, in garbled text only.
   *
   * @returns as `repair`; the verdict's `deep` tells what was read, or why nothing could be: a model that fails costs no document its repair
   * @throws OptionsError for options that do not make sense; ScorerError when no model is installed or it cannot be loaded
   * @example
   * const { text, verdict } = await repairer.repairDeep(page);
   */
  async repairDeep(text: string, options: RepairOptions = {}): Promise<Repair> {
    const { edits, verdict } = await this.detectDeep(text, options);
    return { text: applyEdits(text, edits), edits, verdict };
  }

  /** The same findings as {@link Repairer.repairDeep}, without the repaired text. */
  async detectDeep(text: string, options: RepairOptions = {}): Promise<Detection> {
    const opened = this.open(text, options);
    return opened.inSource(await this.findDeep(opened.text, opened.options));
  }

  private async findDeep(text: string, options: RepairOptions): Promise<Detection> {
    const minProbability = resolveMinProbability(options) ?? this.options.minProbability;
    const judge = await this.loadJudge();
    const { document, ranked, verdict } = this.judge(text, options);
    if (!verdict.garbled)
      return { edits: this.trusted(text, options, minProbability), verdict: { ...verdict, deep: { kind: "read", places: 0, tokensRead: 0 } } };
    const { ranked: read, deep } = await reread(judge, text, document, ranked);
    const edits = this.edits(text, document, select(read, minProbability));
    return { edits: this.withArtefacts(text, options, edits, minProbability), verdict: { ...verdict, deep } };
  }

  /** Everything that was weighed: all proposals with their probabilities, whatever the verdict. For explanations and measurements. */
  weigh(text: string, options: RepairOptions = {}): Weighed {
    const opened = this.open(text, options);
    const { document, ranked, verdict } = this.judge(opened.text, opened.options);
    return opened.inSource(this.weighed(opened.text, opened.options, document, ranked, verdict));
  }

  /** The same with the probabilities of deep mode (see {@link Repairer.repairDeep}), whatever the verdict. */
  async weighDeep(text: string, options: RepairOptions = {}): Promise<Weighed> {
    const opened = this.open(text, options);
    const judge = await this.loadJudge();
    const { document, ranked, verdict } = this.judge(opened.text, opened.options);
    const { ranked: reranked, deep } = await reread(judge, opened.text, document, ranked);
    return opened.inSource(this.weighed(opened.text, opened.options, document, reranked, { ...verdict, deep }));
  }

  private weighed(text: string, options: RepairOptions, document: ReadDocument, ranked: readonly RankedProposal[], verdict: Verdict): Weighed {
    const edits = this.edits(text, document, select(ranked, 0));
    const proposals = asText(text, document, ranked);
    return { edits: verdict.garbled ? this.withArtefacts(text, options, edits, 0) : edits, proposals, verdict };
  }

  /** A source as the text that is read: its format's prose, references and invisible characters read through. */
  private open(source: string, options: RepairOptions): Opened {
    checkCall(source, options);
    const prose = formatOf(options.format, this.options.formats)?.read(source);
    if (prose) {
      const plain = this.open(prose.text, asProse(prose, options));
      return { ...plain, inSource: (found) => inSource(prose, plain.inSource(found)) };
    }
    const read = readThrough(source, options.exclude);
    return { text: read.text, options: { ...options, exclude: read.exclude }, inSource: (found) => asInSource(source, read, found) };
  }

  /** Misspelt words are looked at only once the document is known to be garbled, so that they have no say in the verdict. */
  private judge(text: string, options: RepairOptions): { document: ReadDocument; ranked: RankedProposal[]; verdict: Verdict } {
    const sentences = splitSentences(readTerms(text, tokenize(text, options.exclude)));
    const found = this.rank(text, sentences);
    const verdict = this.verdict(found.document, found.ranked);
    const near = verdict.garbled ? this.nearForms.read(text, sentences) : sentences;
    return near === sentences ? { ...found, verdict } : { ...this.rank(text, near), verdict };
  }

  private rank(text: string, sentences: readonly (readonly Term[])[]): { document: ReadDocument; ranked: RankedProposal[] } {
    const { index, model, context, ranker } = this.resources;
    const document = this.reader.read(text, sentences, this.leaveAlone.omit);
    const found = proposals(index, document);
    const rows = featureRows(index, model, context, document, found);
    const ranked = found.map((proposal, i) => {
      const features = rows.subarray(i * FEATURES.length, (i + 1) * FEATURES.length);
      return { ...proposal, features, probability: ranker.edit.probability(features) };
    });
    return { document, ranked };
  }

  private verdict(document: ReadDocument, ranked: readonly RankedProposal[]): Verdict {
    const { index, ranker } = this.resources;
    const terms = document.sentences.reduce((sum, { ids }) => sum + ids.length, 0);
    const likely = select(ranked, 0.5);
    const probability = likely.length === 0 ? 0 : cautious(ranker.verdict.probability(verdictFeatures(index, document, ranked)), terms);
    const inside = likely.reduce((sum, { chosen }) => sum + chosen.change.end - chosen.change.start, 0);
    const best = document.channel.style.indexOf(Math.max(...document.channel.style));
    return {
      garbled: probability >= this.options.minVerdict && likely.length > 0,
      probability,
      rate: terms === 0 ? 0 : inside / terms,
      style: likely.length === 0 ? undefined : STYLES[best],
      evidence: document.evidence,
    };
  }

  private edits(text: string, document: ReadDocument, choices: readonly Choice[]): Edit[] {
    let free = 0;
    return choices.map((choice) => {
      const edit = this.edit(text, document, choice, free);
      free = edit.end;
      return edit;
    });
  }

  private withArtefacts(text: string, { exclude, safe = this.options.safe }: RepairOptions, edits: readonly Edit[], minProbability: number): Edit[] {
    const closed = this.closed(text, exclude);
    const all = withArtefacts(text, edits, closed, this.resources.model, minProbability, safe);
    return withOwn(all, this.own(text, closed, minProbability));
  }

  /** What is neither read nor changed: protected spans, what the caller excludes, what the user leaves alone. */
  private closed(text: string, exclude: readonly Span[] | undefined): Span[] {
    const tokens = tokenize(text, exclude);
    return [...tokens.filter(({ kind }) => kind === "protected"), ...this.leaveAlone.spans(readTerms(text, tokens))].sort((a, b) => a.start - b.start);
  }

  private edit(text: string, document: ReadDocument, { chosen, others }: Choice, free: number): Edit {
    const { index } = this.resources;
    const sentence = document.sentences[chosen.sentence]!;
    const { start, end, replacement } = rewrite(text, sentence.terms, chosen.change, free);
    const arc = sentence.lattice.arcs[chosen.arc]!;
    return {
      start,
      end,
      observed: text.slice(start, end),
      replacement,
      probability: chosen.probability,
      alternatives: alternatives(text, sentence.terms, { start, end, replacement }, others),
      evidence: {
        head: index.tables.headSurfaces[arc.head]!,
        form: text.slice(sentence.terms[arc.start]!.start, sentence.terms[arc.end - 1]!.end),
        styles: STYLES.filter((_, style) => index.pairProbability(arc.pair, style) > 0),
        context: chosen.features[FEATURES.indexOf("restoredGain")]!,
        topic: chosen.features[FEATURES.indexOf("restoredTopic")]!,
        channel: chosen.features[FEATURES.indexOf("channel")]!,
        uses: document.channel.pairCount.get(arc.pair) ?? 0,
        ...(chosen.judge === undefined ? {} : { judge: chosen.judge }),
      },
    };
  }
}

export { applyEdits };

/** The options with which the text of prose is read. */
function asProse(prose: Prose, { format: _, exclude, ...options }: RepairOptions): RepairOptions {
  return { ...options, exclude: closedProse(prose, exclude) };
}

function alternatives(
  text: string,
  terms: Parameters<typeof rewrite>[1],
  own: { start: number; end: number; replacement: string },
  others: readonly RankedProposal[],
): Alternative[] {
  const found: Alternative[] = [];
  for (const other of others) {
    const { start, end, replacement } = rewrite(text, terms, other.change);
    const same = start === own.start && end === own.end && replacement !== own.replacement;
    if (same && !found.some((known) => known.replacement === replacement)) found.push({ replacement, probability: other.probability });
  }
  return found.sort((a, b) => b.probability - a.probability).slice(0, 5);
}
