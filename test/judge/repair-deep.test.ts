import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { applyEdits, createRepairer, OptionsError, type Repairer, ScorerError } from "../../src/index.js";
import type { CausalScorer } from "../../src/judge/causal-scorer.js";
import { readLanguageModel } from "../../src/model/language-model.js";
import { ModelFile } from "../../src/model/model-file.js";
import { parseAnnotated } from "../../src/train/annotated.js";
import { readTerms } from "../../src/text/terms.js";
import { tokenize } from "../../src/text/tokenize.js";

const { text: GARBLED } = parseAnnotated(readFileSync(new URL("../fixtures/garbled-talks.txt", import.meta.url), "utf8"));
const CLEAN = "The old man sat by the window and read his book. His daughter made tea for both of them and opened the letter.";

/** The bundled n-gram model as a scorer: no good judge, but one that reads. */
function ngramScorer(): CausalScorer & { calls: number } {
  const model = readLanguageModel(new ModelFile(readFileSync(new URL("../../data/english.lm", import.meta.url))));
  const logProb = (text: string): number => {
    const terms = readTerms(text, tokenize(text));
    const ids = [-1, -1, 1, ...terms.map(({ form }) => model.vocabulary.id(form))]; // 1 is <s>
    return terms.reduce((sum, _, i) => sum + model.score(ids[i]!, ids[i + 1]!, ids[i + 2]!, ids[i + 3]!), 0);
  };
  return {
    calls: 0,
    async score(left, options, right) {
      this.calls++;
      return { logProbs: options.map((option) => logProb(left.slice(-80) + option + right)), tokensRead: 1 };
    },
  };
}

describe("deep repair", () => {
  const scorer = ngramScorer();
  let repairer: Repairer;
  beforeAll(async () => {
    repairer = await createRepairer({ judge: scorer });
  });

  it("reads what is uncertain in garbled text and says what the text gains by an edit", async () => {
    const { text, edits, verdict } = await repairer.repairDeep(GARBLED);
    expect(verdict.garbled).toBe(true);
    expect(verdict.deep).toEqual({ kind: "read", places: expect.any(Number), tokensRead: scorer.calls });
    expect(scorer.calls).toBeGreaterThan(5);
    expect(text).toBe(applyEdits(GARBLED, edits));
    edits.forEach(({ start }, i) => expect(start).toBeGreaterThanOrEqual(edits[i - 1]?.end ?? 0));
    const read = edits.filter(({ evidence }) => evidence.judge !== undefined);
    expect(read.length).toBeGreaterThan(0);
    const before = new Map(
      repairer.weigh(GARBLED).proposals.map(({ start, end, replacement, probability }) => [`${start} ${end} ${replacement}`, probability]),
    );
    for (const { start, end, replacement, probability, evidence } of edits) {
      const prior = before.get(`${start} ${end} ${replacement}`);
      if (prior !== undefined && prior > 0.92) expect({ probability, judge: evidence.judge }).toEqual({ probability: prior, judge: undefined });
    }
  });

  it("weighs whatever the verdict, and lists what was read and is no edit, too", async () => {
    const { edits, verdict } = await repairer.weighDeep(GARBLED);
    expect(verdict.deep).toMatchObject({ kind: "read" });
    expect(edits.filter(({ probability, evidence }) => probability < 0.5 && evidence.judge !== undefined).length).toBeGreaterThan(0);
    const short = await repairer.weighDeep("He stated that.");
    expect(short.verdict).toMatchObject({ garbled: false, deep: { kind: "read" } });
  });

  it("gives the same result again", async () => {
    expect(await repairer.detectDeep(GARBLED)).toEqual(await repairer.detectDeep(GARBLED));
  });

  it("reads nothing of clean text and changes nothing in it", async () => {
    const before = scorer.calls;
    const { text, edits, verdict } = await repairer.repairDeep(CLEAN);
    expect({ text, edits, deep: verdict.deep }).toEqual({ text: CLEAN, edits: [], deep: { kind: "read", places: 0, tokensRead: 0 } });
    expect(scorer.calls).toBe(before);
  });

  it("repairs without when the model gives no answer, and the verdict says so", async () => {
    const failing: CausalScorer = { score: () => Promise.reject(new ScorerError("toy", "is broken", "mend it")) };
    const broken = await createRepairer({ judge: failing });
    const { verdict, ...found } = await broken.repairDeep(GARBLED);
    const { verdict: plain, ...without } = broken.repair(GARBLED);
    expect(found).toEqual(without);
    expect(verdict).toEqual({ ...plain, deep: { kind: "unavailable", problem: "toy: is broken; mend it" } });
  });

  it("does not hide a fault that is not the model's", async () => {
    const faulty = await createRepairer({ judge: { score: () => Promise.reject(new TypeError("our own mistake")) } });
    await expect(faulty.repairDeep(GARBLED)).rejects.toThrow("our own mistake");
  });

  it("refuses what is no model when the repairer is made", async () => {
    await expect(createRepairer({ judge: {} as CausalScorer })).rejects.toThrow(OptionsError);
  });
});
