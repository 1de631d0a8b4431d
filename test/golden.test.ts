import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { createRepairer, type Repairer } from "../src/index.js";
import { shownProbability } from "../src/cli/reports/wording.js";

/*
 * Whole documents with what is made of them, so that a change of behaviour is seen; `npx vitest run test/golden.test.ts -u` takes the new one for right.
 * NAME.original.txt was written for this test; NAME.KIND.txt is what a spinner made of it.
 */
const folder = fileURLToPath(new URL("golden/", import.meta.url));
const read = (name: string): string => readFileSync(`${folder}${name}`, "utf8");
const documents = readdirSync(folder).filter((name) => name.endsWith(".txt") && !name.endsWith(".original.txt"));
const originals = readdirSync(folder).filter((name) => name.endsWith(".original.txt"));

/** Words of a text that another does not have, counted as often as they stand. */
function strange(text: string, original: string): number {
  const left = new Map<string, number>();
  for (const word of original.split(/\s+/)) left.set(word, (left.get(word) ?? 0) + 1);
  let count = 0;
  for (const word of text.split(/\s+/)) {
    const some = left.get(word) ?? 0;
    if (some === 0) count++;
    else left.set(word, some - 1);
  }
  return count;
}

describe("golden repairs", () => {
  let repairer: Repairer;
  beforeAll(async () => {
    repairer = await createRepairer();
  });

  it("there are some", () => expect(documents.length * originals.length).toBeGreaterThan(8));

  it.each(documents)("%s", async (name) => {
    const source = read(name);
    const { text, edits, findings, verdict } = repairer.repair(source);
    const lines = [
      ...verdict.passages.map(({ start, end, probability, rate }) => `passage ${start}–${end}: ${shownProbability(probability)}, rate ${rate.toFixed(2)}`),
      ...edits.map(({ start, observed, replacement, probability }) => `${start} ${observed} → ${replacement} ${shownProbability(probability)}`),
      ...findings.map(({ start, observed, probability }) => `${start} ${observed} ? ${shownProbability(probability)}`),
    ];
    await expect(`${text}\n---\n${lines.join("\n")}\n`).toMatchFileSnapshot(`${folder}${name.replace(/txt$/, "repaired")}`);
    expect(verdict.garbled).toBe(true);
    const original = read(`${name.split(".")[0]}.original.txt`);
    expect(strange(text, original)).toBeLessThan(strange(source, original));
  });

  it.each(originals)("%s comes through untouched", (name) => {
    expect(repairer.repair(read(name))).toMatchObject({ text: read(name), edits: [], findings: [], verdict: { garbled: false, rate: 0 } });
  });
});
