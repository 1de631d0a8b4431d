/**
 * What the gate lets through, and at what cost:
 *
 *     npm run evaluate:gate -- --garbled SHARDS… --clean FILES… [--annotated ../shared/eval/dev] [--gate data/english.gate]
 *
 * Recall on garbled passages by spinner and by share of the words substituted; clean passages read, by register; throughput beside the
 * tokenizer in the same run.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { GATE_MIN, readGate } from "../src/gate/gate.ts";
import { ModelFile } from "../src/model/model-file.ts";
import { passagesOf } from "../src/text/passages.ts";
import { tokenize } from "../src/text/tokenize.ts";
import { readAnnotatedFolder } from "../src/train/annotated.ts";
import { type LabelledText, readClean, readShards } from "../src/train/gate/documents.ts";
import { garbledShare } from "../src/train/gate/passage-rows.ts";

const { values } = parseArgs({
  options: {
    garbled: { type: "string", multiple: true, default: [] },
    clean: { type: "string", multiple: true, default: [] },
    annotated: { type: "string", multiple: true, default: [] },
    gate: { type: "string", default: "data/english.gate" },
  },
});
const start = performance.now();
const gate = readGate(new ModelFile(readFileSync(values.gate), values.gate));
console.log(`loaded in ${(performance.now() - start).toFixed(0)} ms; least suspicion ${GATE_MIN}`);
const files = (pattern: string): string[] => globSync([pattern], { absolute: true, expandDirectories: false }).sort();

/** Name → passages, and how many of them are read. */
class Table {
  private readonly rows = new Map<string, [all: number, read: number]>();

  add(name: string, read: boolean): void {
    const row = this.rows.get(name) ?? this.rows.set(name, [0, 0]).get(name)!;
    row[0]++;
    row[1] += Number(read);
  }

  print(title: string): void {
    console.log(`\n${title.padEnd(34)}passages  read`);
    for (const [name, [all, read]] of [...this.rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
      console.log(`${name.padEnd(34)}${String(all).padStart(8)}  ${(read / all).toFixed(4)}`);
    }
  }
}

/** Share of a passage's words from which on a spinner that nobody listed is to be found. */
const LEAST_SHARE = 0.08;
const bin = (share: number): string => (share < 0.1 ? " 4–10 %" : share < 0.2 ? "10–20 %" : share < 0.4 ? "20–40 %" : "40 % and more");
const byKind = new Table();
const byShare = new Table();
const byRegister = new Table();

function measure(documents: Iterable<LabelledText>): void {
  for (const { text, substitutions, kind, source } of documents) {
    for (const passage of gate.screen(text)) {
      const share = garbledShare(passage, substitutions);
      if (share === undefined) continue;
      if (share === 0) byRegister.add(source, passage.suspicious);
      else {
        const spinner = kind.replace(/^local /, "");
        const name = spinner.includes("+") ? "several spinners" : spinner;
        byKind.add(`${name} ${share < LEAST_SHARE ? "below" : "from"} 8 %`, passage.suspicious);
        byShare.add(`${kind.startsWith("local ") ? "one part " : "whole "} ${bin(share)}`, passage.suspicious);
      }
    }
  }
}

const clean = values.clean.flatMap(files);
measure(readShards(values.garbled.flatMap(files)));
measure(readClean(clean));
for (const folder of values.annotated) {
  measure(
    readAnnotatedFolder(folder).map(({ id, text, marks }) => {
      const source = `${folder.split("/").at(-1)} ${id.replace(/[-_]?\d+$/, "")}`;
      return { text, kind: source, source, substitutions: marks.filter(({ optional }) => !optional) };
    }),
  );
}
byKind.print("garbled by");
byShare.print("words substituted");
byRegister.print("clean");

const sample = clean
  .map((file) => readFileSync(file, "utf8"))
  .join("\n\n")
  .slice(0, 8_000_000);
if (sample.length > 100_000) {
  const time = (work: () => void): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 4; i++) {
      const from = performance.now();
      work();
      best = Math.min(best, performance.now() - from);
    }
    return best;
  };
  const units = sample.length / 1000;
  const pattern = time(() => sample.match(/\w+|\S/g));
  const tokens = time(() => tokenize(sample));
  const cut = time(() => [...passagesOf(sample)].length);
  const gated = time(() => [...gate.screen(sample)].filter(({ suspicious }) => suspicious).length);
  console.log("\nthroughput, units a microsecond and relative");
  for (const [name, ms] of Object.entries({ "text.match(/\\w+|\\S/g)": pattern, tokenize: tokens, passages: cut, "passages and gate": gated })) {
    console.log(`${name.padEnd(24)}${(units / ms).toFixed(1).padStart(8)}   ${(pattern / ms).toFixed(3)} of match, ${(tokens / ms).toFixed(3)} of tokenize`);
  }
}
