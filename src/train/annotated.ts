import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A garbled stretch of an annotated document with the restorations that are right; optional ones are neither rewarded nor punished. */
export interface AnnotatedMark {
  start: number;
  end: number;
  optional: boolean;
  accepted: string[];
}

/** A document as it stands on its page, with the substitutions marked. */
export interface AnnotatedDocument {
  id: string;
  domain: string;
  text: string;
  marks: AnnotatedMark[];
}

/** Reads an annotated document: header lines, `---`, text with `[[garbled=>original|other]]` and `[[?garbled=>original]]`. */
export function parseAnnotated(source: string): AnnotatedDocument {
  const cut = source.indexOf("\n---\n");
  const header = new Map(
    source
      .slice(0, cut)
      .split("\n")
      .map((line) => [line.split(":")[0]!.trim(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const body = source.slice(cut + 5).replace(/\n+$/, "");
  const marks: AnnotatedMark[] = [];
  let text = "";
  let at = 0;
  for (const found of body.matchAll(/\[\[(\??)([\s\S]*?)=>([\s\S]*?)\]\]/g)) {
    text += body.slice(at, found.index);
    marks.push({ start: text.length, end: text.length + found[2]!.length, optional: found[1] === "?", accepted: found[3]!.split("|") });
    text += found[2]!;
    at = found.index + found[0].length;
  }
  return { id: header.get("id") ?? "", domain: header.get("domain") ?? "", text: text + body.slice(at), marks };
}

/** The marks that a stretch of the text touches. */
export const marksIn = (marks: readonly AnnotatedMark[], start: number, end: number): AnnotatedMark[] =>
  marks.filter((mark) => mark.start < end && mark.end > start);

/** Every other document, from the first or from the second, so that the rest can measure; all without a fold. */
export const ofFold = (documents: readonly AnnotatedDocument[], fold?: string): AnnotatedDocument[] =>
  documents.filter((_, i) => fold === undefined || i % 2 === Number(fold));

/** All annotated documents (.txt) of a folder, by name. */
export function readAnnotatedFolder(folder: string): AnnotatedDocument[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder}: no such folder; name one with annotated documents`);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => parseAnnotated(readFileSync(join(folder, name), "utf8")));
}

/** The document's text with every mark's first restoration. */
export function restoredText({ text, marks }: AnnotatedDocument): string {
  let out = "";
  let at = 0;
  for (const { start, end, accepted } of marks) {
    out += text.slice(at, start) + accepted[0]!;
    at = end;
  }
  return out + text.slice(at);
}
