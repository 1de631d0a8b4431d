import { withArtefacts } from "./decode/artefacts.js";
import type { ReadDocument } from "./decode/document.js";
import { rewrite } from "./decode/edits.js";
import { FEATURES } from "./decode/features.js";
import { findingsIn } from "./decode/findings.js";
import { withOwn } from "./decode/own-entries.js";
import { type Choice, type RankedProposal, select } from "./decode/select.js";
import { STYLES } from "./dictionary/styles.js";
import { DocumentVerdict } from "./verdict/document-verdict.js";
import { formatOf } from "./formats/format-of.js";
import { closedProse, inSource } from "./formats/in-source.js";
import type { Prose } from "./formats/prose.js";
import type { Judge } from "./judge/judge.js";
import type { WeighedProposal } from "./judge/places.js";
import { asText, reread } from "./judge/reread.js";
import type { Resources } from "./load.js";
import { checkCall, type RepairOptions, resolveMinProbability, type ResolvedOptions } from "./options.js";
import { Pipeline } from "./pipeline.js";
import type { Section } from "./section.js";
import { applyEdits } from "./text/apply-edits.js";
import { composedEdits } from "./text/composed-edits.js";
import { outside } from "./text/outside.js";
import { asInSource, readThrough } from "./text/readable.js";
import { readTerms } from "./text/terms.js";
import { tokenize } from "./text/tokenize.js";
import type { Alternative, DeepReading, Detection, Edit, Finding, Repair, Span } from "./types.js";

/** All that was weighed. */
export interface Weighed extends Detection {
  /** The likeliest proposals that do not overlap. */
  edits: Edit[];
  /** All proposals, rivals included. */
  proposals: WeighedProposal[];
}

/** How often a text is read at most; see {@link Repairer.again}. */
const READINGS_MAX = 4;

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
  private readonly pipeline: Pipeline;

  /** @internal */
  constructor(
    private readonly resources: Resources,
    private readonly options: ResolvedOptions,
    private readonly loadJudge: () => Promise<Judge>,
  ) {
    this.pipeline = new Pipeline(resources, options);
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
    const found = this.detect(text, options);
    return { text: applyEdits(text, found.edits), ...found };
  }

  /** The same findings as {@link Repairer.repair}, without the repaired text. */
  detect(text: string, options: RepairOptions = {}): Detection {
    const opened = this.open(text, options);
    const { proposals: _, ...found } = this.find(opened, false);
    return opened.inSource(found);
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
    const found = await this.detectDeep(text, options);
    return { text: applyEdits(text, found.edits), ...found };
  }

  /** The same findings as {@link Repairer.repairDeep}, without the repaired text. */
  async detectDeep(text: string, options: RepairOptions = {}): Promise<Detection> {
    const opened = this.open(text, options);
    const { proposals: _, ...found } = await this.findDeep(opened, false);
    return opened.inSource(found);
  }

  /** Everything that was weighed: all proposals with their probabilities, whatever the verdict. For explanations and measurements. */
  weigh(text: string, options: RepairOptions = {}): Weighed {
    const opened = this.open(text, options);
    return opened.inSource(this.find(opened, true));
  }

  /** The same with the probabilities of deep mode (see {@link Repairer.repairDeep}), whatever the verdict. */
  async weighDeep(text: string, options: RepairOptions = {}): Promise<Weighed> {
    const opened = this.open(text, options);
    return opened.inSource(await this.findDeep(opened, true));
  }

  /**
   * @param everywhere all that was weighed, whatever the verdict
   * @param readings how often the text may be read
   */
  private find(opened: Opened, everywhere: boolean, readings = READINGS_MAX): Weighed {
    const found = new Found(opened, everywhere, this.options);
    for (const section of this.sections(found)) this.add(found, section);
    const all = this.finish(found);
    return everywhere || readings === 1 ? all : this.again(opened, all, readings - 1);
  }

  /**
   * What follows rules is undone last, and lets the words around it be read as never before. So where that happened the text is read again as repaired,
   * until nothing more is found: what is repaired is not repaired further.
   */
  private again({ text, options }: Opened, found: Weighed, readings: number): Weighed {
    if (!found.edits.some(({ evidence }) => evidence.pattern !== undefined)) return found;
    const repaired = applyEdits(text, found.edits);
    const exclude = moved(options.exclude ?? [], found.edits);
    const next = this.find({ text: repaired, options: { ...options, exclude }, inSource: (same) => same }, false, readings);
    if (next.edits.length === 0) return found;
    const edits = composedEdits(text, found.edits, next.edits).flatMap(({ start, end, replacement, first, second }): Edit[] => {
      const [only] = second.length === 0 ? first : second;
      const observed = text.slice(start, end);
      if (observed === replacement) return [];
      const probability = Math.min(...first.map((edit) => edit.probability), ...second.map((edit) => edit.probability));
      return [{ ...only!, start, end, observed, replacement, probability, alternatives: first.length + second.length === 1 ? only!.alternatives : [] }];
    });
    return { ...found, edits, findings: [...outside(found.findings, edits)] };
  }

  private async findDeep(opened: Opened, everywhere: boolean): Promise<Weighed> {
    const judge = await this.loadJudge();
    const found = new Found(opened, everywhere, this.options);
    let deep: DeepReading = { kind: "read", places: 0, tokensRead: 0 };
    for (const section of this.sections(found)) {
      const { document, ranked } = section;
      const read = document && (await reread(judge, found.text, document, ranked));
      if (read) deep = bothRead(deep, read.deep);
      this.add(found, read ? { ...section, ranked: read.ranked } : section);
    }
    const all = this.finish(found);
    return { ...all, verdict: { ...all.verdict, deep } };
  }

  private sections({ text, exclude, everywhere }: Found): Generator<Section> {
    return this.pipeline.sections(text, { exclude, everywhere, minVerdict: this.options.minVerdict });
  }

  private add(found: Found, section: Section): void {
    const { text, everywhere, minProbability } = found;
    found.verdict.add(section);
    const edits = this.edits(text, section, minProbability);
    if (everywhere && section.document) found.proposals.push(...asText(text, section.document, section.ranked));
    let next = 0;
    for (const passage of section.passages) {
      const first = next;
      while (next < edits.length && edits[next]!.start < passage.end) next++;
      const own = edits.slice(first, next);
      if (!passage.garbled) found.edits.push(...own);
      else {
        const closed = this.closedIn(text, passage);
        const made = this.withArtefacts(found, passage, own, closed);
        found.edits.push(...made);
        found.findings.push(...findingsIn(text, outside(outside(passage.read, made), closed)));
      }
    }
  }

  /** What follows rules instead of the dictionary, in a garbled passage. */
  private withArtefacts({ text, minProbability, safe }: Found, { start, end }: Span, edits: readonly Edit[], closed: readonly Span[]): Edit[] {
    const shift = <S extends Span>(span: S, by: number): S => ({ ...span, start: span.start + by, end: span.end + by });
    const inside = <S extends Span>(spans: readonly S[]): S[] => spans.map((span) => shift(span, -start));
    const all = withArtefacts(text.slice(start, end), inside(edits), inside(closed), this.resources.model, minProbability, safe);
    return all.map((edit) => shift(edit, start));
  }

  /** The user's own entries have the last word: in garbled documents, or wherever they are trusted. */
  private finish({ text, exclude, everywhere, minProbability, trust, edits, findings, proposals, verdict: { verdict } }: Found): Weighed {
    const { own } = this.resources;
    if (own === undefined || !(verdict.garbled || (trust && !everywhere))) return { edits, findings, proposals, verdict };
    const made = own.edits(text, this.closedIn(text, { start: 0, end: text.length, exclude }), minProbability);
    return { edits: withOwn(edits, made), findings: [...outside(findings, made)], proposals, verdict };
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

  private edits(text: string, { document, ranked }: Section, minProbability: number): Edit[] {
    let free = 0;
    return select(ranked, minProbability).map((choice) => {
      const edit = this.edit(text, document!, choice, free);
      free = edit.end;
      return edit;
    });
  }

  /** What of a stretch is neither read nor changed: protected spans, what the caller excludes, what the user leaves alone. Sorted. */
  private closedIn(text: string, { start, end, exclude }: Span & { exclude: readonly Span[] }): Span[] {
    const inside = exclude.map((span) => ({ start: Math.max(span.start, start) - start, end: Math.min(span.end, end) - start }));
    const stretch = text.slice(start, end);
    const tokens = tokenize(stretch, inside);
    const closed = [...tokens.filter(({ kind }) => kind === "protected"), ...this.pipeline.leaveAlone.spans(readTerms(stretch, tokens))];
    return closed.map((span) => ({ start: span.start + start, end: span.end + start })).sort((a, b) => a.start - b.start);
  }

  private edit(text: string, document: ReadDocument, { chosen, others }: Choice, free: number): Edit {
    const { index } = this.resources;
    const sentence = document.sentences[chosen.sentence]!;
    const { start, end, replacement } = rewrite(text, sentence.terms, chosen.change, free);
    const arc = sentence.lattice.arcs[chosen.arc]!;
    const feature = (name: (typeof FEATURES)[number]): number => chosen.features[FEATURES.indexOf(name)]!;
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
        context: feature("restoredGain"),
        topic: feature("restoredTopic"),
        channel: feature("channel"),
        reading: feature("readerGain"),
        substituted: Math.max(...sentence.reading.substituted.subarray(chosen.change.start, chosen.change.end)),
        uses: document.channel.pairCount.get(arc.pair) ?? 0,
        ...(chosen.judge === undefined ? {} : { judge: chosen.judge }),
      },
    };
  }
}

export { applyEdits };

/** Spans that no edit touches, in the text with the edits made. Both sorted. */
function moved(spans: readonly Span[], edits: readonly Edit[]): Span[] {
  let shift = 0;
  let at = 0;
  return spans.map(({ start, end }) => {
    for (; at < edits.length && edits[at]!.end <= start; at++) shift += edits[at]!.replacement.length - (edits[at]!.end - edits[at]!.start);
    return { start: start + shift, end: end + shift };
  });
}

/** What is found in a text, section by section. */
class Found {
  readonly text: string;
  readonly exclude: readonly Span[];
  readonly minProbability: number;
  readonly safe: boolean;
  readonly trust: boolean;
  readonly edits: Edit[] = [];
  readonly findings: Finding[] = [];
  readonly proposals: WeighedProposal[] = [];
  readonly verdict = new DocumentVerdict();

  constructor(
    { text, options }: Opened,
    readonly everywhere: boolean,
    defaults: ResolvedOptions,
  ) {
    this.text = text;
    this.exclude = options.exclude ?? [];
    this.minProbability = everywhere ? 0 : (resolveMinProbability(options) ?? defaults.minProbability);
    this.safe = options.safe ?? defaults.safe;
    this.trust = options.trust ?? defaults.trust;
  }
}

/** Two sections' readings as one; what went wrong in one is told of both. */
function bothRead(a: DeepReading, b: DeepReading): DeepReading {
  if (a.kind === "unavailable") return a;
  return b.kind === "unavailable" ? b : { kind: "read", places: a.places + b.places, tokensRead: a.tokensRead + b.tokensRead };
}

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
