import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDictionary } from "../src/dictionary/parse.js";
import { createRepairer, DictionaryError, OptionsError } from "../src/index.js";
import { parseAnnotated } from "../src/train/annotated.js";

const { text: GARBLED } = parseAnnotated(readFileSync(new URL("fixtures/garbled-talks.txt", import.meta.url), "utf8"));
const CLEAN = "The engineers looked at the zorble condenser and a plimber pact. They had a good day in the hills, and the weather was fine.";
const TEXT = "flux capacitor = zorble condenser\nNATO = plimber pact";
const mine = (weight?: number) => [{ name: "mine.txt", text: TEXT, ...(weight === undefined ? {} : { weight }) }];

describe("a dictionary of one's own", () => {
  it("is taken at its word in a garbled document, and its spelling is law", async () => {
    const repairer = await createRepairer({ dictionaries: mine() });
    const { text, edits, verdict } = repairer.repair(`${GARBLED}\n\n${CLEAN} A Plimber Pact stood.`);
    expect(verdict.garbled).toBe(true);
    expect(text).toContain("the flux capacitor and a NATO. They");
    expect(text).toContain("A NATO stood.");
    expect(edits.find(({ replacement }) => replacement === "flux capacitor")).toMatchObject({ observed: "zorble condenser", probability: 0.99 });
  });

  it("has the weight that is asked for", async () => {
    const repairer = await createRepairer({ dictionaries: mine(0.7) });
    const probabilityOf = (minProbability: number): number | undefined =>
      repairer.repair(`${GARBLED}\n\n${CLEAN}`, { minProbability }).edits.find(({ replacement }) => replacement === "flux capacitor")?.probability;
    expect(probabilityOf(0.7)).toBe(0.7);
    expect(probabilityOf(0.71)).toBeUndefined();
  });

  it("changes nothing in a clean document, unless it is trusted", async () => {
    const repairer = await createRepairer({ dictionaries: mine() });
    expect(repairer.repair(CLEAN).text).toBe(CLEAN);
    const expected = CLEAN.replace("zorble condenser", "flux capacitor").replace("plimber pact", "NATO");
    expect(repairer.repair(CLEAN, { trust: true })).toMatchObject({ text: expected, verdict: { garbled: false } });
    expect((await createRepairer({ dictionaries: mine(), trust: true })).repair(CLEAN).text).toBe(expected);
    expect((await createRepairer({ trust: true })).repair(CLEAN).text).toBe(CLEAN);
  });

  it("gives way to leaveAlone, exclude, hyphens and code", async () => {
    const repairer = await createRepairer({ dictionaries: mine(), trust: true, leaveAlone: ["plimber"] });
    expect(repairer.repair("The plimber pact stood.").text).toBe("The plimber pact stood.");
    const kept = "A zorble condenser-like thing, {zorble_condenser} and `zorble condenser`.";
    expect(repairer.repair(kept).text).toBe(kept);
    expect(repairer.repair("The zorble condenser.", { exclude: [{ start: 4, end: 10 }] }).edits).toEqual([]);
    expect(repairer.repair("A zorble\ncondenser.").text).toBe("A flux\ncapacitor.");
  });

  it("says what is wrong with a weight", async () => {
    expect(() => parseDictionary("war = battle @2", "mine.txt")).toThrow(DictionaryError);
    expect(() => parseDictionary("war = battle @high", "mine.txt")).toThrow("the weight “@high” of “battle” is no probability");
    expect(parseDictionary("war = battle @0.5 | fight", "mine.txt")[0]).toMatchObject({ weights: new Map([["battle", 0.5]]) });
    await expect(createRepairer({ dictionaries: mine(7) })).rejects.toThrow(OptionsError);
  });
});
