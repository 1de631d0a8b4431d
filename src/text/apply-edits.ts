/**
 * A text with edits made. Text outside the edits stays as it is.
 * @param edits sorted, never overlapping
 */
export function applyEdits(text: string, edits: readonly { start: number; end: number; replacement: string }[]): string {
  let out = "";
  let at = 0;
  for (const { start, end, replacement } of edits) {
    out += text.slice(at, start) + replacement;
    at = end;
  }
  return out + text.slice(at);
}
