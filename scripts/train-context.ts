/**
 * Trains data/english.context from the encoded corpus that `npm run train` leaves in its work folder:
 *
 *     npm run train:context -- --work FOLDER [--out data] [--dimensions 48] [--words N]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import progress from "cli-progress";
import { DATA_FILES } from "../src/load-data.ts";
import { writeContextModel } from "../src/model/context-model.ts";
import { trainContextModel } from "../src/train/context-model.ts";
import { bundledIndex, bundledLanguageModel } from "./bundled.ts";

const { values } = parseArgs({
  options: {
    work: { type: "string", default: "/tmp/ungarble-train" },
    out: { type: "string", default: "data" },
    dimensions: { type: "string", default: "48" },
    words: { type: "string" },
  },
});
const bytes = readFileSync(join(values.work, "corpus.ids"));
const corpus = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
const { vocabulary } = bundledLanguageModel(values.out);
const bar = new progress.SingleBar({ stream: process.stderr }, progress.Presets.legacy);
bar.start(100, 0);
const tables = trainContextModel(values.words ? corpus.subarray(0, Number(values.words)) : corpus, vocabulary, bundledIndex(), {
  dimensions: Number(values.dimensions),
  onProgress: (share) => bar.update(Math.round(100 * share)),
});
bar.stop();
const file = writeContextModel(tables);
writeFileSync(join(values.out, DATA_FILES.contextModel), file);
console.log(`${DATA_FILES.contextModel}: ${tables.bias.length} targets, ${tables.dimensions} dimensions, ${(file.length / 1e6).toFixed(2)} MB`);
