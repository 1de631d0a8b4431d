import { OptionsError } from "../options-error.js";
import { FORMAT_NAMES, type FormatName, loadedFormat } from "./load-format.js";
import type { Format } from "./prose.js";

/**
 * The format that an option names or is; undefined for plain text.
 * @param own formats given to the repairer, which go before those of the package
 * @throws OptionsError for a name that is none, and for one whose parser is not loaded and cannot be without waiting
 */
export function formatOf(format: string | Format | undefined, own: readonly (FormatName | Format)[] = []): Format | undefined {
  if (format === undefined || typeof format === "object") return format;
  const given = own.find((candidate): candidate is Format => typeof candidate !== "string" && candidate.name === format);
  if (given) return given;
  if (!isName(format)) throw new OptionsError("format", ...unknown(format));
  if (format === "text") return undefined;
  const known = loadedFormat(format);
  if (known) return known;
  throw new OptionsError(
    "format",
    `the parser of “${format}” is not loaded`,
    `create the repairer with { formats: ["${format}"] }, or give ${format}() of ungarble/formats`,
  );
}

/** What is wrong with an option that names or is a format; a name is looked up when it is used. */
export function formatFault(value: unknown): [problem: string, cure: string] | undefined {
  if (typeof value === "string") return undefined;
  const { name, read } = (value ?? {}) as Partial<Format>;
  return typeof name === "string" && typeof read === "function"
    ? undefined
    : ["neither a format's name nor a format", 'give "html", or html() of ungarble/formats'];
}

/** What is wrong with a list of formats. */
export function formatsFault(value: unknown): [problem: string, cure: string] | undefined {
  if (!Array.isArray(value)) return ["not a list of formats", 'give an array such as ["html", "markdown"]'];
  const stranger = value.find((format) => typeof format === "string" && !isName(format)) as string | undefined;
  if (stranger !== undefined) return unknown(stranger);
  return value.map(formatFault).find((fault) => fault !== undefined);
}

const isName = (name: string): name is FormatName => (FORMAT_NAMES as readonly string[]).includes(name);

const unknown = (name: string): [string, string] => [`“${name}” is no format`, `use one of ${FORMAT_NAMES.join(", ")}, or give a format of your own`];
