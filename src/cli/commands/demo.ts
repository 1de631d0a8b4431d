import { readFileSync } from "node:fs";
import { applyEdits } from "../../text/apply-edits.js";
import type { Edit } from "../../types.js";
import type { RepairFlags } from "../config/flags.js";
import { Settings } from "../config/settings.js";
import { EXIT, type ExitStatus } from "../exit-status.js";
import { Inspector } from "../inspector.js";
import { StandardOutput } from "../output.js";
import { shownProbability, verdictSentence } from "../reports/wording.js";
import { type Colours, coloursFor } from "../terminal.js";

/** Columns of output that goes to no terminal, and the most in one. */
const WIDTH = 100;

/** `ungarble demo` (what `npm start` runs): repairs an article that comes with the package, and shows what was done. */
export async function demo(flags: RepairFlags): Promise<ExitStatus> {
  const text = readFileSync(new URL("../examples/garbled-article.txt", import.meta.url), "utf8");
  const settings = (await Settings.load(flags)).forText();
  const repairer = await new Inspector().repairer(settings.repairer);
  const started = performance.now();
  const { edits, verdict } = repairer.detect(text, { minProbability: settings.minProbability });
  const milliseconds = performance.now() - started;
  const output = new StandardOutput();
  const colours = coloursFor(output, flags.color);
  const width = Math.min(WIDTH, output.isTTY ? (process.stdout.columns ?? WIDTH) : WIDTH);
  const title = (name: string): string => `\n${colours.bold(name)}\n\n`;
  await output.write(`${title("As a thesaurus plug-in left it")}${wrap(text, width)}\n`);
  await output.write(`${title("Repaired (edits marked)")}${wrap(marked(text, edits, colours), width)}\n`);
  await output.write(`${title("Edits")}${table(text, edits)}`);
  await output.write(`${title("Verdict")}${verdictSentence(verdict)}; ${edits.length} edits in ${milliseconds.toFixed(0)} ms\n`);
  return EXIT.clean;
}

/** In colour, or in [brackets] where there is none. */
function marked(text: string, edits: readonly Edit[], colours: Colours): string {
  const mark = (replacement: string): string => (colours.isColorSupported ? colours.green(replacement) : `[${replacement}]`);
  return applyEdits(
    text,
    edits.map(({ start, end, replacement }) => ({ start, end, replacement: mark(replacement) })),
  );
}

function table(text: string, edits: readonly Edit[]): string {
  const longest = Math.max(8, ...edits.map(({ observed }) => observed.length));
  const rows = edits.map(({ start, observed, replacement, probability }) => {
    const line = text.slice(0, start).split("\n").length;
    return `${String(line).padStart(4)}  ${observed.padEnd(longest)}  →  ${replacement.padEnd(longest)}  ${shownProbability(probability)}\n`;
  });
  return `line  ${"found".padEnd(longest)}     ${"should read".padEnd(longest)}  probability\n${rows.join("")}`;
}

/** Paragraphs broken at spaces; escape sequences take no room. */
function wrap(text: string, width: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences of colours
  const visible = (word: string): number => word.replace(/\u001b\[\d+m/g, "").length;
  const lines = text
    .trimEnd()
    .split("\n")
    .map((paragraph) => {
      let line = "";
      let out = "";
      for (const word of paragraph.split(" ")) {
        if (line !== "" && visible(line) + 1 + visible(word) > width) {
          out += `${line}\n`;
          line = word;
        } else line = line === "" ? word : `${line} ${word}`;
      }
      return out + line;
    });
  return lines.join("\n");
}
