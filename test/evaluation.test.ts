import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { createRepairer } from "../src/index.js";
import { readAnnotatedFolder } from "../src/train/annotated.js";

const shared = fileURLToPath(new URL("../../shared/eval/", import.meta.url));
const present = existsSync(`${shared}score.mjs`) && existsSync(`${shared}dev`);
if (!present) console.warn(`The evaluation on annotated documents is SKIPPED: ${shared} is not there.`);

interface Figures {
  f05: number;
  marks: number;
  cleanEditsPer10kWords: number | null;
}
interface Score extends Figures {
  documentAuc: number;
  byDomain: Record<string, Figures>;
}

/** Floors well below what is measured (npm run evaluate): they catch a broken model, not a slightly worse one. */
describe.skipIf(!present)("on the annotated documents", () => {
  const predictions = new Map<string, unknown>();
  let docs: ReturnType<typeof readAnnotatedFolder>;
  let judge: { score(docs: unknown[], predictions: Map<string, unknown>): Score };

  beforeAll(async () => {
    judge = await import(/* @vite-ignore */ `${shared}score.mjs`);
    docs = readAnnotatedFolder(`${shared}dev`).filter(({ id, domain }) => domain === "news" || domain === "clean" || id === "seed-news");
    const repairer = await createRepairer();
    for (const { id, text } of docs) {
      const { edits, verdict } = repairer.detect(text);
      predictions.set(id, { id, edits, score: verdict.probability, garbled: verdict.garbled });
    }
  });

  it("news is repaired with an F0.5 of at least 0.70", () => {
    expect(
      judge.score(
        docs.filter(({ domain }) => domain === "news"),
        predictions,
      ).f05,
    ).toBeGreaterThanOrEqual(0.7);
  });

  it("so is the page of real garble", () => {
    expect(
      judge.score(
        docs.filter(({ id }) => id === "seed-news"),
        predictions,
      ).f05,
    ).toBeGreaterThanOrEqual(0.7);
  });

  it("at most 10 edits are made in 10,000 words of clean text", () => {
    expect(judge.score(docs, predictions).cleanEditsPer10kWords).toBeLessThanOrEqual(10);
  });

  it("garbled documents are told from clean ones", () => {
    expect(judge.score(docs, predictions).documentAuc).toBeGreaterThanOrEqual(0.9);
  });
});
