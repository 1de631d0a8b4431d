/**
 * Trains data/english.verdict, the models of passages, by their words and by their proposals:
 *
 *     npm run train:verdict -- --garbled SHARDS… --clean FILES… [--documents 600] [--every 1] [--data data] [--out data/english.verdict]
 *     npm run train:verdict -- --garbled SHARDS… --clean FILES… --evaluate
 *
 * SHARDS is what `npm run make:reader-data` wrote of text kept aside. Gate, reader and ranker must be there; as in use, only passages that the gate
 * finds suspicious are read, and only what may be garbled by its words is decoded. A third of the documents is cut to their first sentences, so
 * that short texts are judged by what they are.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { readDictionary } from "../src/dictionary/dictionary-file.ts";
import { PhraseIndex } from "../src/dictionary/phrase-index.ts";
import { DATA_FILES } from "../src/load-data.ts";
import { LogisticRegression, type LogisticRegressionTables } from "../src/model/logistic-regression.ts";
import { ModelFile } from "../src/model/model-file.ts";
import { seededRandom } from "../src/random.ts";
import { shortened } from "../src/train/examples.ts";
import { type LabelledText, readClean, readShards } from "../src/train/gate/documents.ts";
import { garbledShare, LabelledRows } from "../src/train/gate/passage-rows.ts";
import { trainLogisticRegression } from "../src/train/logistic-regression.ts";
import { readVerdictModel, type VerdictModel, writeVerdictModel } from "../src/verdict/verdict-model.ts";
import { PROPOSAL_EVIDENCE } from "../src/verdict/proposal-evidence.ts";
import { WORD_EVIDENCE, wordEvidence } from "../src/verdict/word-evidence.ts";
import { bundledResources, pipelineOf } from "./bundled.ts";

const { values } = parseArgs({
  options: {
    garbled: { type: "string", multiple: true, default: [] },
    clean: { type: "string", multiple: true, default: [] },
    documents: { type: "string", default: "600" },
    every: { type: "string", default: "1" },
    data: { type: "string", default: "data" },
    out: { type: "string", default: "data/english.verdict" },
    evaluate: { type: "boolean", default: false },
  },
});
/** Share of the documents that are cut short. */
const SHORT = 0.33;
const BOUNDS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999];
const open = (file: string): ModelFile => new ModelFile(readFileSync(file), file);
const resources = bundledResources(new PhraseIndex(readDictionary(open(join(values.data, DATA_FILES.dictionary)))), values.data);
const files = (pattern: string): string[] => globSync([pattern], { absolute: true, expandDirectories: false }).sort();
const texts = [...documents()];

/** Passages with their evidence and the truth, and what garbled them. */
class Passages {
  private readonly rows = new LabelledRows();
  private readonly kinds: string[] = [];

  constructor(private readonly width: number) {}

  add(evidence: Float32Array, share: number, { kind, source }: LabelledText): void {
    this.rows.add(evidence, share > 0);
    this.kinds.push(share > 0 ? kind.replace(/^local /, "") : `clean ${source}`);
  }

  train(): LogisticRegressionTables {
    const { labels, weights } = this.rows;
    return trainLogisticRegression(this.split(), Uint8Array.from(labels), weights);
  }

  /** Prints how many passages of a kind lie above bounds. */
  report(title: string, model: LogisticRegression): void {
    const rows = this.split();
    const table = new Map<string, number[]>();
    for (const [i, kind] of this.kinds.entries()) {
      const name = kind.includes("+") ? "several spinners" : kind;
      (table.get(name) ?? table.set(name, []).get(name)!).push(model.probability(rows[i]!));
    }
    console.log(`\n${title.padEnd(34)}    n  above ${BOUNDS.join("  ")}`);
    for (const [name, list] of [...table].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const shares = BOUNDS.map((bound) => (list.filter((p) => p >= bound).length / list.length).toFixed(3));
      console.log(`${name.padEnd(34)}${String(list.length).padStart(5)}        ${shares.join(" ")}`);
    }
  }

  private split(): Float32Array[] {
    const { matrix } = this.rows;
    return this.kinds.map((_, i) => matrix.subarray(i * this.width, (i + 1) * this.width));
  }
}

const byWords = new Passages(WORD_EVIDENCE.length);
for (const document of texts) {
  for (const passage of resources.gate.screen(document.text)) {
    const share = garbledShare(passage, document.substitutions);
    if (!passage.suspicious || share === undefined) continue;
    byWords.add(wordEvidence(document.text, resources.reader.read(document.text, passage).words, passage), share, document);
  }
}
const known = values.evaluate ? readVerdictModel(open(values.out)) : undefined;
const words = known?.words.tables ?? byWords.train();
byWords.report("suspicious passages, by words", new LogisticRegression(words));

const byProposals = new Passages(PROPOSAL_EVIDENCE.length);
const untrained: VerdictModel = { words: new LogisticRegression(words), proposals: new LogisticRegression(words) };
const pipeline = pipelineOf(withVerdict(untrained));
for (const document of texts) {
  for (const passage of pipeline.evidence(document.text)) {
    const share = garbledShare({ ...passage, words: document.text.slice(passage.start, passage.end).split(/\s+/).length }, document.substitutions);
    if (share !== undefined) byProposals.add(passage.evidence, share, document);
  }
}
const proposals = known?.proposals.tables ?? byProposals.train();
byProposals.report("decoded passages, by proposals", new LogisticRegression(proposals));
if (!known) {
  writeFileSync(values.out, writeVerdictModel({ words, proposals }));
  const told = (names: readonly string[], { weights }: LogisticRegressionTables): string =>
    names.map((name, f) => `${name} ${weights[f]!.toFixed(2)}`).join("  ");
  console.log(`\n${values.out}\nwords: ${told(WORD_EVIDENCE, words)}\nproposals: ${told(PROPOSAL_EVIDENCE, proposals)}`);
}

/** The resources with verdict models that are not in data/ yet. */
function withVerdict(verdict: VerdictModel): typeof resources {
  const { gate, own, reader, model, context, index, finder, ranker } = resources;
  return { gate, own, reader, model, context, index, finder, ranker, verdict };
}

/** Of the shards of each pattern as many documents as asked for; then every so manieth run of lines of the clean files. */
function* documents(): Generator<LabelledText> {
  const random = seededRandom(11);
  const cut = (document: LabelledText): LabelledText => (random() < SHORT ? { ...document, text: shortened(document.text, random) } : document);
  for (const pattern of values.garbled) {
    let left = Number(values.documents);
    for (const document of readShards(files(pattern))) {
      if (left-- <= 0) break;
      yield cut(document);
    }
  }
  for (const document of readClean(values.clean.flatMap(files), Number(values.every))) yield cut(document);
}
