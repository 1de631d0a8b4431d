/**
 * What the reader by itself says of annotated documents: `npm run evaluate:reader -- ../shared/eval/dev [--model data/english.reader]`
 *
 * A line a domain: documents, pieces of text a second, mean P(substituted) of marked and of other words, the highest and lowest
 * document (mean over its words, each counted once, at its surest).
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ModelFile } from "../src/model/model-file.ts";
import { Encoder } from "../src/neural/encoder.ts";
import { readEncoder } from "../src/neural/encoder-weights.ts";
import { WORD_EVIDENCE, wordEvidence } from "../src/verdict/word-evidence.ts";
import { Reader } from "../src/reader/reader.ts";
import { passagesOf } from "../src/text/passages.ts";
import { readAnnotatedFolder } from "../src/train/annotated.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { model: { type: "string", default: "data/english.reader" } } });
const reader = new Reader(new Encoder(readEncoder(new ModelFile(readFileSync(values.model), values.model))));
const domains = new Map<string, { words: number; inside: number[]; outside: number[]; documents: number[] }>();
const started = performance.now();
let read = 0;
for (const { text, marks, domain } of readAnnotatedFolder(positionals[0] ?? "../shared/eval/dev")) {
  const here = domains.get(domain) ?? { words: 0, inside: [], outside: [], documents: [] };
  domains.set(domain, here);
  const all = [...passagesOf(text)].flatMap((passage) => reader.read(text, passage).words);
  for (const { start, end, probability } of all) {
    (marks.some((mark) => mark.start < end && mark.end > start) ? here.inside : here.outside).push(probability);
  }
  here.documents.push(wordEvidence(text, all, { logOdds: 0, repeats: [], exclude: [] })[WORD_EVIDENCE.indexOf("expected")]!);
  read += all.length;
}
const mean = (list: readonly number[]): string => (list.length === 0 ? "-" : (list.reduce((a, b) => a + b) / list.length).toFixed(3));
console.log("domain     documents  P(substituted) of marked words, of others  document: lowest, median, highest");
for (const [domain, { inside, outside, documents }] of domains) {
  const sorted = documents.sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(3);
  console.log(`${domain.padEnd(10)} ${String(sorted.length).padEnd(10)} ${mean(inside)}  ${mean(outside)}  ${at(0)} ${at(0.5)} ${at(1)}`);
}
console.log(`${read} words, ${(read / ((performance.now() - started) / 1000)).toFixed(0)} a second`);
