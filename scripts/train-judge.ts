/**
 * Trains data/english.judge: what a causal language model says of an uncertain proposal → the probability that it restores the original.
 *
 *     npm run train:judge -- --endpoint URL [--annotated ../shared/eval/dev --folds FOLDER0,FOLDER1] [--corpus holdout-news.txt] [--documents 72]
 *                            [--domains A,B] [--examples FILE.jsonl] [--most N] [--out data]
 *
 * FOLDER0 and FOLDER1 hold data made from one half of the annotated documents each (`habits`, `build:dictionary` and `train:ranker` with --fold 0 and 1):
 * every document is weighed by a ranker that has not seen it. Text of the corpus, which the rankers should not have seen either, is garbled in every style.
 * The endpoint is any that deep mode reads with (train/judge/serve.py is one). With --examples what was read is kept in a file, and a
 * run that is broken off goes on from there; families and styles take turns, so that the first --most documents have some of each. At the end: log loss and AUC on every family or style by a model that was trained on the others.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createRepairer } from "../src/index.ts";
import { endpointScorer } from "../src/judge/endpoint-scorer.ts";
import { writeJudgeModel } from "../src/judge/judge-model.ts";
import { seededRandom } from "../src/random.ts";
import { type AnnotatedDocument, readAnnotatedFolder } from "../src/train/annotated.ts";
import { documentsOf } from "../src/train/examples.ts";
import { garbledDocuments, type JudgeExample, judgeExample, trainJudgeModel } from "../src/train/judge.ts";
import { crossValidated } from "../src/train/judge-figures.ts";
import { bundledIndex } from "./bundled.ts";

const { values } = parseArgs({
  options: {
    endpoint: { type: "string", default: "http://127.0.0.1:8177/v1/completions" },
    annotated: { type: "string" },
    folds: { type: "string", default: "data,data" },
    corpus: { type: "string" },
    documents: { type: "string", default: "72" },
    domains: { type: "string" },
    examples: { type: "string" },
    most: { type: "string", default: "1000" },
    out: { type: "string", default: "data" },
  },
});
const folds = values.folds.split(",");
const annotated = values.annotated ? readAnnotatedFolder(values.annotated) : [];
const own = values.corpus ? garbledDocuments(bundledIndex(), cleanTexts(values.corpus, Number(values.documents))) : [];
const documents: { document: AnnotatedDocument; fold: number }[] = [
  ...annotated.map((document, i) => ({ document, fold: 1 - (i % 2) })),
  ...own.map((document, i) => ({ document, fold: i % 2 })),
].filter(({ document: { marks, domain } }) => marks.length > 0 && (values.domains ?? domain).split(",").includes(domain));

const known = new Map(readExamples(values.examples).map((example) => [example.id, example]));
const scorer = endpointScorer({ url: values.endpoint, timeout: 600_000 });
const repairers = await Promise.all(folds.map((data) => createRepairer({ data: resolve(data) })));
const examples: JudgeExample[] = [];
for (const { document, fold } of inTurn(documents).slice(0, Number(values.most))) {
  const example = known.get(document.id) ?? (await judgeExample(document, repairers[fold]!.weigh(document.text).proposals, scorer));
  if (values.examples && !known.has(document.id)) appendFileSync(values.examples, `${JSON.stringify(example)}\n`);
  examples.push(example);
  process.stderr.write(`\r${examples.length} of ${documents.length} documents`);
}
process.stderr.write("\n");
const tables = trainJudgeModel(examples);
writeFileSync(join(values.out, "english.judge"), writeJudgeModel(tables));
console.log("family or style     proposals  right   log loss: before  after    AUC: before  after   (a model of the others)");
for (const { group, count, right, before, after } of crossValidated(examples, trainJudgeModel)) {
  console.log(
    `${group.padEnd(20)}${String(count).padEnd(11)}${right.toFixed(3).padEnd(18)}${before.logLoss.toFixed(3).padEnd(8)}${after.logLoss.toFixed(3).padEnd(14)}${before.auc.toFixed(3).padEnd(9)}${after.auc.toFixed(3)}`,
  );
}

/** The first of every domain, then the second of every domain, and so on. */
function inTurn<T extends { document: AnnotatedDocument }>(all: readonly T[]): T[] {
  const seen = new Map<string, number>();
  const turn = all.map((item) => {
    const { domain } = item.document;
    seen.set(domain, (seen.get(domain) ?? 0) + 1);
    return { item, turn: seen.get(domain)! };
  });
  return turn.sort((a, b) => a.turn - b.turn).map(({ item }) => item);
}

function readExamples(file: string | undefined): JudgeExample[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line) as JudgeExample);
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
