import type { FormatName } from "ungarble";

/** What a text seems to be: by its file's ending, else a page when it begins as one. */
export function formatOf(source: string, fileName: string): FormatName {
  if (/\.(?:md|markdown)$/i.test(fileName)) return "markdown";
  return /\.html?$/i.test(fileName) || /^\s*<(?:!doctype\s+html|html|head|body|article|main|div|p)\b/i.test(source) ? "html" : "text";
}
