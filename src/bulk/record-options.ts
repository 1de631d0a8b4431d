import type { FormatName, FormatOptions } from "../formats/load-format.js";
import { OptionsError } from "../options-error.js";
import { type FieldPath, fieldPath } from "./field-path.js";

/** What can be asked for of a repair. */
export const PARTS = ["text", "edits", "findings", "verdict"] as const;
export type Part = (typeof PARTS)[number];

/** How records are read and written. */
export interface RecordOptions {
  /** The members that hold the text: `a.b` for a nested one. Default `["text"]`. Each is a document of its own. */
  fields?: readonly string[];
  /** The member that is added, with edits, findings and verdict. Default `"repair"`. A record that has one of that name is an error, never overwritten. */
  outputField?: string;
  /** What is written of a repair; without `text` the field is left out. Default: everything. */
  only?: readonly Part[];
  /** Write edits without their evidence and alternatives. Default false. */
  noEvidence?: boolean;
  /** What the texts are. Default `"text"`. */
  format?: FormatName;
  /** How they are read. Default: as the format has it. */
  formatOptions?: FormatOptions;
  /** Write the text of a page's article in place of the page. Default false. */
  article?: boolean;
}

export interface ResolvedRecordOptions {
  fields: readonly { name: string; path: FieldPath }[];
  outputField: string;
  only: ReadonlySet<Part>;
  evidence: boolean;
}

/** @throws OptionsError */
export function resolveRecordOptions({ fields = ["text"], outputField = "repair", only = PARTS, noEvidence = false }: RecordOptions): ResolvedRecordOptions {
  if (fields.length === 0) throw new OptionsError("fields", "is empty", 'name the members with the text, such as ["text"]');
  const resolved = fields.map((name) => ({ name, path: fieldPath(name) }));
  for (const { name, path } of resolved) {
    if (path[0] === outputField)
      throw new OptionsError("outputField", `“${outputField}” is where the text of “${name}” stands`, "name a member that the records do not have");
    const twice = resolved.some((other) => other.name !== name && path.every((key, i) => other.path[i] === key));
    if (twice || resolved.filter((other) => other.name === name).length > 1)
      throw new OptionsError("fields", `“${name}” is named twice, or holds another field`, "name each member with a text once");
  }
  for (const part of only) {
    if (!PARTS.includes(part)) throw new OptionsError("only", `“${part}” is no part of a repair`, `use some of ${PARTS.join(", ")}`);
  }
  if (only.length === 0) throw new OptionsError("only", "is empty", `use some of ${PARTS.join(", ")}`);
  return { fields: resolved, outputField, only: new Set(only), evidence: !noEvidence };
}
