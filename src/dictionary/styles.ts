/**
 * Spinner styles: families of spinners that write alike. One document comes from one spinner, so a pair (original → observed) is
 * tagged with the styles that use it, and the document tells which style it is in.
 *
 * - `thesaurus`: thesaurus plug-ins of news blogs (said → stated, year → 12 months, without → with out)
 * - `phrase`: phrase spinners ("get admission to", "newshounds", "by means of", "for the reason that")
 * - `paraphraser`: rewriters (hospital → medical clinic, after → in the wake of), the source of tortured phrases in papers
 * - `article`: article-marketing spinners (because → due to the fact, adults → grown ups)
 * - `wordnet`: synset neighbours with lost inflection (year → twelvemonth); also the open dictionary for words no entry has
 * - `rewriter`: paraphrasers that draw anew at every occurrence instead of once a document; they have the forms of `paraphraser`, and habits
 *   of their own
 */
export const STYLES = ["thesaurus", "phrase", "paraphraser", "article", "wordnet", "rewriter"] as const;

export type Style = (typeof STYLES)[number];

/** The style whose entries a style has besides its own. */
export const SHARED_ENTRIES: Partial<Record<Style, Style>> = { rewriter: "paraphraser" };

/** Whether spinners of a style decide for every occurrence of a head anew whether to replace it, and by what, instead of once for a document. */
export const drawsAnew = (style: Style): boolean => style === "rewriter";

export const isStyle = (name: string): name is Style => (STYLES as readonly string[]).includes(name);
