/**
 * Trains the gate (see train/gate/README.md):
 *
 *     npm run train:gate -- words --garbled SHARDS --clean FILES[@EVERY]… --out words.gate
 *     npm run train:gate -- passages --words words.gate --garbled SHARDS --clean FILES… --out data/english.gate
 *
 * Two steps on different text: how sure the words are on text that their weights were learnt from says nothing of other text.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { type Gate, readGate, writeGate } from "../src/gate/gate.ts";
import { PASSAGE_STATISTICS } from "../src/gate/passage-statistics.ts";
import { BoostedTrees } from "../src/model/boosted-trees.ts";
import { ModelFile } from "../src/model/model-file.ts";
import { trainBoostedTrees } from "../src/train/boosting.ts";
import { interleaved, type LabelledText, readClean, readShards } from "../src/train/gate/documents.ts";
import { matrixOf, type PassageRow, passageRows } from "../src/train/gate/passage-rows.ts";
import { WordTrainer } from "../src/train/gate/word-trainer.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    garbled: { type: "string", multiple: true, default: [] },
    clean: { type: "string", multiple: true, default: [] },
    words: { type: "string", default: "words.gate" },
    out: { type: "string", default: "words.gate" },
    recall: { type: "string", default: "0.995" },
  },
});
const files = (pattern: string): string[] => {
  const found = globSync([pattern], { absolute: true, expandDirectories: false }).sort();
  if (found.length === 0) throw new Error(`${pattern}: no such files`);
  return found;
};
const garbled = values.garbled.flatMap(files);
const clean = values.clean.map((pattern) => {
  const [glob, every] = pattern.split("@");
  return { files: files(glob!).filter((file) => !file.includes(".holdout.")), every: Number(every ?? 1) };
});
const streams = (): Generator<LabelledText>[] => [readShards(garbled), ...clean.map(({ files, every }) => readClean(files, every))];
const NO_TREES = { depth: 1, base: 0, feature: new Uint8Array(0), threshold: new Float32Array(0), leaf: new Float32Array(0) };

if (positionals[0] === "words") trainWords();
else if (positionals[0] === "passages") trainPassages();
else throw new Error("say words or passages");

function trainWords(): void {
  const lengths = streams().map((stream) => [...stream].length);
  const trainer = new WordTrainer({ countMin: 4, step: 0.2, scale: 1 / 16 });
  for (const document of interleaved(streams(), lengths)) trainer.count(document);
  console.log(`${lengths.join(" + ")} documents, ${trainer.freeze()} features`);
  let seen = 0;
  for (const document of interleaved(streams(), lengths)) {
    trainer.learn(document);
    if (++seen % 50000 === 0) console.log(`${seen} documents, log loss of a word so far ${(trainer.loss / trainer.words).toFixed(4)}`);
  }
  writeFileSync(values.out, writeGate({ words: trainer.tables(), passages: NO_TREES, least: 0 }));
}

function trainPassages(): void {
  const gate: Gate = readGate(new ModelFile(readFileSync(values.words), values.words));
  const rows: PassageRow[] = streams().flatMap((stream) => [...passageRows(stream, gate)]);
  const labels = Uint8Array.from(rows, ({ rate }) => Number(rate > 0));
  const garbledRows = labels.reduce((sum, label) => sum + label, 0);
  // As much weight on either side, so that the probability is of even odds.
  const weights = Float32Array.from(labels, (label) => (0.5 * rows.length) / (label ? garbledRows : rows.length - garbledRows));
  const passages = trainBoostedTrees(matrixOf(rows), PASSAGE_STATISTICS.length, labels, weights, { trees: 120, depth: 4, learningRate: 0.1 });
  const trees = new BoostedTrees(passages);
  const suspicions = rows
    .filter(({ rate }) => rate > 0)
    .map(({ statistics }) => trees.probability(statistics))
    .sort((a, b) => a - b);
  const least = suspicions[Math.floor((1 - Number(values.recall)) * suspicions.length)]!;
  console.log(`${rows.length} passages, ${garbledRows} garbled; least suspicion ${least.toFixed(4)}`);
  writeFileSync(values.out, writeGate({ words: gate.tables.words, passages, least }));
}
