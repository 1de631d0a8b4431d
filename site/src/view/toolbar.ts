import { html, nothing, type TemplateResult } from "lit";
import { percent } from "../numbers.ts";
import type { Playground, View } from "../playground.ts";

const VIEWS: Record<View, string> = { text: "Text", marked: "Marked", sides: "Before and after", diff: "Changes" };

/** Which way the text is looked at. */
export const views = (playground: Playground, show: (view: View) => void): TemplateResult => html`
  <fieldset class="segments">
    <legend class="for-readers">View</legend>
    ${(Object.keys(VIEWS) as View[]).map(
      (view) => html`<label>
        <input
          type="radio"
          name="view"
          value=${view}
          .checked=${playground.view === view}
          ?disabled=${view !== "text" && playground.found === undefined && !playground.reading}
          @change=${() => show(view)}
        />
        <span>${VIEWS[view]}</span>
      </label>`,
    )}
  </fieldset>
`;

export interface ToolActions {
  showFrom(minProbability: number): void;
  chooseAll(accept: boolean): void;
  copy(): void;
  download(): void;
}

/** What can be done with all that was found. */
export const tools = (playground: Playground, { showFrom, chooseAll, copy, download }: ToolActions): TemplateResult | typeof nothing =>
  playground.found === undefined
    ? nothing
    : html`<section class="tools" aria-label="Repairs">
        ${
          playground.found.verdict.garbled
            ? html`<div class="slider">
                  <label for="sure">Show edits at least this sure</label>
                  <output for="sure">${percent(playground.minProbability)}</output>
                  <input
                    id="sure"
                    type="range"
                    min="5"
                    max="99"
                    step="1"
                    .value=${String(Math.round(playground.minProbability * 100))}
                    @input=${({ target }: InputEvent) => showFrom(Number((target as HTMLInputElement).value) / 100)}
                  />
                  <p class="ends" aria-hidden="true"><span>more repairs</span><span>fewer, surer</span></p>
                </div>
                <div class="row">
                  <button type="button" @click=${() => chooseAll(true)}>Accept all</button>
                  <button type="button" @click=${() => chooseAll(false)}>Reject all</button>
                </div>`
            : nothing
        }
        <div class="row">
          <button class="primary" type="button" @click=${copy}>Copy repaired text</button>
          <button type="button" @click=${download}>Download</button>
        </div>
      </section>`;
