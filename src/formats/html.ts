import { withExclusions } from "./exclusions.js";
import { HtmlReader, type ReadableAttribute } from "./html-reader.js";
import { mainText, type PagePlace } from "./main-text.js";
import type { Format, Notation } from "./prose.js";
import { assemble, ProseBuilder } from "./prose-builder.js";
import { filled, withoutTemplates } from "./template-syntax.js";

/** Options of the format HTML. */
export interface HtmlOptions {
  /** Attributes whose values are prose, too: `"alt"`, `"title"`, `"aria-label"`, or one of your own elements. Default: none. */
  attributes?: readonly ReadableAttribute[];
  /** Read navigation, share bars, newsletter calls, lists of links and the like as well. Default false: the main text of a page. */
  boilerplate?: boolean;
  /** Leave unread what `<!-- ungarble-ignore-… -->` comments cover. Default true. */
  ignoreComments?: boolean;
}

/** Formulas of MathJax and KaTeX. */
const FORMULA = /\$\$[^<$]{1,2000}\$\$|\\\((?:(?!\\\))[^<]){1,2000}\\\)|\\\[(?:(?!\\\])[^<]){1,2000}\\\]/g;

const NOTATION: Notation = {
  escape: (words, { kind }) => (kind === "attribute" ? escapeHtml(words).replace(/"/g, "&quot;").replace(/'/g, "&#39;") : escapeHtml(words)),
  mayEmpty: true,
};

function escapeHtml(words: string): string {
  return words.replace(/&(?=[#\p{L}\d])/gu, "&amp;").replace(/</g, "&lt;");
}

/**
 * HTML, a whole page or a fragment, as browsers read it, however malformed.
 *
 * Not prose: code (`<code> <pre> <kbd> <samp> <var>`), what readers do not see (`<script> <style> <head> <svg> <math> <textarea>`, comments), tags and
 * attributes, templates (`{{ }} {% %} <% %> <?php ?>`), formulas, `translate="no"`, `class="notranslate"`, elements whose `lang` is not English. Of a
 * page the main text is read: see {@link HtmlOptions.boilerplate}.
 * @example
 * repairer.repair(page, { format: html({ attributes: ["alt"] }) });
 */
export function html({ attributes = [], boilerplate = false, ignoreComments = true }: HtmlOptions = {}): Format {
  return {
    name: "html",
    read(source) {
      const readable = withoutTemplates(source)
        .replace(FORMULA, filled)
        .replace(/^\ufeff/, " ");
      const builder = new ProseBuilder<PagePlace>(source, readable, { kind: "paragraph", context: { regions: [], landmark: undefined, headline: false } });
      const reader = new HtmlReader(readable, builder, attributes);
      reader.read(0, readable.length);
      reader.end();
      const drafts = boilerplate ? builder.drafts : mainText(builder.drafts);
      return withExclusions(assemble(source, drafts, { comments: reader.comments, notation: NOTATION }), { ignoreComments });
    },
  };
}
