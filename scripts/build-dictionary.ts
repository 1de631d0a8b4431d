/**
 * Compiles dictionaries/**.txt and dictionaries/habits.tsv to data/english.dict and prints counts and size.
 *
 *     npm run build:dictionary -- [--habits dictionaries/habits.tsv] [--out data]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compileDictionary } from "../src/dictionary/compile.ts";
import { writeDictionary } from "../src/dictionary/dictionary-file.ts";
import { STYLES } from "../src/dictionary/styles.ts";
import { DATA_FILES } from "../src/load-data.ts";
import { bundledHabits, dictionarySources } from "./bundled.ts";

const { values } = parseArgs({ options: { habits: { type: "string" }, out: { type: "string", default: "data" } } });
const sources = dictionarySources();
const habits = bundledHabits(values.habits);
const tables = compileDictionary(sources, habits);
const bytes = writeDictionary(tables);
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, DATA_FILES.dictionary), bytes);
const groups = STYLES.map((style) => ({
  style,
  heads: sources.reduce((sum, { entries }) => sum + entries.filter(({ forms }) => forms.get(style)?.length).length, 0),
}))
  .filter(({ heads }) => heads > 0)
  .map(({ style, heads }) => `${style} ${heads}`);
console.log(
  `dictionary: ${tables.headSurfaces.length} heads, ${tables.pairHead.length} pairs, ${(bytes.length / 1e6).toFixed(2)} MB (heads by style: ${groups.join(", ")}); ${habits.length} habits`,
);
