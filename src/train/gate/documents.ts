import { readFileSync } from "node:fs";
import type { Span } from "../../types.js";

/** Text with the spans that a spinner put there; none: clean. */
export interface LabelledText {
  text: string;
  substitutions: readonly Span[];
  /** What garbled it, "clean" if nothing did. */
  kind: string;
  /** Where the clean text came from. */
  source: string;
}

/** Documents that `npm run make:reader-data` wrote: a JSON object a line, { text, kind, source, subs: [[start, end]] }. */
export function* readShards(files: readonly string[]): Generator<LabelledText> {
  for (const file of files) {
    for (const line of readFileSync(file, "utf8").split("\n")) {
      if (line === "") continue;
      const { text, kind, source, subs } = JSON.parse(line) as { text: string; kind: string; source: string; subs: [number, number][] };
      yield { text, kind, source, substitutions: subs.map(([start, end]) => ({ start, end })) };
    }
  }
}

/** Runs of lines of clean text, `every`th of them: some of a large file, all over it. */
export function* readClean(files: readonly string[], every = 1, linesEach = 30): Generator<LabelledText> {
  for (const file of files) {
    const lines = readFileSync(file, "utf8").split("\n");
    for (let at = 0, run = 0; at < lines.length; at += linesEach, run++) {
      if (run % every !== 0) continue;
      const text = lines.slice(at, at + linesEach).join("\n");
      if (text.length > 20) yield { text, kind: "clean", source: file.replace(/.*\//, ""), substitutions: [] };
    }
  }
}

/** One stream of several, each spread over the whole in proportion to its length. @param lengths how many each has, about */
export function* interleaved<T>(streams: readonly Iterator<T>[], lengths: readonly number[]): Generator<T> {
  const taken = streams.map(() => 0);
  const open = new Set(streams.keys());
  while (open.size > 0) {
    let next = -1;
    for (const s of open) if (next < 0 || taken[s]! / lengths[s]! < taken[next]! / lengths[next]!) next = s;
    const { value, done } = streams[next]!.next();
    if (done) open.delete(next);
    else {
      taken[next]!++;
      yield value as T;
    }
  }
}
