/** Garbles the playground's texts (site/examples/originals) as spinners of several styles do: site/examples/*.txt. `npm run build:examples` */
import { readFileSync, writeFileSync } from "node:fs";
import { FormsByHead, garble, styleIndex } from "../src/dictionary/garble.ts";
import type { Style } from "../src/dictionary/styles.ts";
import { seededRandom } from "../src/random.ts";
import { bundledIndex } from "./bundled.ts";

const EXAMPLES: { file: string; style: Style; rate: number /** Which paragraphs went through the spinner. Default: all. */; only?: number[] }[] = [
  { file: "bridge", style: "thesaurus", rate: 0.75 },
  { file: "orchard", style: "phrase", rate: 0.7 },
  { file: "learning", style: "paraphraser", rate: 0.7 },
  { file: "walking", style: "article", rate: 0.8 },
  { file: "museum", style: "wordnet", rate: 0.45 },
  { file: "clinic", style: "rewriter", rate: 0.6 },
  { file: "library", style: "thesaurus", rate: 0.9, only: [2] },
];

const folder = new URL("../site/examples/", import.meta.url);
const index = bundledIndex();
const forms = new FormsByHead(index);
for (const [seed, { file, style, rate, only }] of EXAMPLES.entries()) {
  const original = readFileSync(new URL(`originals/${file}.txt`, folder), "utf8");
  const spin = (text: string): string => garble(text, forms, index, { random: seededRandom(seed + 1), style: styleIndex(style), rate, sharpness: 2 }).text;
  const text =
    only === undefined
      ? spin(original)
      : original
          .split("\n\n")
          .map((part, i) => (only.includes(i) ? spin(part) : part))
          .join("\n\n");
  writeFileSync(new URL(`${file}.txt`, folder), text);
}
