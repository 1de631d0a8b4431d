/**
 * Counts what spinners did with the dictionary's heads in annotated documents: dictionaries/habits.tsv.
 *
 *     npm run habits -- ../shared/eval/dev [--fold 0|1] [--also FOLDER] [--least 2] [--out dictionaries/habits.tsv]
 *
 * A head that fewer than --least documents show is left out.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compileDictionary } from "../src/dictionary/compile.ts";
import { formatHabits } from "../src/dictionary/habits.ts";
import { PhraseIndex } from "../src/dictionary/phrase-index.ts";
import { ofFold, readAnnotatedFolder } from "../src/train/annotated.ts";
import { HabitCounter } from "../src/train/count-habits.ts";
import { bundledResources, dictionarySources } from "./bundled.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fold: { type: "string" },
    also: { type: "string" },
    least: { type: "string", default: "2" },
    out: { type: "string", default: "dictionaries/habits.tsv" },
  },
});
const annotated = ofFold(readAnnotatedFolder(positionals[0] ?? "../shared/eval/dev"), values.fold);
const further = values.also ? readAnnotatedFolder(values.also) : [];
const documents = [...annotated, ...further];
const index = new PhraseIndex(compileDictionary(dictionarySources()));
const counter = new HabitCounter(bundledResources(index), documents, Number(values.least));
const habits = counter.habits();
writeFileSync(values.out, formatHabits(habits));
console.log(`${values.out}: ${habits.length} habits from ${documents.filter(({ marks }) => marks.length > 0).length} garbled documents`);
