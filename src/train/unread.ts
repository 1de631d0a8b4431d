import { DocumentReader, type ReadDocument } from "../decode/document.js";
import { sentencesIn, withCandidates, withReading } from "../decode/read-passage.js";
import type { Resources } from "../load.js";

/** A text decoded as one document without the reader: dictionary and statistics alone, enough to line up marks with the dictionary. */
export function unreadDocument(text: string, resources: Pick<Resources, "index" | "model" | "finder"> & Partial<Pick<Resources, "context">>): ReadDocument {
  const { index, model, finder, context } = resources;
  const sentences = withCandidates(sentencesIn(text, { start: 0, end: text.length, exclude: [] }), resources);
  return new DocumentReader(index, model, context, finder).read(text, withReading(sentences));
}
