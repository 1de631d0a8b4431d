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
import { appendFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createRepairer } from "../src/index.ts";
import { endpointScorer } from "../src/judge/endpoint-scorer.ts";
import { writeJudgeModel } from "../src/judge/judge-model.ts";
import { judgeDocuments, type JudgeExample, judgeExample, readJudgeExamples, trainJudgeModel } from "../src/train/judge.ts";
import { DATA_FILES } from "../src/load-data.ts";
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
const { annotated, corpus } = values;
const all = judgeDocuments({ annotated, corpus, documents: Number(values.documents), index: bundledIndex });
const documents = all
  .filter(({ document: { marks, domain } }) => marks.length > 0 && (values.domains ?? domain).split(",").includes(domain))
  .slice(0, Number(values.most));

const known = new Map((values.examples ? readJudgeExamples(values.examples) : []).map((example) => [example.id, example]));
const scorer = endpointScorer({ url: values.endpoint, timeout: 600_000 });
const repairers = await Promise.all(folds.map((data) => createRepairer({ data: resolve(data) })));
const examples: JudgeExample[] = [];
for (const { document, fold } of documents) {
  const example = known.get(document.id) ?? (await judgeExample(document, repairers[fold]!.weigh(document.text).proposals, scorer));
  if (values.examples && !known.has(document.id)) appendFileSync(values.examples, `${JSON.stringify(example)}\n`);
  examples.push(example);
  process.stderr.write(`\r${examples.length} of ${documents.length} documents`);
}
process.stderr.write("\n");
const tables = trainJudgeModel(examples);
writeFileSync(join(values.out, DATA_FILES.judge), writeJudgeModel(tables));
console.log("family or style     proposals  right   log loss: before  after    AUC: before  after   (a model of the others)");
for (const { group, count, right, before, after } of crossValidated(examples, trainJudgeModel)) {
  console.log(
    `${group.padEnd(20)}${String(count).padEnd(11)}${right.toFixed(3).padEnd(18)}${before.logLoss.toFixed(3).padEnd(8)}${after.logLoss.toFixed(3).padEnd(14)}${before.auc.toFixed(3).padEnd(9)}${after.auc.toFixed(3)}`,
  );
}
