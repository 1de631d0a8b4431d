/**
 * Garbles the clean documents of an annotated folder a little and measures whether that is seen: in every style, a share of the heads
 * that the dictionary has in it is replaced.
 *
 *     npm run evaluate:half -- ../shared/eval/dev [--rate 0.3] [--fold 0|1] [--data data]
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { FormsByHead, garble } from "../src/dictionary/garble.ts";
import { STYLES } from "../src/dictionary/styles.ts";
import { createRepairer } from "../src/index.ts";
import { seededRandom } from "../src/random.ts";
import { ofFold, readAnnotatedFolder } from "../src/train/annotated.ts";
import { bundledIndex } from "./bundled.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rate: { type: "string", default: "0.3" }, fold: { type: "string" }, data: { type: "string", default: "data" } },
});
const index = bundledIndex();
const forms = new FormsByHead(index);
const repairer = await createRepairer({ data: resolve(values.data) });
const clean = ofFold(readAnnotatedFolder(positionals[0] ?? "../shared/eval/dev"), values.fold).filter(({ marks }) => marks.length === 0);
const kept = clean.map(({ text }) => repairer.detect(text).verdict);
console.log("style        documents  substitutions a 100 words  called garbled  AUC    accuracy with the clean ones");
for (const [style, name] of STYLES.entries()) {
  let words = 0;
  let swaps = 0;
  const garbled = clean.map(({ text }, i) => {
    const made = garble(text, forms, index, {
      random: seededRandom(100 * style + i),
      style,
      rate: Number(values.rate),
    });
    words += text.split(/\s+/).length;
    swaps += made.substitutions.length;
    return repairer.detect(made.text).verdict;
  });
  const called = garbled.filter((verdict) => verdict.garbled).length;
  const right = called + kept.filter((verdict) => !verdict.garbled).length;
  let above = 0;
  for (const g of garbled) for (const k of kept) above += g.probability > k.probability ? 1 : g.probability === k.probability ? 0.5 : 0;
  console.log(
    `${name.padEnd(13)}${String(garbled.length).padEnd(11)}${((100 * swaps) / words).toFixed(1).padEnd(27)}${(called / garbled.length).toFixed(3).padEnd(16)}${(above / garbled.length / kept.length).toFixed(4)} ${(right / 2 / clean.length).toFixed(3)}`,
  );
}
