import { html, nothing, type TemplateResult } from "lit";
import type { FormatName } from "ungarble";
import { EXAMPLES, type Example } from "../examples.ts";
import type { Playground } from "../playground.ts";

export interface SourceActions {
  type(text: string): void;
  read(): void;
  readAs(format: FormatName): void;
  openFile(file: File): void;
  tryExample(example: Example): void;
}

const FORMATS: Partial<Record<FormatName, string>> = { text: "plain text", markdown: "Markdown", html: "a web page" };

/** Where a text comes in: typed, pasted, opened, or one of the examples. */
export const source = (playground: Playground, { type, read, readAs, openFile, tryExample }: SourceActions): TemplateResult => html`
  <div class="source">
    <label class="for-readers" for="source">The text to read</label>
    <textarea
      id="source"
      spellcheck="false"
      placeholder="Paste an English text here, or drop a file."
      .value=${playground.source}
      @input=${({ target }: InputEvent) => type((target as HTMLTextAreaElement).value)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) read();
      }}
    ></textarea>
    <div class="row">
      <button class="primary" type="button" ?disabled=${playground.source.trim() === "" || playground.loading.state === "failed"} @click=${read}>Find garble</button>
      <label class="button quiet">
        Open a file
        <input class="for-readers" type="file" accept=".txt,.md,.markdown,.html,.htm,text/*" @change=${({ target }: Event) => {
          const input = target as HTMLInputElement;
          if (input.files?.[0] !== undefined) openFile(input.files[0]);
          input.value = "";
        }} />
      </label>
      <label class="format">
        read as
        <select @change=${({ target }: Event) => readAs((target as HTMLSelectElement).value as FormatName)}>
          ${Object.entries(FORMATS).map(([format, name]) => html`<option value=${format} .selected=${format === playground.format}>${name}</option>`)}
        </select>
      </label>
      ${playground.source === "" ? nothing : html`<button class="quiet" type="button" @click=${() => type("")}>Clear</button>`}
    </div>
    <section class="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">Or try one of these</h2>
      <ul>
        ${EXAMPLES.map(
          (example) => html`<li>
            <button type="button" @click=${() => tryExample(example)}><strong>${example.title}</strong> <span>${example.spinner}</span></button>
          </li>`,
        )}
      </ul>
    </section>
  </div>
`;
