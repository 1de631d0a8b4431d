import type { Span } from "../types.js";

/** Pieces of a text (see neural/word-piece.ts): ids with UTF-16 offsets. */
export interface Pieces {
  ids: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
}

/** What is read at once: pieces `lead … end - 1`, of which those from `start` on are new. */
export interface Window {
  lead: number;
  start: number;
  end: number;
}

/** Most new pieces of a window, and pieces before them that are read again; as in training (train/reader/batches.py). */
const WINDOW = 250;
const LEAD = 40;

/**
 * Cuts pieces into windows, at the end of a sentence where one stands in the last third.
 * @param from the first new piece; those before it are read as surroundings only
 * @param isStop whether a piece ends a sentence
 */
export function windows(count: number, from: number, isStop: (piece: number) => boolean): Window[] {
  const found: Window[] = [];
  for (let start = from; start < count; ) {
    let end = Math.min(count, start + WINDOW);
    if (end < count) {
      for (let piece = end - 1; piece > start + (WINDOW * 2) / 3; piece--) {
        if (isStop(piece)) {
          end = piece + 1;
          break;
        }
      }
    }
    found.push({ lead: Math.max(0, start - LEAD), start, end });
    start = end;
  }
  return found;
}

/** Characters before a passage that hold about the pieces of a lead. */
const LEAD_CHARACTERS = 5 * LEAD;

/** A passage with the surroundings before it that are read as well, from the beginning of a word. */
export function withLead(text: string, { start, end }: Span): Span {
  let from = Math.max(0, start - LEAD_CHARACTERS);
  while (from > 0 && from < start && !/\s/.test(text[from - 1]!)) from++;
  return { start: from, end };
}
