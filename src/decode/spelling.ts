import { distance as editDistance } from "fastest-levenshtein";
import { isFunctionWord } from "../dictionary/function-words.js";

/** What the letters of an edit tell, whatever stands around it. */
export interface Spelling {
  /** 1 - Levenshtein distance / length of the longer one, 0..1: 1 for the same letters. */
  similarity: number;
  /** 1 when the observed words hold a contraction (didn't, they're). */
  contraction: number;
  /** 1 when digits stand in the observed words or in the original, but not in both. */
  digits: number;
  /** Share of function words among the observed words, 0..1. */
  functionWords: number;
  /** The same of the original. */
  originalFunctionWords: number;
  /** Commas of the observed words and the original. */
  commas: number;
  /** Hyphens of the observed words and the original. */
  hyphens: number;
}

const CONTRACTION = /(?:n['’]t|['’](?:re|ve|ll|m|d))(?![\p{L}\p{N}])/u;

/**
 * Compares observed words with an original.
 *
 * @example
 * spelling("haven’t", "have not"); // { similarity: 0.75, contraction: 1, digits: 0, functionWords: 0, originalFunctionWords: 1, … }
 */
export function spelling(observed: string, original: string): Spelling {
  const [from, to] = [observed.toLowerCase(), original.toLowerCase()];
  const both = from + to;
  return {
    similarity: 1 - editDistance(from, to) / Math.max(1, from.length, to.length),
    contraction: CONTRACTION.test(from) ? 1 : 0,
    digits: /\d/.test(from) === /\d/.test(to) ? 0 : 1,
    functionWords: functionWordShare(from),
    originalFunctionWords: functionWordShare(to),
    commas: both.split(",").length - 1,
    hyphens: both.split("-").length - 1,
  };
}

function functionWordShare(text: string): number {
  const words = text.match(/[\p{L}'’]+/gu) ?? [];
  return words.filter(isFunctionWord).length / Math.max(1, words.length);
}
