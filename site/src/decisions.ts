import { applyEdits, type Edit, type Span } from "ungarble";

/** What somebody decided for a spot: what shall stand there. */
export type Decisions = ReadonlyMap<string, string>;

/** An edit with what shall stand in its place. */
export interface Decided extends Edit {
  /** The text that will stand there. */
  chosen: string;
  /** Something else than what stands there now. */
  accepted: boolean;
}

export const keyOf = ({ start, end }: Span): string => `${start}-${end}`;

/** The edits that are sure enough, each as decided; an edit nobody decided on is accepted. */
export function decide(edits: readonly Edit[], minProbability: number, decisions: Decisions): Decided[] {
  return edits
    .filter(({ probability }) => probability >= minProbability)
    .map((edit) => {
      const chosen = decisions.get(keyOf(edit)) ?? edit.replacement;
      return { ...edit, chosen, accepted: chosen !== edit.observed };
    });
}

/** The text with what was accepted. */
export const repaired = (source: string, decided: readonly Decided[]): string =>
  applyEdits(
    source,
    decided.map(({ start, end, chosen }) => ({ start, end, replacement: chosen })),
  );

/** A stretch of text: as it stands, or within an edit. */
export interface Piece {
  text: string;
  changed: boolean;
}

/** A line before and after. An edit that spans a line's end belongs to the line in which it begins. */
export interface LinePair {
  before: Piece[];
  after: Piece[];
  changed: boolean;
}

export function linePairs(source: string, decided: readonly Decided[]): LinePair[] {
  const lines: LinePair[] = [{ before: [], after: [], changed: false }];
  const line = (): LinePair => lines[lines.length - 1]!;
  const plain = (text: string): void => {
    text.split("\n").forEach((part, i) => {
      if (i > 0) lines.push({ before: [], after: [], changed: false });
      if (part !== "") for (const side of [line().before, line().after]) side.push({ text: part, changed: false });
    });
  };
  let at = 0;
  for (const { start, end, observed, chosen, accepted } of decided) {
    if (!accepted) continue;
    plain(source.slice(at, start));
    line().before.push({ text: observed, changed: true });
    line().after.push({ text: chosen, changed: true });
    line().changed = true;
    at = end;
  }
  plain(source.slice(at));
  return lines;
}
