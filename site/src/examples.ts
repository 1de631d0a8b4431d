import bridge from "../examples/bridge.txt?raw";
import clinic from "../examples/clinic.txt?raw";
import learning from "../examples/learning.txt?raw";
import library from "../examples/library.txt?raw";
import museum from "../examples/museum.txt?raw";
import orchard from "../examples/orchard.txt?raw";
import letter from "../examples/originals/letter.txt?raw";
import walking from "../examples/walking.txt?raw";

/** Texts to try, all but the last one garbled (see scripts/build-examples.ts). */
export interface Example {
  title: string;
  /** What was done to it. */
  spinner: string;
  text: string;
}

export const EXAMPLES: readonly Example[] = [
  { title: "City news", spinner: "thesaurus plug-in", text: bridge },
  { title: "Farming", spinner: "phrase spinner", text: orchard },
  { title: "Paper", spinner: "paraphraser", text: learning },
  { title: "Health tips", spinner: "article spinner", text: walking },
  { title: "Local news", spinner: "rewriter", text: clinic },
  { title: "Museum", spinner: "WordNet synonyms", text: museum },
  { title: "Library", spinner: "one paragraph spun", text: library },
  { title: "Ferry", spinner: "clean", text: letter },
];
