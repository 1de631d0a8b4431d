/**
 * Clean text → training documents of the reader: `npm run make:reader-data -- OUT DOCUMENTS SEED SOURCES.json`
 *
 * SOURCES.json: { "clean": [{ "file", "share", "garbled", "blankLines"? }], "neighbours"?: FILE.tsv, "associations"?: FILE, "leaveOut"?: [spinner] }
 * OUT-000.jsonl …: shards of SHARD documents, a line { text, kind, subs: [[start, end]], spans: [[start, end, originals, gold, facts]] };
 * gold: index of the right original, -1 as it stands, -2 unknown; facts: tenths of nats (n-gram gain, then log channel weight by style).
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { CandidateFinder } from "../src/decode/candidates.ts";
import { FormsByHead, type Garbled, garble } from "../src/dictionary/garble.ts";
import { STYLES } from "../src/dictionary/styles.ts";
import { logistic, logit } from "../src/log-prob.ts";
import { drawIndex, seededRandom } from "../src/random.ts";
import { spansWithCandidates } from "../src/train/reader-spans.ts";
import { spin, type Spinner, unlistedSpinners } from "../src/train/spinners.ts";
import { bundledIndex, bundledLanguageModel, bundledWordNet } from "./bundled.ts";

interface CleanSource {
  file: string;
  /** Of the documents, relative to the other sources'. */
  share: number;
  /** Share of its documents that are garbled, 0..1. */
  garbled: number;
  /** Documents are separated by empty lines; otherwise neighbouring lines make them. */
  blankLines?: boolean;
}

const SHARD = 1000;
const STYLE_SHARES = [0.34, 0.2, 0.16, 0.1, 0.05, 0.15];
/** Of the garbled documents: by spinners nobody listed, and by a listed one that also swaps words freely. */
const UNLISTED = 0.42;
const MIXED = 0.12;
/** Of the garbled documents: only some paragraphs are. Of the clean ones: a line stands again and again. */
const LOCAL = 0.22;
const REPEATED = 0.08;

const [out, count, seed, sourcesFile] = process.argv.slice(2);
if (!out || !count || !seed || !sourcesFile) throw new Error("usage: make-reader-data OUT DOCUMENTS SEED SOURCES.json");
const sources = JSON.parse(readFileSync(sourcesFile, "utf8")) as { clean: CleanSource[]; neighbours?: string; associations?: string; leaveOut?: string[] };
const random = seededRandom(Number(seed));
const index = bundledIndex();
const model = bundledLanguageModel();
const forms = new FormsByHead(index);
const finder = new CandidateFinder(index, model, STYLES.length);

const tsv = (file: string | undefined, cut: RegExp): Map<string, string[]> =>
  new Map(
    (file && existsSync(file) ? readFileSync(file, "utf8").split("\n") : []).map((line) => {
      const [word, ...others] = line.trim().split(cut);
      return [word!, others];
    }),
  );
const spinners = unlistedSpinners({
  wordNet: bundledWordNet(),
  neighbours: tsv(sources.neighbours, /[\t|]/),
  associations: tsv(sources.associations, /,/),
  words: Array.from({ length: 20000 }, (_, i) => model.vocabulary.word(50 + i)).filter((word) => /^[a-z]{3,}$/.test(word)),
}).filter(({ name }) => !sources.leaveOut?.includes(name));
const SPINNER_SHARES: Record<string, number> = {
  synset: 3,
  hypernym: 2,
  coordinate: 2,
  neighbour: 2.5,
  association: 4,
  random: 1,
  inflection: 0.7,
  function: 0.7,
};

const spinnerShares = sharesOf(spinners.map(({ name }) => SPINNER_SHARES[name] ?? 1));

function mixture(): Spinner {
  const chosen = Array.from({ length: 1 + Math.floor(random() * 2.3) }, () => spinners[drawIndex(spinnerShares, random)]!);
  return { name: [...new Set(chosen.map(({ name }) => name))].sort().join("+"), forms: (word) => chosen[Math.floor(random() * chosen.length)]!.forms(word) };
}

const spinAtRandom = (clean: string, most: number): Garbled & { kind: string } => {
  const spinner = mixture();
  const garbled = spin(clean, spinner, { random, rate: 0.05 + most * random() ** 1.6, once: random() < 0.6, steepness: 2 * random() });
  return { ...garbled, kind: spinner.name };
};

function styled(clean: string): Garbled & { kind: string } {
  const style = drawIndex(STYLE_SHARES, random);
  const novelty = 0.7 * random();
  const garbled = garble(clean, forms, index, {
    random,
    style,
    rate: random() < 0.4 ? 1 : 0.1 + 0.9 * random(),
    membership: (head) => logistic((1 - novelty) * logit(Math.min(0.999, Math.max(0.001, index.membership(head, style)))) + novelty * logit(0.35)),
    sharpness: 0.5 + 0.7 * random(),
    coverage: 0.7 + 0.3 * random(),
  });
  return { ...garbled, kind: STYLES[style]! };
}

/** A second spinner over the text of a first: what the first wrote is left alone. */
function mixed(clean: string): Garbled & { kind: string } {
  const first = styled(clean);
  const inside = (at: number): boolean => first.substitutions.some(({ start, end }) => at >= start && at < end);
  const spinner = mixture();
  const second = spin(first.text, spinner, { random, rate: 0.03 + 0.2 * random(), once: random() < 0.5, steepness: 2 * random(), where: (at) => !inside(at) });
  const moved: Garbled["substitutions"] = [];
  let shift = 0;
  let next = 0;
  for (const substitution of first.substitutions) {
    for (; next < second.substitutions.length && second.substitutions[next]!.start < substitution.start + shift; next++) {
      const { start, end, original } = second.substitutions[next]!;
      moved.push(second.substitutions[next]!);
      shift += end - start - original.length;
    }
    moved.push({ ...substitution, start: substitution.start + shift, end: substitution.end + shift });
  }
  moved.push(...second.substitutions.slice(next));
  return { text: second.text, substitutions: moved.sort((a, b) => a.start - b.start), kind: `${first.kind}+${spinner.name}` };
}

function garbleAtRandom(clean: string): Garbled & { kind: string } {
  const draw = random();
  if (draw < UNLISTED) return spinAtRandom(clean, 0.65);
  return draw < UNLISTED + MIXED ? mixed(clean) : styled(clean);
}

/** Some neighbouring lines of a document garbled, the others as they are. */
function local(clean: string): Garbled & { kind: string } {
  const lines = clean.split("\n");
  if (lines.length < 2) return garbleAtRandom(clean);
  const from = Math.floor(random() * lines.length);
  const to = from + 1 + Math.floor(random() * (lines.length - from - 1));
  const before = lines
    .slice(0, from)
    .map((line) => `${line}\n`)
    .join("");
  const after = lines
    .slice(to)
    .map((line) => `\n${line}`)
    .join("");
  const { text, substitutions, kind } = garbleAtRandom(lines.slice(from, to).join("\n"));
  const shifted = substitutions.map((s) => ({ ...s, start: s.start + before.length, end: s.end + before.length }));
  return { text: before + text + after, substitutions: shifted, kind: `local ${kind}` };
}

function withRepeats(clean: string): string {
  const lines = clean.split("\n");
  const again = lines[Math.floor(random() * lines.length)]!;
  const times = 2 + Math.floor(random() * 5);
  for (let i = 0; i < times; i++) lines.splice(Math.floor(random() * (lines.length + 1)), 0, again);
  return lines.join("\n");
}

/** Weights as shares that sum to 1. */
function sharesOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** A source's documents from a random place on, again and again. */
function documents({ file, blankLines }: CleanSource): () => string {
  const bytes = readFileSync(file);
  let at = Math.floor(random() * bytes.length);
  const line = (): string | undefined => {
    const end = bytes.indexOf(10, at);
    if (end < 0) {
      at = 0;
      return undefined;
    }
    const found = bytes.toString("utf8", at, end);
    at = end + 1;
    return found.trim();
  };
  line();
  return () => {
    const words = 50 + 250 * random();
    const lines: string[] = [];
    let have = 0;
    let empty = 0;
    if (random() < 0.3) at = Math.floor(random() * bytes.length);
    if (random() < 0.3) line();
    for (let tries = 0; have < words && tries < 400; tries++) {
      const next = line();
      if (next === undefined) break;
      if (next === "") {
        if (blankLines && have > 12 && ++empty > 0 && random() < 0.5) break;
        continue;
      }
      lines.push(next.slice(0, 4000));
      have += next.split(" ").length;
    }
    return lines.join("\n");
  };
}

const shares = sharesOf(sources.clean.map(({ share }) => share));
const readers = sources.clean.map(documents);
let shard: string[] = [];
let written = 0;
for (let made = 0; made < Number(count); ) {
  const s = drawIndex(shares, random);
  let clean = readers[s]!();
  if (clean.length < 40) continue;
  let document: Garbled & { kind: string };
  if (random() < sources.clean[s]!.garbled) document = random() < LOCAL ? local(clean) : garbleAtRandom(clean);
  else {
    if (random() < REPEATED) clean = withRepeats(clean);
    document = { text: clean, substitutions: [], kind: "clean" };
  }
  const { text, substitutions, kind } = document;
  const spans = spansWithCandidates(index, model, finder, text, substitutions);
  shard.push(
    JSON.stringify({ text, kind, source: sources.clean[s]!.file.replace(/.*\//, ""), subs: substitutions.map(({ start, end }) => [start, end]), spans }),
  );
  made++;
  if (shard.length === SHARD || made === Number(count)) {
    const file = `${out}-${String(written++).padStart(3, "0")}.jsonl`;
    writeFileSync(`${file}.part`, `${shard.join("\n")}\n`);
    renameSync(`${file}.part`, file);
    console.log(file, made);
    shard = [];
  }
}
