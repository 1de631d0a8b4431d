import { html, nothing, type TemplateResult } from "lit";
import { linePairs, type Piece } from "../decisions.ts";
import type { Playground } from "../playground.ts";

const before = (pieces: readonly Piece[]): unknown[] => pieces.map(({ text, changed }) => (changed ? html`<del>${text}</del>` : text));
const after = (pieces: readonly Piece[]): unknown[] => pieces.map(({ text, changed }) => (changed ? html`<ins>${text}</ins>` : text));

/** The text as it stands beside the text as repaired, paragraph by paragraph. */
export function sides(playground: Playground): TemplateResult {
  const lines = linePairs(playground.found!.source, playground.decided).filter((line) => line.before.length > 0 || line.after.length > 0);
  return html`<div class="sides">
    <h2 class="small">As it stands</h2>
    <h2 class="small">Repaired</h2>
    ${lines.map((line) => html`<p class="prose old">${before(line.before)}</p><p class="prose new">${after(line.after)}</p>`)}
  </div>`;
}

/** The changed lines, old above new, with their numbers. */
export function diff(playground: Playground): TemplateResult {
  const lines = linePairs(playground.found!.source, playground.decided);
  if (!lines.some(({ changed }) => changed)) return html`<p class="empty">No line is changed.</p>`;
  const row = (number: number, sign: string, kind: string, pieces: unknown): TemplateResult =>
    html`<div class="diff-line ${kind}" role="listitem"><span class="diff-number">${number}</span><span class="diff-sign" aria-hidden="true">${sign}</span><span
        ><span class="for-readers">${kind === "old" ? "Removed: " : kind === "new" ? "Added: " : ""}</span>${pieces}</span
      ></div>`;
  return html`<div class="diff" role="list" aria-label="Changed lines">
    ${lines.map((line, i) =>
      line.changed
        ? [row(i + 1, "−", "old", before(line.before)), row(i + 1, "+", "new", after(line.after))]
        : line.before.length === 0
          ? nothing
          : row(i + 1, "", "same", after(line.after)),
    )}
  </div>`;
}
