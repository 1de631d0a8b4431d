import { html, nothing, type TemplateResult } from "lit";
import type { Style } from "ungarble";
import { count, percent } from "../numbers.ts";
import type { Found, Playground } from "../playground.ts";
import { STYLE_NAMES } from "../reasons.ts";
import { variables } from "./variables.ts";

/** A share of words as high as the chart goes. */
const FULL_RATE = 0.6;

/** The verdict on the whole, and how garbled each part is. */
export function verdict(playground: Playground, showPassage: (start: number) => void): TemplateResult | typeof nothing {
  const { found } = playground;
  if (found === undefined) return nothing;
  const { garbled, probability, rate, style } = found.verdict;
  const decided = playground.decided;
  const accepted = decided.filter((edit) => edit.accepted).length;
  return html`
    <section class="verdict ${garbled ? "garbled" : "clean"}" aria-labelledby="verdict-title">
      <h2 id="verdict-title">${garbled ? "Garbled" : "Reads as clean"}</h2>
      <p>
        ${
          garbled
            ? html`${percent(probability)} sure. ${Math.round(rate * 100)} of 100 words stand inside a
              substitution${style === undefined ? nothing : html`, as ${STYLE_NAMES[style as Style] ?? style} would leave them`}.`
            : html`Nothing is changed. The probability that a spinner was here is ${percent(probability)}.`
        }
      </p>
      ${chart(found, playground, showPassage)}
      ${
        garbled
          ? html`<p class="tally">${count(decided.length, "spot")} shown, <strong>${accepted} accepted</strong>${
              playground.findings.length === 0 ? nothing : html`, ${playground.findings.length} suspicious without a repair`
            }</p>`
          : nothing
      }
    </section>
  `;
}

/** A bar a passage, as wide as the passage is long; below them a tick a spot. */
function chart({ source, passages }: Found, playground: Playground, showPassage: (start: number) => void): TemplateResult {
  const place = (start: number): string => `${(100 * start) / Math.max(1, source.length)}%`;
  return html`
    <figure class="chart">
      <ol>
        ${passages.map(
          ({ start, end, probability, rate }, i) => html`<li ${variables({ "--length": end - start })}>
            <button
              type="button"
              class=${probability >= 0.5 ? "garbled" : "clean"}
              aria-label="Part ${i + 1} of ${passages.length}: garbled with ${percent(probability)} probability, ${Math.round(rate * 100)} of 100 words substituted. Show it."
              title="${percent(probability)} garbled, ${Math.round(rate * 100)} of 100 words"
              ${variables({ "--height": Math.min(1, rate / FULL_RATE), "--probability": probability })}
              @click=${() => showPassage(start)}
            ></button>
          </li>`,
        )}
      </ol>
      <div class="ticks" aria-hidden="true">
        ${playground.decided.map(({ start, accepted }) => html`<i class=${accepted ? "" : "rejected"} ${variables({ "--place": place(start) })}></i>`)}
        ${playground.findings.map(({ start }) => html`<i class="finding" ${variables({ "--place": place(start) })}></i>`)}
      </div>
      <figcaption>Garble along the text. Height: the share of words swapped.</figcaption>
    </figure>
  `;
}
