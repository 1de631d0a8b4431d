import { html, nothing, type TemplateResult } from "lit";
import { percent } from "../numbers.ts";
import { reasons } from "../reasons.ts";
import type { Spot } from "./marked.ts";

export interface CardActions {
  choose(text: string): void;
  close(): void;
  step(by: number): void;
  enter(): void;
  leave(): void;
}

/** What can stand at a spot, and why. */
export const card = (spot: Spot, actions: CardActions): TemplateResult => html`
  <section
    class="card"
    id="card"
    role="dialog"
    aria-label=${spot.kind === "edit" ? `What stands for “${spot.edit.observed}”` : `“${spot.finding.observed}”`}
    tabindex="-1"
    @pointerenter=${actions.enter}
    @pointerleave=${actions.leave}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === "Escape") actions.close();
    }}
  >
    ${spot.kind === "edit" ? edit(spot, actions) : finding(spot)}
    <footer class="row">
      ${
        spot.kind === "edit"
          ? html`<button class="primary" type="button" ?disabled=${spot.edit.accepted} @click=${() => actions.choose(spot.edit.replacement)}>Accept</button>
              <button type="button" ?disabled=${!spot.edit.accepted} @click=${() => actions.choose(spot.edit.observed)}>Reject</button>`
          : nothing
      }
      <span class="stretch"></span>
      <button class="quiet icon" type="button" aria-label="Previous spot" @click=${() => actions.step(-1)}>←</button>
      <button class="quiet icon" type="button" aria-label="Next spot" @click=${() => actions.step(1)}>→</button>
      <button class="quiet icon" type="button" aria-label="Close" @click=${actions.close}>×</button>
    </footer>
  </section>
`;

function edit({ edit }: Extract<Spot, { kind: "edit" }>, { choose }: CardActions): TemplateResult {
  const options = [
    { text: edit.replacement, said: percent(edit.probability), share: edit.probability },
    ...edit.alternatives.map(({ replacement, probability }) => ({ text: replacement, said: percent(probability), share: probability })),
    { text: edit.observed, said: "as it stands", share: 0 },
  ];
  const why = reasons(edit);
  return html`
    <fieldset>
      <legend>What the author wrote</legend>
      ${options.map(
        ({ text, said, share }) => html`<label class="option">
          <input type="radio" name="choice" .checked=${edit.chosen === text} @change=${() => choose(text)} />
          <span class="option-text">${text === "" ? "nothing" : text}</span>
          <span class="option-said">${said}</span>
          ${share > 0 ? html`<meter min="0" max="1" value=${share} aria-hidden="true"></meter>` : nothing}
        </label>`,
      )}
    </fieldset>
    ${why.length === 0 ? nothing : html`<h2 class="small">Why</h2><ul class="why">${why.map((reason) => html`<li>${reason}</li>`)}</ul>`}
  `;
}

const finding = ({ finding }: Extract<Spot, { kind: "finding" }>): TemplateResult => html`
  <h2 class="small">Suspicious</h2>
  <p>“${finding.observed}” reads as if a spinner had written it (${percent(finding.probability)}). What stood there before is not known.</p>
`;
