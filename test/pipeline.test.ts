import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { applyEdits, createRepairer, type Repairer } from "../src/index.js";
import "./seed.js";

const golden = (name: string): string => readFileSync(new URL(`golden/${name}.txt`, import.meta.url), "utf8").trim();
const CLEAN = golden("harbour.original");
const GARBLED = golden("clinic.thesaurus");
const PARAGRAPHS = GARBLED.split("\n\n");

describe("passages", () => {
  let repairer: Repairer;
  beforeAll(async () => {
    repairer = await createRepairer();
  });

  it("are in order, hold words, and edits and findings lie in garbled ones, apart from one another", () => {
    const sources = fc.array(fc.constantFrom(...PARAGRAPHS, ...CLEAN.split("\n\n")), { minLength: 1, maxLength: 8 }).map((parts) => parts.join("\n\n"));
    fc.assert(
      fc.property(sources, (source) => {
        const { edits, findings, verdict } = repairer.detect(source);
        let at = 0;
        for (const { start, end, probability, rate } of verdict.passages) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(source.slice(start, end)).toMatch(/\p{L}/u);
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(verdict.probability);
          expect(rate).toBeLessThanOrEqual(1);
          at = end;
        }
        const all = [...edits, ...findings].sort((a, b) => a.start - b.start);
        for (const [i, { start, end, observed }] of all.entries()) {
          expect(source.slice(start, end)).toBe(observed);
          expect(verdict.passages.filter((passage) => passage.start <= start && end <= passage.end)).toHaveLength(1);
          if (i > 0) expect(start).toBeGreaterThanOrEqual(all[i - 1]!.end);
        }
        if (!verdict.garbled) expect(all).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it("that are garbled are repaired among clean ones, which stay", () => {
    const source = `${CLEAN}\n\n${PARAGRAPHS.slice(0, 3).join("\n\n")}\n\n${CLEAN.replaceAll("fish", "flower")}`;
    const start = source.indexOf(PARAGRAPHS[0]!);
    const end = start + PARAGRAPHS.slice(0, 3).join("\n\n").length;
    const { edits, verdict } = repairer.detect(source);
    expect(verdict.garbled).toBe(true);
    expect(edits.length).toBeGreaterThan(10);
    for (const edit of edits) expect(edit.start >= start && edit.end <= end).toBe(true);
  });

  it.each([2, 3, 5])("say no more when they stand %d times", (times) => {
    for (const source of [CLEAN, GARBLED]) {
      const once = repairer.detect(source).verdict;
      const often = repairer.detect(Array(times).fill(source).join("\n\n")).verdict;
      expect(often.garbled).toBe(once.garbled);
      expect(often.probability).toBeLessThanOrEqual(Math.max(once.probability, 0.01) + 1e-3);
    }
  });

  it("leave what is joined at a distance as it is", () => {
    const filler = CLEAN.replaceAll("market", "harbour");
    const alone = repairer.detect(`${GARBLED}\n\n${filler}`);
    const joined = repairer.detect(`${GARBLED}\n\n${filler}\n\n${CLEAN}`);
    const far = alone.verdict.passages.slice(0, -1).at(-2)!.end;
    const early = (edits: readonly { start: number; end: number; replacement: string }[]) =>
      edits.filter((edit) => edit.end <= far).map(({ start, end, replacement }) => ({ start, end, replacement }));
    expect(early(joined.edits)).toEqual(early(alone.edits));
  });

  it("once repaired need no repair", () => {
    for (const name of ["harbour.thesaurus", "harbour.paraphraser", "clinic.thesaurus", "clinic.paraphraser"]) {
      const { text } = repairer.repair(golden(name));
      const { edits } = repairer.detect(text);
      expect(applyEdits(text, edits)).toBe(text);
    }
  });
});
