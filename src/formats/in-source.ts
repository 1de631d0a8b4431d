import type { Detection, Edit, Span } from "../types.js";
import { joined, type Prose, proseSpans, sourceSpan } from "./prose.js";
import { type Replacement, sourceEdit } from "./source-edits.js";

/** What of the prose is not to be read: what the format leaves out, and spans of the source that the caller leaves out. */
export function closedProse(prose: Prose, exclude: readonly Span[] = []): Span[] {
  return exclude.length === 0 ? [...prose.exclude] : joined([...prose.exclude, ...proseSpans(prose, exclude)]);
}

/**
 * What was found in prose, in offsets of its source. An edit that the source cannot say is left out, and so is an alternative; where markup stands
 * within an edit, `observed` and `replacement` hold it.
 */
export function inSource<Found extends Detection & { proposals?: Replacement[] }>(prose: Prose, found: Found): Found {
  const edits: Edit[] = [];
  for (const edit of found.edits) {
    const made = sourceEdit(prose, edit);
    if (!made) continue;
    const alternatives = edit.alternatives.flatMap(({ replacement, probability }) => {
      const other = sourceEdit(prose, { start: edit.start, end: edit.end, replacement });
      return other ? [{ replacement: other.replacement, probability }] : [];
    });
    edits.push({ ...edit, ...made, observed: prose.source.slice(made.start, made.end), alternatives });
  }
  const proposals = found.proposals?.flatMap((proposal) => {
    const made = sourceEdit(prose, proposal);
    return made ? [{ ...proposal, ...made }] : [];
  });
  const findings = found.findings.flatMap((finding) => {
    const span = sourceSpan(prose, finding);
    return span ? [{ ...finding, ...span, observed: prose.source.slice(span.start, span.end) }] : [];
  });
  const passages = found.verdict.passages.flatMap((passage) => {
    const span = sourceSpan(prose, passage);
    return span ? [{ ...passage, ...span }] : [];
  });
  return {
    ...found,
    edits: disjoint(edits),
    findings: findings.sort((a, b) => a.start - b.start),
    verdict: { ...found.verdict, passages },
    ...(proposals && { proposals }),
  };
}

/** Sorted; of two that overlap (an attribute's within the markup of a phrase) the one that starts first. */
function disjoint(edits: readonly Edit[]): Edit[] {
  const out: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) if (edit.start >= (out.at(-1)?.end ?? 0)) out.push(edit);
  return out;
}
