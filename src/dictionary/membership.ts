import { isName } from "./is-name.js";
import { logistic } from "../log-prob.js";
import { isFunctionWord } from "./function-words.js";
import { SHARED_ENTRIES, STYLES, type Style } from "./styles.js";

/** What is known of a head without looking at garbled text. */
export interface HeadFacts {
  /** The head's normal forms. */
  terms: readonly string[];
  /** As an author writes it. */
  surface: string;
  /** Style → how many forms it lists for the head. */
  forms: readonly number[];
  /** How many pairs have the head's own words as their observed form. */
  asForm: number;
}

/** Documents in which a head was replaced, and in which it stood as it is. Fractions where a document did both. */
export interface HeadCounts {
  replaced: number;
  kept: number;
}

/**
 * Log-odds, fitted on annotated documents by logistic regression (log loss 0.47 nats a head and document on documents left out; 0.57 with
 * one probability for all heads). Function words are seldom replaced alone; what several styles list, and what many heads have among their
 * forms, is common enough to be in a spinner's dictionary.
 */
const LOG_ODDS = { bias: -5.6, functionWord: -2.91, twoTerms: 0.34, moreTerms: 0.77, forms: 0.43, asForm: 0.33, styles: 0.89, name: 0.7 };
const STYLE_LOG_ODDS: Record<Style, number> = { thesaurus: 0, phrase: -0.55, paraphraser: -0.82, article: -0.7, wordnet: -0.7, rewriter: 0.1 };
/** Style → how much the head's facts say of it, where that is not 1: rewriters replace this and that, common or not. */
const STYLE_SLOPE: Partial<Record<Style, number>> = { rewriter: 0.35 };
/** Whether a style's listing a head says how common it is: not when it is taken from WordNet, or from another style. */
const hasOwnList = (style: Style): boolean => style !== "wordnet" && SHARED_ENTRIES[style] === undefined;

/** How many documents the prior counts for (Beta), and what a document of another style counts. */
const CONCENTRATION = 0.4;
const OTHER_STYLES = 0.05;

/**
 * P(a spinner of this style has the head in its dictionary), 0..1, in the order of STYLES: the prior of the head's facts, refined by what
 * documents of the style have shown (Beta–binomial).
 */
export function memberships({ terms, surface, forms, asForm }: HeadFacts, counts: ReadonlyMap<Style, HeadCounts> | undefined): number[] {
  const listed = forms.filter((count, style) => count > 0 && hasOwnList(STYLES[style]!)).length;
  const common =
    LOG_ODDS.bias +
    LOG_ODDS.styles * listed +
    LOG_ODDS.asForm * Math.log1p(asForm) +
    (terms.length === 1 && isFunctionWord(terms[0]!) ? LOG_ODDS.functionWord : 0) +
    (terms.length > 1 ? LOG_ODDS.twoTerms : 0) +
    (terms.length > 2 ? LOG_ODDS.moreTerms : 0) +
    (isName(surface) ? LOG_ODDS.name : 0);
  return STYLES.map((style, s) => {
    const prior = logistic(STYLE_LOG_ODDS[style] + (STYLE_SLOPE[style] ?? 1) * (common + LOG_ODDS.forms * Math.log1p(forms[s]!)));
    let replaced = 0;
    let seen = 0;
    for (const [other, count] of counts ?? []) {
      const weight = other === style ? 1 : OTHER_STYLES;
      replaced += weight * count.replaced;
      seen += weight * (count.replaced + count.kept);
    }
    return (CONCENTRATION * prior + replaced) / (CONCENTRATION + seen);
  });
}
