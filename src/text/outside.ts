import type { Span } from "../types.js";

/** The spans of a list that touch none of the closed ones. Both sorted, the closed ones without overlaps. */
export function outside<S extends Span>(spans: readonly S[], closed: readonly Span[]): readonly S[] {
  if (closed.length === 0) return spans;
  let at = 0;
  return spans.filter(({ start, end }) => {
    while (at < closed.length && closed[at]!.end <= start) at++;
    return at === closed.length || closed[at]!.start >= end;
  });
}
