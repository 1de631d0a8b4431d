import { html, nothing, type TemplateResult } from "lit";
import type { Playground } from "../playground.ts";

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** How far the models have come, what the page is doing, what went wrong. */
export function status({ loading, reading, problem }: Playground): TemplateResult | typeof nothing {
  if (loading.state === "failed") return html`<p class="status problem" role="alert">The models could not be loaded. ${loading.message}</p>`;
  if (loading.state === "loading") {
    const { loaded, total } = loading;
    return html`<div class="status">
      <label for="loading">Loading models, once: ${megabytes(loaded)}${total > 0 ? html` of ${megabytes(total)}` : nothing} MB</label>
      ${total > 0 ? html`<progress id="loading" max=${total} .value=${loaded}></progress>` : html`<progress id="loading"></progress>`}
    </div>`;
  }
  if (problem !== "") return html`<p class="status problem" role="alert">The text could not be read. ${problem}</p>`;
  if (reading) return html`<div class="status"><label for="reading">Reading</label><progress id="reading"></progress></div>`;
  return nothing;
}
