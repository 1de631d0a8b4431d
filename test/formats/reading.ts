import type { Format, Prose } from "../../src/formats/prose.js";
import { sourceEdit } from "../../src/formats/source-edits.js";
import { applyEdits } from "../../src/text/apply-edits.js";

/** The text of each block with its kind: `heading: The talks`. */
export function blocksOf(format: Format, source: string): string[] {
  const { text, blocks } = format.read(source);
  return blocks.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);
}

/** A source with words of its prose replaced, the first place of each; undefined where that cannot be said. */
export function replaced(format: Format, source: string, ...pairs: readonly (readonly [observed: string, replacement: string])[]): string | undefined {
  const prose = format.read(source);
  const edits = pairs.map(([observed, replacement]) => editOf(prose, observed, replacement));
  return edits.includes(undefined)
    ? undefined
    : applyEdits(
        source,
        edits.map((edit) => edit!).sort((a, b) => a.start - b.start),
      );
}

function editOf(prose: Prose, observed: string, replacement: string): ReturnType<typeof sourceEdit> {
  const start = prose.text.indexOf(observed);
  if (start < 0) throw new Error(`“${observed}” does not stand in ${JSON.stringify(prose.text)}`);
  return sourceEdit(prose, { start, end: start + observed.length, replacement });
}
