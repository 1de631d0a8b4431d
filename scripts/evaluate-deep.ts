/**
 * Measures deep mode on annotated documents and on text garbled in every style, each family or style by a model of judgements that was trained on the others.
 *
 *     npm run evaluate:deep -- [../shared/eval/dev] --examples FILE.jsonl [--folds FOLDER0,FOLDER1] [--corpus holdout-news.txt] [--documents 30]
 *                              [--endpoint URL | --gguf FILE] [--domains A,B] [--most N]
 *
 * The examples are those of `npm run train:judge`, and so are folds, corpus and documents. Without --endpoint and --gguf the installed model reads. Prints precision, recall and F0.5
 * without and with deep mode, edits in clean text, tokens read for each token of garbled text and seconds a document.
 */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createRepairer, OPERATING_POINTS } from "../src/index.ts";
import type { CausalScorer } from "../src/judge/causal-scorer.ts";
import { endpointScorer } from "../src/judge/endpoint-scorer.ts";
import { installedScorer } from "../src/judge/installed-scorer.ts";
import { writeJudgeModel } from "../src/judge/judge-model.ts";
import { llamaCppScorer } from "../src/judge/llama-cpp-scorer.ts";
import { DATA_FILES } from "../src/load-data.ts";
import type { Repairer } from "../src/repairer.ts";
import type { Detection } from "../src/types.ts";
import { familyOf, judgeDocuments, readJudgeExamples, trainJudgeModel } from "../src/train/judge.ts";
import type { AnnotatedDocument } from "../src/train/annotated.ts";
import { bundledIndex } from "./bundled.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    examples: { type: "string" },
    folds: { type: "string", default: "data,data" },
    corpus: { type: "string" },
    documents: { type: "string", default: "30" },
    endpoint: { type: "string" },
    gguf: { type: "string" },
    domains: { type: "string" },
    most: { type: "string", default: "1000" },
  },
});
const folder = positionals[0] ?? "../shared/eval/dev";
const { score } = (await import(pathToFileURL(resolve(folder, "..", "score.mjs")).href)) as { score: Score };
const examples = values.examples ? readJudgeExamples(values.examples) : [];
const scorer: CausalScorer = values.endpoint
  ? endpointScorer({ url: values.endpoint, timeout: 600_000 })
  : values.gguf
    ? await llamaCppScorer({ file: values.gguf, gpu: false, threads: 1 })
    : await installedScorer();
const all = judgeDocuments({ annotated: folder, corpus: values.corpus, documents: Number(values.documents), index: bundledIndex });
const documents = all.filter(({ document: { domain } }) => (values.domains ?? domain).split(",").includes(domain)).slice(0, Number(values.most));

/** Edits are collected from here on, so that any higher least probability can be tried. */
const LEAST = 0.3;
const made = mkdtempSync(join(tmpdir(), "ungarble-deep-"));
const repairers = new Map<string, Promise<Repairer>>();
const results: Result[] = [];
for (const { document, fold } of documents) {
  const repairer = await repairerFor(document.domain, fold);
  const plain = repairer.detect(document.text, { minProbability: LEAST });
  const started = performance.now();
  const deep = await repairer.detectDeep(document.text, { minProbability: LEAST });
  results.push({ document, plain, deep, seconds: (performance.now() - started) / 1000, tokens: deep.verdict.garbled ? await tokensOf(document.text) : 0 });
  process.stderr.write(`\r${results.length} of ${documents.length} documents`);
}
rmSync(made, { recursive: true });
process.stderr.write("\n");

const garbled = results.filter(({ document }) => document.marks.length > 0);
if (garbled.length > 0) tellGarbled();
const clean = results.filter(({ document }) => document.marks.length === 0);
const edits = (of: "plain" | "deep"): number => clean.reduce((sum, result) => sum + likely(result[of]).length, 0);
console.log(`clean: ${clean.length} documents, ${edits("plain")} edits without, ${edits("deep")} with`);
const failed = results.filter(({ deep }) => deep.verdict.deep?.kind === "unavailable").length;
if (failed > 0) console.log(`${failed} documents without an answer of the model`);

interface Result {
  document: AnnotatedDocument;
  plain: Detection;
  deep: Detection;
  seconds: number;
  /** Of the text, as the model counts them. */
  tokens: number;
}
type Score = (
  documents: readonly AnnotatedDocument[],
  predictions: Map<string, { id: string; edits: Detection["edits"]; score: number; garbled: boolean }>,
) => { byDomain: Record<string, { precision: number; recall: number; f05: number }> };

/** A repairer whose judgements were learnt on other domains than this one. */
function repairerFor(domain: string, fold: number): Promise<Repairer> {
  const group = familyOf(domain);
  const key = `${fold}-${examples.length > 0 ? group : "all"}`;
  let repairer = repairers.get(key);
  if (repairer === undefined) {
    const source = resolve(values.folds.split(",")[fold]!);
    let data = source;
    if (examples.length > 0) {
      data = mkdtempSync(join(made, "data-"));
      for (const name of Object.values(DATA_FILES)) if (name !== DATA_FILES.judge) symlinkSync(join(source, name), join(data, name));
      writeFileSync(join(data, DATA_FILES.judge), writeJudgeModel(trainJudgeModel(examples.filter((example) => example.group !== group))));
    }
    repairer = createRepairer({ data, judge: scorer });
    repairers.set(key, repairer);
  }
  return repairer;
}

async function tokensOf(text: string): Promise<number> {
  let sum = 0;
  for (const part of text.match(/[\s\S]{1,1500}(?=\s|$)/g) ?? []) sum += (await scorer.score("", [part], "")).tokensRead - 1;
  return sum;
}

function tellGarbled(): void {
  console.log("domain              docs  without: P      R      F0.5    with: P      R      F0.5    edits  changed  tokens a token  s a document");
  for (const domain of [...new Set(garbled.map(({ document }) => document.domain))].sort())
    tell(
      domain,
      garbled.filter(({ document }) => document.domain === domain),
    );
  tell("all", garbled);
  console.log("\nleast probability  precision, recall, F0.5 without and with deep mode");
  for (const least of [0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8])
    console.log(`${least.toFixed(2)}               ${figures(garbled, "plain", least)}     ${figures(garbled, "deep", least)}`);
}

/** The edits that are made. */
function likely({ edits }: Detection, least: number = OPERATING_POINTS.best): Detection["edits"] {
  return edits.filter(({ probability }) => probability >= least);
}

/** Precision, recall, F0.5 of all together. */
function figures(some: readonly Result[], of: "plain" | "deep", least?: number): string {
  const documents = some.map(({ document }) => ({ ...document, domain: "all" }));
  const predictions = new Map(
    some.map((result) => {
      const { id } = result.document;
      const { probability, garbled } = result[of].verdict;
      return [id, { id, edits: likely(result[of], least), score: probability, garbled }];
    }),
  );
  const { precision, recall, f05 } = score(documents, predictions).byDomain.all!;
  return [precision, recall, f05].map((x) => x.toFixed(3)).join("  ");
}

function tell(name: string, some: readonly Result[]): void {
  const sum = (of: (result: Result) => number): number => some.reduce((total, result) => total + of(result), 0);
  const key = ({ start, end, replacement }: Detection["edits"][number]): string => `${start} ${end} ${replacement}`;
  const changed = sum(({ plain, deep }) => {
    const before = new Set(likely(plain).map(key));
    return likely(deep).filter((edit) => !before.has(key(edit))).length;
  });
  const read = sum(({ deep: { verdict } }) => (verdict.deep?.kind === "read" ? verdict.deep.tokensRead : 0));
  console.log(
    `${name.padEnd(20)}${String(some.length).padEnd(15)}${figures(some, "plain")}         ${figures(some, "deep")}   ${String(sum(({ deep }) => likely(deep).length)).padEnd(7)}${String(changed).padEnd(9)}${(
      read /
      Math.max(
        1,
        sum(({ tokens }) => tokens),
      )
    )
      .toFixed(2)
      .padEnd(16)}${(sum(({ seconds }) => seconds) / Math.max(1, some.length)).toFixed(1)}`,
  );
}
