import { html, type TemplateResult } from "lit";

export interface HeaderActions {
  toggleTheme(): void;
}

export const header = (dark: boolean, { toggleTheme }: HeaderActions): TemplateResult => html`
  <header class="masthead">
    <div class="masthead-words">
      <h1><span aria-hidden="true"><del>disentangle</del> <ins>un</ins>garble</span><span class="for-readers">ungarble</span></h1>
      <p>Article spinners swap words for a thesaurus’s. This finds them and puts the author’s back.</p>
    </div>
    <button class="quiet" type="button" aria-pressed=${dark} @click=${toggleTheme}>${dark ? "Light" : "Dark"}</button>
  </header>
`;
