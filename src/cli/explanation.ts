import type { Repairer } from "../repairer.js";
import type { Edit, Span, Verdict } from "../types.js";
import type { FileSettings } from "./config/settings.js";
import { type DeepFlags, detect, tellUnavailable, weigh } from "./deep.js";
import { LineIndex, type Position } from "./files/line-index.js";
import { readIgnoreComments } from "../formats/ignore-comments.js";
import { createFormat } from "../formats/load-format.js";
import { unreadSpans } from "../formats/prose.js";

/** A proposal that was weighed, and what became of it. */
export interface Weighed extends Edit, Position {
  proposed: boolean;
  /** Why it is or is not proposed. */
  reason: string;
}

/** Why edits are or are not proposed in a stretch of a text. */
export interface Explanation {
  path: string;
  from: Position;
  /** The lines of the stretch asked about. */
  text: string;
  minProbability: number;
  verdict: Verdict;
  weighed: Weighed[];
  /** Why nothing was weighed, or what of the stretch was not read. */
  notes: string[];
}

export async function explainSpan(
  repairer: Repairer,
  subject: { path: string; text: string; span: Span; settings: FileSettings },
  deep: DeepFlags = {},
): Promise<Explanation> {
  const { path, text, span, settings } = subject;
  const lines = new LineIndex(text);
  const format = await createFormat(settings.syntax, settings.formatOptions);
  const prose = format?.read(text);
  const ignored = prose ? readIgnoreComments(prose.comments, text).ignores.map(({ covers }) => covers) : [];
  const { edits, verdict } = await weigh(repairer, deep, text, { format: format ?? "text" });
  const made = (await detect(repairer, deep, text, { format: format ?? "text", minProbability: settings.minProbability })).edits;
  tellUnavailable(path, verdict);
  const overlaps = (other: Span): boolean => other.start < span.end && other.end > span.start;
  const weighed = edits.filter(overlaps).map((edit) => ({ ...lines.positionOf(edit.start), ...edit, ...judged(edit, made, verdict, settings.minProbability) }));
  const notes: string[] = [];
  if (ignored.some(overlaps)) notes.push("an ungarble-ignore comment covers this place (or a part of it): it is not read");
  else if (prose && unreadSpans(prose, span).length > 0) notes.push("some of it is code or markup, which is not read");
  if (weighed.length === 0)
    notes.push("no dictionary entry has a form that stands here and an original that could stand in its place (or leaveAlone names it)");
  const from = lines.positionOf(span.start);
  const shown = text.slice(lines.startOf(from.line), lines.endOf(lines.positionOf(span.end).line));
  return { path, from, text: shown, minProbability: settings.minProbability, verdict, weighed, notes };
}

function judged(edit: Edit, made: readonly Edit[], verdict: Verdict, minProbability: number): { proposed: boolean; reason: string } {
  if (made.some(({ start, end, replacement }) => start === edit.start && end === edit.end && replacement === edit.replacement)) {
    return { proposed: true, reason: `its probability reaches the ${minProbability} asked for` };
  }
  if (edit.probability < minProbability) return { proposed: false, reason: `its probability is below the ${minProbability} asked for` };
  if (!verdict.garbled) return { proposed: false, reason: "the document as a whole does not look garbled, and edits are only made in documents that do" };
  return { proposed: false, reason: "another edit that overlaps it is likelier" };
}
