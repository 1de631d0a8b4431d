/**
 * How many marks of annotated documents the dictionary can restore at all: the right original is among the candidates.
 *
 *     npm run coverage -- ../shared/eval/dev
 */
import { isCovered } from "../src/dictionary/coverage.ts";
import { splitSentences } from "../src/text/sentences.ts";
import { readTerms } from "../src/text/terms.ts";
import { tokenize } from "../src/text/tokenize.ts";
import { readAnnotatedFolder } from "../src/train/annotated.ts";
import { bundledIndex } from "./bundled.ts";

const index = bundledIndex();
const tally = new Map<string, { marks: number; covered: number }>();
for (const { text, marks, domain } of readAnnotatedFolder(process.argv[2] ?? "../shared/eval/dev")) {
  const sentences = splitSentences(readTerms(text, tokenize(text)));
  for (const mark of marks.filter(({ optional }) => !optional)) {
    const count = tally.get(domain) ?? { marks: 0, covered: 0 };
    tally.set(domain, count);
    count.marks++;
    const sentence = sentences.find((terms) => terms[0]!.start < mark.end && terms.at(-1)!.end > mark.start);
    if (sentence && isCovered(index, sentence, mark, marks)) count.covered++;
  }
}
console.log(`${index.headCount} heads, ${index.pairCount} pairs\n\ndomain          marks  covered`);
for (const [domain, { marks, covered }] of tally) console.log(`${domain.padEnd(16)}${String(marks).padEnd(7)}${((100 * covered) / marks).toFixed(1)} %`);
