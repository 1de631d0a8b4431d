/**
 * Measures the repairer on annotated documents with the judge beside them: score table, precision/recall curve, calibration, speed.
 *
 *     npm run evaluate -- ../shared/eval/dev [--fold 0|1] [--show N] [--data data]
 *
 * With --fold only one half of the documents is measured (see train-ranker.ts).
 */
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { createRepairer, OPERATING_POINTS } from "../src/index.ts";
import { ofFold, readAnnotatedFolder } from "../src/train/annotated.ts";
import { calibration } from "../src/train/calibration.ts";

interface Figures {
  precision: number;
  recall: number;
  f05: number;
  docs: number;
  marks: number;
  cleanEditsPer10kWords: number | null;
}
interface Score extends Figures {
  documentAuc: number;
  documentAccuracy: number;
  byDomain: Record<string, Figures>;
  mistakes: { id: string; kind: string; was: string; got?: string; want?: string }[];
}
type Prediction = { id: string; edits: { start: number; end: number; replacement: string }[]; score: number; garbled: boolean };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { fold: { type: "string" }, show: { type: "string", default: "0" }, data: { type: "string", default: "data" } },
});
const folder = positionals[0] ?? "../shared/eval/dev";
const judge: { score(docs: unknown[], predictions: Map<string, Prediction>): Score } = await import(pathToFileURL(resolve(folder, "..", "score.mjs")).href);
const docs = ofFold(readAnnotatedFolder(folder), values.fold);
const repairer = await createRepairer({ data: resolve(values.data) });
const started = performance.now();
const read = docs.map((doc) => ({ doc, ...repairer.detect(doc.text, { minProbability: 0 }) }));
const seconds = (performance.now() - started) / 1000;

const at = (least: number): Score =>
  judge.score(
    docs,
    new Map(
      read.map(({ doc, edits, verdict }) => [
        doc.id,
        {
          id: doc.id,
          edits: edits.filter(({ probability }) => probability >= least),
          score: verdict.probability,
          garbled: verdict.garbled,
        },
      ]),
    ),
  );
const f = (x: number | null): string => (x === null ? "-" : x.toFixed(3)).padEnd(8);

const best = at(OPERATING_POINTS.best);
console.log(
  `document AUC ${best.documentAuc.toFixed(4)}, document accuracy ${best.documentAccuracy.toFixed(3)}, ${docs.length} documents in ${seconds.toFixed(1)} s\n`,
);
console.log("domain    docs  marks precision recall  F0.5    clean edits/10k words");
for (const [domain, d] of Object.entries(best.byDomain)) {
  console.log(
    `${domain.padEnd(10)}${String(d.docs).padEnd(6)}${String(d.marks).padEnd(6)}${f(d.precision)}  ${f(d.recall)}${f(d.f05)}${f(d.cleanEditsPer10kWords)}`,
  );
}
console.log("\nleast probability → precision, recall, F0.5 (science apart); clean edits per 10,000 words");
const curve = [0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98];
for (const least of curve) {
  const score = at(least);
  const groups = [["news", "politics"], ["news-b"], ["news-c"]].map((domains) =>
    domains.map((domain) => score.byDomain[domain]).filter((d) => d !== undefined),
  );
  const cells = groups.map((group) => {
    const sum = (of: (d: Figures) => number): number => group.reduce((total, d) => total + of(d), 0);
    const recall =
      sum((d) => d.recall * d.marks) /
      Math.max(
        1,
        sum((d) => d.marks),
      );
    const edits = sum((d) => (d.precision > 0 ? (d.recall * d.marks) / d.precision : 0));
    const precision = edits > 0 ? sum((d) => d.recall * d.marks) / edits : 1;
    return `${precision.toFixed(3)} ${recall.toFixed(3)} ${((1.25 * precision * recall) / (0.25 * precision + recall || 1)).toFixed(3)}`;
  });
  console.log(`${least.toFixed(2)}   news ${cells[0]}   news-b ${cells[1]}   news-c ${cells[2]}   clean ${f(score.cleanEditsPer10kWords)}`);
}
const { bins, error } = calibration(read.filter(({ doc }) => doc.marks.length > 0));
console.log(`\ncalibration: expected calibration error ${error.toFixed(3)}\nprobability  edits  said   right`);
for (const { low, count, said, right } of bins)
  console.log(`${low.toFixed(1)}–${(low + 0.1).toFixed(1)}      ${String(count).padEnd(6)} ${said.toFixed(3)}  ${right.toFixed(3)}`);
const wrong = read.filter(({ doc, verdict }) => verdict.garbled !== doc.marks.length > 0);
console.log(`\nwrong verdicts: ${wrong.map(({ doc, verdict }) => `${doc.id} (${verdict.probability.toFixed(2)})`).join(", ") || "none"}`);
for (const m of best.mistakes.slice(0, Number(values.show))) console.log(`${m.kind} ${m.id}: ${m.was} -> ${m.got ?? ""} want ${m.want ?? ""}`);
