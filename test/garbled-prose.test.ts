import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createRepairer } from "../src/index.js";
import { parseAnnotated } from "../src/train/annotated.js";
import { restores } from "../src/train/examples.js";

/** Garbled texts of our own: `[[garbled=>original|other original]]`. */
const folder = new URL("fixtures/", import.meta.url);
const documents = readdirSync(folder)
  .filter((name) => name.startsWith("garbled-"))
  .map((name) => parseAnnotated(readFileSync(new URL(name, folder), "utf8")));

describe("garbled prose", async () => {
  const repairer = await createRepairer();

  it.each(documents.map((document) => [document.id, document] as const))("%s is mostly repaired", (_, { text, marks }) => {
    const { edits, verdict } = repairer.repair(text);
    const others = (mark: (typeof marks)[number]) =>
      marks.filter((other) => other !== mark).map(({ start, end, accepted }) => ({ start, end, original: accepted[0]! }));
    const repaired = marks.filter((mark) =>
      mark.accepted.some((original) => {
        const all = [...others(mark), { start: mark.start, end: mark.end, original }].sort((a, b) => a.start - b.start);
        return edits.some(({ start, end, replacement }) => start < mark.end && end > mark.start && restores(text, all, start, end, replacement));
      }),
    );
    const missed = marks.filter((mark) => !repaired.includes(mark)).map(({ start, end, accepted }) => `${text.slice(start, end)} (${accepted[0]})`);
    expect(verdict.garbled).toBe(true);
    expect(repaired.length / marks.length, `not repaired: ${missed.join(", ")}`).toBeGreaterThanOrEqual(0.6);
    const astray = edits
      .filter(({ start, end }) => !marks.some((mark) => mark.start < end && mark.end > start))
      .map(({ observed, replacement }) => `${observed} → ${replacement}`);
    expect(astray.length, `changed without need: ${astray.join(", ")}`).toBeLessThanOrEqual(marks.length / 5);
  });
});
