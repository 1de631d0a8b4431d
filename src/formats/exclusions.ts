import type { Span } from "../types.js";
import { readIgnoreComments } from "./ignore-comments.js";
import { type Prose, proseSpans } from "./prose.js";

/** Prose in which what an ignore comment covers is neither read nor changed. @param closed further spans of the source */
export function withExclusions(prose: Omit<Prose, "exclude">, { ignoreComments, closed = [] }: { ignoreComments: boolean; closed?: readonly Span[] }): Prose {
  const ignored = ignoreComments ? readIgnoreComments(prose.comments, prose.source).ignores.map(({ covers }) => covers) : [];
  return { ...prose, exclude: proseSpans(prose, [...ignored, ...closed]) };
}
