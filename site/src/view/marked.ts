import type { Finding } from "ungarble";
import { html, nothing, type TemplateResult } from "lit";
import type { Decided } from "../decisions.ts";
import { percent } from "../numbers.ts";
import type { Playground } from "../playground.ts";
import { variables } from "./variables.ts";

export type Spot = { kind: "edit"; start: number; end: number; edit: Decided } | { kind: "finding"; start: number; end: number; finding: Finding };

/** What is marked in the text, in order. */
export function spotsOf(playground: Playground): Spot[] {
  const edits = playground.decided.map((edit): Spot => ({ kind: "edit", start: edit.start, end: edit.end, edit }));
  const findings = playground.findings.map((finding): Spot => ({ kind: "finding", start: finding.start, end: finding.end, finding }));
  return [...edits, ...findings].sort((a, b) => a.start - b.start);
}

export interface MarkedActions {
  open(spot: number, byKeyboard: boolean): void;
  peek(spot: number | undefined): void;
  key(event: KeyboardEvent, spot: number): void;
}

/** The text with its spots: what is swapped out struck through, what comes in beside it, darker the surer. One stop of the Tab key; arrows go from spot to spot. */
export function marked(playground: Playground, current: number, shown: number | undefined, actions: MarkedActions): TemplateResult {
  const { source } = playground.found!;
  const spots = spotsOf(playground);
  const parts: unknown[] = [];
  let at = 0;
  spots.forEach((spot, i) => {
    parts.push(source.slice(at, spot.start), spotMark(spot, i, i === Math.min(current, spots.length - 1), i === shown, actions));
    at = spot.end;
  });
  parts.push(source.slice(at));
  return html`<div class="prose" role="group" aria-label="The text, its spots marked" aria-describedby="keys">${parts}</div>
    <p id="keys" class="keys">
      ${
        spots.length === 0
          ? nothing
          : html`<kbd>←</kbd> <kbd>→</kbd> from spot to spot, <kbd>Enter</kbd> for alternatives and reasons, <kbd>A</kbd> accept, <kbd>R</kbd> reject.`
      }
    </p>`;
}

function spotMark(spot: Spot, i: number, current: boolean, shown: boolean, { open, peek, key }: MarkedActions): TemplateResult {
  const probability = spot.kind === "edit" ? spot.edit.probability : spot.finding.probability;
  return html`<span
    class="spot ${spot.kind === "finding" ? "finding" : spot.edit.accepted ? "accepted" : "rejected"} ${shown ? "shown" : ""}"
    role="button"
    tabindex=${current ? 0 : -1}
    data-spot=${i}
    aria-haspopup="dialog"
    aria-expanded=${shown}
    aria-description=${description(spot)}
    ${variables({ "--probability": probability })}
    @click=${() => open(i, false)}
    @pointerenter=${({ pointerType }: PointerEvent) => pointerType === "mouse" && peek(i)}
    @pointerleave=${({ pointerType }: PointerEvent) => pointerType === "mouse" && peek(undefined)}
    @keydown=${(event: KeyboardEvent) => key(event, i)}
    >${content(spot)}</span
  >`;
}

function content(spot: Spot): unknown {
  if (spot.kind === "finding") return spot.finding.observed;
  const { observed, chosen, accepted } = spot.edit;
  return accepted ? html`<del>${observed}</del> <ins>${chosen}</ins>` : observed;
}

/** What the eye sees by strokes and colours. */
function description(spot: Spot): string {
  if (spot.kind === "finding") return `suspicious, ${percent(spot.finding.probability)}`;
  const { chosen, replacement, observed, probability, accepted } = spot.edit;
  if (!accepted) return `stays, “${replacement}” rejected`;
  return `“${chosen}” in place of “${observed}”${chosen === replacement ? `, ${percent(probability)} sure` : ""}`;
}
