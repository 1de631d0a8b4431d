/** Compiles dictionaries/**.txt to data/english.dict and prints counts and size. `npm run build:dictionary`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { compileDictionary } from "../src/dictionary/compile.ts";
import { writeDictionary } from "../src/dictionary/dictionary-file.ts";
import { readDictionaryFolder } from "../src/dictionary/dictionary-folder.ts";
import { STYLES } from "../src/dictionary/styles.ts";

const sources = readDictionaryFolder(new URL("../dictionaries/", import.meta.url));
const tables = compileDictionary(sources);
const bytes = writeDictionary(tables);
mkdirSync(new URL("../data/", import.meta.url), { recursive: true });
writeFileSync(new URL("../data/english.dict", import.meta.url), bytes);
const groups = STYLES.map(
  (style) => `${style} ${sources.reduce((sum, { entries }) => sum + entries.filter(({ forms }) => forms.get(style)?.length).length, 0)}`,
);
console.log(
  `dictionary: ${tables.headSurfaces.length} heads, ${tables.pairHead.length} pairs, ${(bytes.length / 1e6).toFixed(2)} MB (heads by style: ${groups.join(", ")})`,
);
