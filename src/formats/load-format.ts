import { installedModule } from "../disk.js";
import type { HtmlOptions } from "./html.js";
import { importMdx } from "./import-mdx.js";
import type { MarkdownOptions } from "./markdown.js";
import type { Format } from "./prose.js";

/** The formats that come with the package. `"text"` is read as it stands. */
export const FORMAT_NAMES = ["text", "markdown", "mdx", "html"] as const;

/** The name of a format that comes with the package. */
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Options of whichever format a source has; one that its format does not know is not looked at. */
export type FormatOptions = HtmlOptions & MarkdownOptions;

const loaded = new Map<FormatName, Format>();

/** A format, its parser loaded. undefined for plain text. */
export async function createFormat(name: FormatName, options: FormatOptions = {}): Promise<Format | undefined> {
  switch (name) {
    case "html":
      return (await import("./html.js")).html(options);
    case "markdown":
      return (await import("./markdown.js")).markdown(options);
    case "mdx":
      return (await importMdx()).mdx(options);
    case "text":
      return undefined;
  }
}

/** Loads a format's parser, once; the format is then there for every repairer. */
export async function loadFormat(name: FormatName): Promise<void> {
  const format = loaded.has(name) ? undefined : await createFormat(name);
  if (format) loaded.set(name, format);
}

/** A format with its default options: loaded before, or, in Node, at once. undefined where its parser cannot be loaded without waiting. */
export function loadedFormat(name: Exclude<FormatName, "text">): Format | undefined {
  const known = loaded.get(name);
  if (known) return known;
  const made = (installedModule("ungarble/formats") as Record<string, () => Format> | undefined)?.[name]?.();
  if (made) loaded.set(name, made);
  return made;
}
