import { existsSync, readFileSync } from "node:fs";
import { STYLES } from "../dictionary/styles.js";
import { FormsByHead, garble } from "../dictionary/garble.js";
import type { PhraseIndex } from "../dictionary/phrase-index.js";
import type { CausalScorer } from "../judge/causal-scorer.js";
import { MADE, uncertainPlaces } from "../judge/judge.js";
import { judgeFeatures } from "../judge/judge-features.js";
import { likeliest, type WeighedProposal } from "../judge/places.js";
import { readPlaces } from "../judge/read-places.js";
import { logistic, logit } from "../log-prob.js";
import type { LogisticRegressionTables } from "../model/logistic-regression.js";
import { type Random, seededRandom } from "../random.js";
import { type AnnotatedDocument, marksIn, readAnnotatedFolder } from "./annotated.js";
import { documentsOf, restoresPart } from "./examples.js";
import { trainLogisticRegression } from "./logistic-regression.js";

/** Proposals that a causal language model read, with what is right. */
export interface JudgeExample {
  /** The document's. */
  id: string;
  /** The spinner family or style: what is left out together when a model is tried on what it has not seen. */
  group: string;
  rows: number[][];
  /** 1: the proposal restores the original, 0: it does not, -1: neither right nor wrong. */
  labels: number[];
  tokensRead: number;
}

/** The spinner family of a domain: pages on politics are news. */
export const familyOf = (domain: string): string => (domain === "politics" ? "news" : domain);

/** Reads the uncertain proposals of an annotated document, as deep mode does at first. */
export async function judgeExample(document: AnnotatedDocument, proposals: readonly WeighedProposal[], scorer: CausalScorer): Promise<JudgeExample> {
  const { id, domain, text, marks } = document;
  const probabilities = proposals.map(({ probability }) => probability);
  const made = likeliest(proposals, probabilities, MADE);
  const places = uncertainPlaces(proposals, probabilities, made);
  const { gains, tokensRead } = await readPlaces(text, proposals, made, places, scorer);
  const rows = places.flatMap(({ proposals: here }) => here.map((i) => [...judgeFeatures(proposals, i, here, gains)]));
  const labels = places
    .flatMap(({ proposals: here }) => here)
    .map((i) => {
      const { start, end, replacement } = proposals[i]!;
      const touched = marksIn(marks, start, end);
      if (touched.some(({ optional }) => optional)) return -1;
      return restoresPart(text, touched, start, end, replacement) ? 1 : 0;
    });
  return { id, group: familyOf(domain), rows, labels, tokensRead };
}

/** The model of judgements. */
export function trainJudgeModel(examples: readonly JudgeExample[]): LogisticRegressionTables {
  const rows = examples.flatMap((example) => example.rows.filter((_, i) => example.labels[i]! >= 0));
  const labels = Uint8Array.from(examples.flatMap((example) => example.labels.filter((label) => label >= 0)));
  return trainLogisticRegression(
    rows.map((row) => Float32Array.from(row)),
    labels,
    new Float32Array(labels.length).fill(1),
  );
}

/** Examples kept in a file, a line each; none when there is no such file. A line that was broken off is left out. */
export function readJudgeExamples(file: string): JudgeExample[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line) as JudgeExample);
}

/** A document and the half of the annotated ones whose data have not seen it. */
export interface JudgeDocument {
  document: AnnotatedDocument;
  fold: 0 | 1;
}

/**
 * What the judge is trained and measured on: the annotated documents of a folder, and text of a corpus garbled by ourselves. Domains take turns, so
 * that the first few documents have some of each.
 */
export function judgeDocuments(from: {
  annotated: string | undefined;
  corpus: string | undefined;
  documents: number;
  index: () => PhraseIndex;
}): JudgeDocument[] {
  const annotated = from.annotated ? readAnnotatedFolder(from.annotated) : [];
  const own = from.corpus ? garbledDocuments(from.index(), cleanTexts(from.corpus, from.documents)) : [];
  const all = [
    ...annotated.map((document, i): JudgeDocument => ({ document, fold: i % 2 === 0 ? 1 : 0 })), // data of fold 0 have seen every other document from the first
    ...own.map((document, i): JudgeDocument => ({ document, fold: i % 2 === 0 ? 0 : 1 })),
  ];
  const seen = new Map<string, number>();
  const turns = all.map((item) => {
    const turn = (seen.get(item.document.domain) ?? 0) + 1;
    seen.set(item.document.domain, turn);
    return { item, turn };
  });
  return turns.sort((a, b) => a.turn - b.turn).map(({ item }) => item);
}

function cleanTexts(file: string, count: number): string[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const random = seededRandom(11);
  return [...documentsOf(lines, seededRandom(7))]
    .map((text) => [random(), text] as const)
    .sort(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, text]) => text);
}

/** How far a spinner's dictionary may be from what is known, and the share of heads one would have of which nothing is known. */
const NOVELTY = 0.3;
const NEW_SPINNER = 0.35;

/** Clean text garbled in every style in turn, annotated; the domain is the style. */
export function garbledDocuments(index: PhraseIndex, clean: readonly string[], seed = 1): AnnotatedDocument[] {
  const forms = new FormsByHead(index);
  return clean.map((text, i) => {
    const style = i % STYLES.length;
    const random: Random = seededRandom(seed * 10_007 + i);
    const made = garble(text, forms, index, {
      random,
      style,
      rate: random() < 0.5 ? 1 : 0.3 + 0.7 * random(),
      membership: (head) => {
        const known = logit(Math.min(0.999, Math.max(0.001, index.membership(head, style))));
        return logistic((1 - NOVELTY) * known + NOVELTY * logit(NEW_SPINNER));
      },
      coverage: 0.85 + 0.15 * random(),
    });
    const marks = made.substitutions.map(({ start, end, original }) => ({ start, end, optional: false, accepted: [original] }));
    return { id: `self-${STYLES[style]}-${String(i).padStart(4, "0")}`, domain: `self-${STYLES[style]}`, text: made.text, marks };
  });
}
