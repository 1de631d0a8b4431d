/**
 * What reading costs, as ratios in one run, and memory:
 *
 *     npm run build && npm run bench -- CLEAN.txt… [--garbled FILE…]
 *
 * CLEAN holds a paragraph a line; documents of about 700 words are made of it. FILES of --garbled are read whole (default: test/golden).
 * Memory is the most a process of its own needed: for 20 MB of clean text and for 1 MB of garble, above a bare node.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { createRepairer } from "../src/index.ts";
import { tokenize } from "../src/text/tokenize.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { garbled: { type: "string", multiple: true, default: ["test/golden/*.thesaurus.txt"] } },
});
const DOCUMENT_UNITS = 4200;
const SECONDS = 4;
const files = (patterns: readonly string[]): string[] => globSync([...patterns], { absolute: true, expandDirectories: false }).sort();
const clean = files(positionals).flatMap((file) => documentsOf(readFileSync(file, "utf8")));
const garbled = files(values.garbled).map((file) => readFileSync(file, "utf8"));
if (clean.length === 0 || garbled.length === 0) throw new Error("name files of clean text");
const repairer = await createRepairer();

const bare = throughput(clean, (text) => tokenize(text));
const detect = throughput(clean, (text) => repairer.detect(text));
const repair = throughput(garbled, (text) => repairer.repair(text));
console.log(`tokenizer alone      ${(bare / 1e6).toFixed(2)} million UTF-16 units a second`);
console.log(`detect, clean text   ${(detect / 1e6).toFixed(2)}  ${(detect / bare).toFixed(3)} of the tokenizer`);
console.log(`repair, garbled text ${(repair / 1e6).toFixed(4)}  ${(repair / bare).toFixed(5)} of the tokenizer`);

const INDEX = JSON.stringify(new URL("../dist/index.js", import.meta.url).href);
const nothing = measured("");
const first = measured(`const { createRepairer } = await import(${INDEX}); (await createRepairer()).detect(text.slice(0, 4000));`, clean.join("\n"), 1);
console.log(`first result, clean  ${(first.milliseconds - nothing.milliseconds).toFixed(0)} ms above bare node`);
for (const [name, texts, megabytes] of [
  ["clean", clean, 20],
  ["garbled", garbled, 1],
] as const) {
  const { memory } = measured(`const { createRepairer } = await import(${INDEX}); (await createRepairer()).detect(text);`, texts.join("\n\n"), megabytes);
  console.log(
    `memory, ${`${megabytes} MB ${name}`.padEnd(13)} ${memory.toFixed(0)} MB; bare node with that text ${measured("", texts.join("\n\n"), megabytes).memory.toFixed(0)} MB`,
  );
}

/** UTF-16 units a second, of the faster of two rounds. */
function throughput(texts: readonly string[], read: (text: string) => unknown): number {
  let best = 0;
  for (let round = 0; round < 2; round++) {
    const start = performance.now();
    let units = 0;
    for (let i = 0; performance.now() - start < (SECONDS / 2) * 1000; i++) {
      const text = texts[i % texts.length]!;
      read(text);
      units += text.length;
    }
    best = Math.max(best, (1000 * units) / (performance.now() - start));
  }
  return best;
}

/** A program in a process of its own, with a text of so many megabytes made of another. */
function measured(program: string, text = "", megabytes = 0): { milliseconds: number; memory: number } {
  const code = `let text = ""; for await (const part of process.stdin.setEncoding("utf8")) text += part;
    text = text.repeat(Math.ceil(${megabytes * 1e6} / Math.max(1, text.length))).slice(0, ${megabytes * 1e6});
    const start = performance.now();
    ${program}
    console.log(JSON.stringify({ milliseconds: performance.now() - start, memory: process.resourceUsage().maxRSS / 1000 }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { input: text, encoding: "utf8", maxBuffer: 1 << 26 });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as { milliseconds: number; memory: number };
}

function documentsOf(source: string): string[] {
  const made: string[] = [];
  let document = "";
  for (const line of source.split("\n").filter(Boolean)) {
    document += `${line}\n`;
    if (document.length < DOCUMENT_UNITS) continue;
    made.push(document);
    document = "";
  }
  return made;
}
