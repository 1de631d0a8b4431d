const FENCES = [
  { open: /^---[ \t]*(?:yaml|json|toml)?[ \t]*\r?\n/, close: /^(?:---|\.\.\.)[ \t]*\r?$/m },
  { open: /^\+\+\+[ \t]*\r?\n/, close: /^\+\+\+[ \t]*\r?$/m },
  { open: /^;;;[ \t]*\r?\n/, close: /^;;;[ \t]*\r?$/m },
  { open: /^\{[ \t]*\r?\n/, close: /^\}[ \t]*\r?$/m },
];

/** Where the front matter of a document ends (YAML, TOML or JSON); its start when it has none. */
export function frontMatterEnd(source: string): number {
  const bom = source.startsWith("\ufeff") ? 1 : 0;
  const text = source.slice(bom);
  for (const { open, close } of FENCES) {
    const opening = open.exec(text);
    if (!opening) continue;
    const rest = text.slice(opening[0].length);
    const closing = close.exec(rest);
    if (closing) return bom + opening[0].length + closing.index + closing[0].length;
  }
  return bom;
}
