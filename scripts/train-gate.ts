/**
 * Trains the gate: `npm run train:gate -- --garbled 'g-*.jsonl' --clean 'registers/*.txt' …` (see train/gate/README.md)
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { writeModelFile } from "../src/model/model-file.ts";
import { interleaved, readClean, readShards } from "../src/train/gate/documents.ts";
import { WordTrainer } from "../src/train/gate/word-trainer.ts";

const { values } = parseArgs({
  options: {
    garbled: { type: "string", multiple: true, default: [] },
    clean: { type: "string", multiple: true, default: [] },
    every: { type: "string", default: "1" },
    count: { type: "string", default: "4" },
    step: { type: "string", default: "0.2" },
    out: { type: "string", default: "words.gate" },
  },
});
const files = (patterns: string[]): string[] => globSync(patterns, { absolute: true, expandDirectories: false }).filter((f) => !f.includes(".holdout.")).sort();
const garbled = files(values.garbled);
/** FILES@4: one run of lines of four. */
const clean = values.clean.map((pattern) => {
  const [glob, every] = pattern.split("@");
  return { files: files([glob!]), every: Number(every ?? 1) };
});
const stream = () => interleaved([readShards(garbled), ...clean.map(({ files, every }) => readClean(files, every))], lengths);
const size = (it: Iterable<unknown>): number => {
  let n = 0;
  for (const _ of it) n++;
  return n;
};
const lengths = [size(readShards(garbled)), ...clean.map(({ files, every }) => size(readClean(files, every)))];
console.log("documents", lengths);
const trainer = new WordTrainer({ countMin: Number(values.count), step: Number(values.step), scale: 1 / 16 });
let t = Date.now();
for (const d of stream()) trainer.count(d);
console.log("features", trainer.freeze(), (Date.now() - t) / 1000);
t = Date.now();
let seen = 0;
for (const d of stream()) {
  trainer.learn(d);
  if (++seen % 50000 === 0) {
    console.log(seen, trainer.words, (trainer.loss / trainer.words).toFixed(4), (Date.now() - t) / 1000);
    trainer.loss = 0;
    trainer.words = 0;
  }
}
const { tags, weights, scale, base } = trainer.tables();
writeFileSync(values.out, writeModelFile({ "gate.tags": tags, "gate.weights": weights }, { gate: { scale, base } }));
