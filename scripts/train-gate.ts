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
import { Gate, readGate, writeGate } from "../src/gate/gate.ts";
import { NEIGHBOURHOOD, neighbourhood } from "../src/gate/neighbourhood.ts";
import { PASSAGE_STATISTICS } from "../src/gate/passage-statistics.ts";
import type { BoostedTreesTables } from "../src/model/boosted-trees.ts";
import { ModelFile } from "../src/model/model-file.ts";
import { passagesOf } from "../src/text/passages.ts";
import { trainBoostedTrees } from "../src/train/boosting.ts";
import { interleaved, type LabelledText, readClean, readShards } from "../src/train/gate/documents.ts";
import { garbledShare, LabelledRows } from "../src/train/gate/passage-rows.ts";
import { WordTrainer } from "../src/train/gate/word-trainer.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    garbled: { type: "string", multiple: true, default: [] },
    clean: { type: "string", multiple: true, default: [] },
    words: { type: "string", default: "words.gate" },
    out: { type: "string", default: "words.gate" },
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
    if (++seen % 10000 === 0) {
      console.log(`${seen} documents, log loss of a word ${(trainer.loss / trainer.words).toFixed(4)}`);
      trainer.loss = trainer.words = 0;
    }
  }
  writeFileSync(values.out, writeGate({ words: trainer.tables(), passages: NO_TREES, neighbours: NO_TREES }));
}

/** Trees on the passages of half of the documents, then trees on their neighbourhoods on the other half. */
function trainPassages(): void {
  const words = readGate(new ModelFile(readFileSync(values.words), values.words)).tables;
  const documents = streams().flatMap((stream) => [...stream]);
  const alone = new Gate(words);
  const rows = new LabelledRows();
  for (const [i, { text, substitutions }] of documents.entries()) {
    if (i % 2) continue;
    for (const passage of passagesOf(text)) {
      const share = garbledShare(passage, substitutions);
      const statistics = alone.statisticsOf(text, passage);
      if (share !== undefined && statistics) rows.add(statistics, share > 0);
    }
  }
  const passages = grow(rows, PASSAGE_STATISTICS.length, { trees: 120, depth: 4 });
  const among = new Gate({ ...words, passages });
  const neighbourRows = new LabelledRows();
  for (const [i, { text, substitutions }] of documents.entries()) {
    if (i % 2 === 0) continue;
    const seen = [...passagesOf(text)].map((passage) => ({ ...passage, logOdds: among.logOdds(text, passage) }));
    for (const [at, passage] of seen.entries()) {
      const share = garbledShare(passage, substitutions);
      if (share !== undefined && passage.logOdds !== Number.NEGATIVE_INFINITY) neighbourRows.add(neighbourhood(seen, at), share > 0);
    }
  }
  const neighbours = grow(neighbourRows, NEIGHBOURHOOD.length, { trees: 80, depth: 3 });
  writeFileSync(values.out, writeGate({ ...words, passages, neighbours }));
}

function grow(rows: LabelledRows, features: number, options: { trees: number; depth: number }): BoostedTreesTables {
  console.log(`${rows.labels.length} passages, ${rows.labels.reduce((a, b) => a + b)} garbled`);
  return trainBoostedTrees(rows.matrix, features, Uint8Array.from(rows.labels), rows.weights, { ...options, learningRate: 0.1 });
}
