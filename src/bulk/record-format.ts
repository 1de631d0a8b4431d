import { createFormat } from "../formats/load-format.js";
import type { RepairOptions } from "../options.js";
import { applyEdits } from "../text/apply-edits.js";
import type { Edit } from "../types.js";
import type { RecordOptions } from "./record-options.js";

/** How the text of a record is read, and what is written in its place. */
export interface RecordFormat {
  format: NonNullable<RepairOptions["format"]>;
  write(text: string, edits: readonly Edit[]): string;
}

/** The format of records, its parser loaded. */
export async function openRecordFormat({ format = "text", formatOptions, article = false }: RecordOptions): Promise<RecordFormat> {
  return {
    format: (await createFormat(format, formatOptions)) ?? "text",
    write: article ? (await import("../formats/article-text.js")).articleText : applyEdits,
  };
}
