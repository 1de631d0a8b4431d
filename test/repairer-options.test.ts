import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createRepairer,
  DataError,
  DictionaryError,
  detect,
  InputError,
  ModelError,
  OptionsError,
  repair,
  type RepairerOptions,
  type RepairOptions,
} from "../src/index.js";
import { checkCall, resolveOptions } from "../src/options.js";
import { parseAnnotated } from "../src/train/annotated.js";

const { text: GARBLED } = parseAnnotated(readFileSync(new URL("fixtures/garbled-talks.txt", import.meta.url), "utf8"));
const data = fileURLToPath(new URL("../data/", import.meta.url));

/** Every original that is weighed anywhere in a text, with the words it may stand for. */
async function weighed(text: string, options: RepairerOptions = {}): Promise<{ head: string; form: string; observed: string }[]> {
  const { edits } = (await createRepairer({ minVerdict: 0, ...options })).weigh(text);
  return edits.map(({ observed, evidence: { head, form } }) => ({ head, form: form.toLowerCase(), observed: observed.toLowerCase() }));
}

describe("options of a repairer", () => {
  it("leaveAlone keeps words and phrases from being changed, case aside", async () => {
    const before = await weighed(GARBLED);
    expect(before.some(({ form }) => form.includes("warfare"))).toBe(true);
    const after = await weighed(GARBLED, { leaveAlone: ["Warfare", "state division"] });
    expect(after.filter(({ form }) => /\b(warfare|state|division)\b/.test(form))).toEqual([]);
    expect(after.some(({ form }) => form === "stated")).toBe(true);
  });

  it("withoutHeads keeps originals from being proposed, case aside", async () => {
    expect((await weighed(GARBLED)).some(({ head }) => head === "war")).toBe(true);
    expect((await weighed(GARBLED, { withoutHeads: ["WAR", "said"] })).filter(({ head }) => head === "war" || head === "said")).toEqual([]);
  });

  it("withoutFiles leaves bundled files and folders out", async () => {
    const names = (found: { head: string }[]) => found.filter(({ head }) => head === "State Department");
    expect(names(await weighed(GARBLED)).length).toBeGreaterThan(0);
    expect(names(await weighed(GARBLED, { withoutFiles: ["names", "news", "general"] }))).toEqual([]);
  });

  it("leaveAlone also keeps regular garble", async () => {
    const text = `${GARBLED} He was born in the Nineteen Eighties.`;
    const kept = (await createRepairer({ leaveAlone: ["Nineteen Eighties"] })).repair(text);
    expect(kept.text).toContain("Nineteen Eighties");
  });

  it("dictionaries adds entries of one's own, in any number of files", async () => {
    const text = `${GARBLED} The zorble condenser failed, and the plimber sprocket with it.`;
    const dictionaries = [
      { name: "mine.txt", text: "flux capacitor = zorble condenser" },
      { name: "yours.txt", text: "# a comment\nmain engine = thesaurus: plimber sprocket" },
    ];
    const found = await weighed(text, { dictionaries });
    expect(found).toContainEqual({ head: "flux capacitor", form: "zorble condenser", observed: "zorble condenser" });
    expect(found).toContainEqual({ head: "main engine", form: "plimber sprocket", observed: "plimber sprocket" });
    expect(found.some(({ head }) => head === "war")).toBe(true);
  });

  it("noBundledDictionaries leaves only one's own", async () => {
    const dictionaries = [{ name: "mine.txt", text: "war = warfare" }];
    const found = await weighed(GARBLED, { dictionaries, noBundledDictionaries: true });
    expect(new Set(found.map(({ head }) => head))).toEqual(new Set(["war"]));
    expect(await weighed(GARBLED, { noBundledDictionaries: true })).toEqual([]);
  });

  it("minVerdict keeps documents below it from being changed", async () => {
    const { probability } = await detect(GARBLED).then(({ verdict }) => verdict);
    expect((await createRepairer({ minVerdict: probability })).detect(GARBLED).verdict.garbled).toBe(true);
    const strict = (await createRepairer({ minVerdict: Math.min(1, probability + 1e-9) })).detect(GARBLED);
    if (probability < 1) expect(strict).toMatchObject({ edits: [], verdict: { garbled: false, probability } });
  });

  it("data names the folder of the models, as a path or a URL", async () => {
    const expected = (await createRepairer()).repair(GARBLED);
    for (const place of [data, data.replace(/\/$/, ""), new URL("../data/", import.meta.url), String(new URL("../data/", import.meta.url))]) {
      expect((await createRepairer({ data: place })).repair(GARBLED)).toEqual(expected);
    }
  });

  it("operatingPoint and minProbability hold for every call, which may have its own", async () => {
    const sure = await createRepairer({ operatingPoint: "precision-0.99" });
    const usual = await createRepairer();
    expect(sure.repair(GARBLED)).toEqual(usual.repair(GARBLED, { operatingPoint: "precision-0.99" }));
    expect(sure.repair(GARBLED, { minProbability: 0.5 })).toEqual(usual.repair(GARBLED, { minProbability: 0.5 }));
    expect(sure.repair(GARBLED, { minProbability: 0.3, operatingPoint: "best" })).toEqual(usual.repair(GARBLED, { minProbability: 0.3 }));
  });

  it("are all filled in", () => {
    expect(Object.entries(resolveOptions()).filter(([name, value]) => value === undefined && name !== "data" && name !== "judge")).toEqual([]);
    expect(resolveOptions({})).toEqual(resolveOptions());
  });
});

describe("options that do not make sense", () => {
  it.each([
    ["minProbability", { minProbability: 1.5 }, "1.5 is not a probability", "give a number from 0 to 1"],
    ["minProbability", { minProbability: Number.NaN }, "NaN is not a probability", "give a number from 0 to 1"],
    ["minProbability", { minProbability: "0.5" }, "“0.5” is not a probability", "give a number from 0 to 1"],
    ["minVerdict", { minVerdict: -0.1 }, "-0.1 is not a probability", "give a number from 0 to 1"],
    ["operatingPoint", { operatingPoint: "worst" }, "“worst” is no operating point", expect.stringContaining("use one of best, ")],
    ["operatingPoint", { operatingPoint: "constructor" }, "“constructor” is no operating point", expect.stringContaining("use one of best, ")],
    ["minVerdict", { minVerdict: null }, "null is not a probability", "give a number from 0 to 1"],
    ["minProbabilty", { minProbabilty: 0.9 }, "is unknown", "did you mean minProbability?"],
    ["withouthead", { withouthead: ["war"] }, "is unknown", "did you mean withoutHeads?"],
    ["colour", { colour: "red" }, "is unknown", expect.stringContaining("createRepairer takes minProbability, ")],
    ["exclude", { exclude: [] }, "is unknown", expect.stringContaining("createRepairer takes ")],
    ["__proto__", JSON.parse('{ "__proto__": 1 }'), "is unknown", expect.stringContaining("createRepairer takes ")],
    ["noBundledDictionaries", { noBundledDictionaries: "no" }, "“no” is neither true nor false", "give true or false"],
    ["data", { data: 7 }, "7 is no place", "give a folder's path or URL"],
    ["data", { data: { "english.lm": 7 } }, "7 is no place for english.lm", "give the file's path or URL"],
    ["data", { data: { "german.lm": "x" } }, "“german.lm” is no data file", expect.stringContaining("english.lm")],
    ["onProgress", { onProgress: 7 }, "7 is not a function", "give a function, or leave it out"],
    ["list", ["war"], "a list is no object with options", expect.stringContaining("give an object")],
    ["list", null, "null is no object with options", expect.stringContaining("give an object")],
    ["leaveAlone", { leaveAlone: "war" }, "not a list of strings", expect.stringContaining("give an array")],
    ["withoutHeads", { withoutHeads: [1] }, "not a list of strings", expect.stringContaining("give an array")],
    ["dictionaries", { dictionaries: ["war = warfare"] }, "not a list of { name, text }", expect.stringContaining("give [{ name:")],
    ["dictionaries", { dictionaries: [null] }, "not a list of { name, text }", expect.stringContaining("give [{ name:")],
  ])("%s: %j", async (option, options, problem, cure) => {
    const created = createRepairer(options as RepairerOptions);
    await expect(created).rejects.toThrow(OptionsError);
    await expect(created).rejects.toThrow(expect.objectContaining({ option, problem, cure }));
  });

  it("of a call are refused as well, also for text without garble", async () => {
    const repairer = await createRepairer();
    for (const text of ["", GARBLED]) expect(() => repairer.repair(text, { minProbability: 2 }), JSON.stringify(text.slice(0, 9))).toThrow(OptionsError);
  });

  it.each([
    ["not a list of spans", "give an array such as", 3],
    ["span 0 has no offsets", "whole UTF-16 units", [{ start: 1.5, end: 2 }]],
    ["span 0 has no offsets", "whole UTF-16 units", [{ start: -1, end: 2 }]],
    ["span 1 has no offsets", "whole UTF-16 units", [{ start: 1, end: 2 }, null]],
    ["span 0 ends at 2, before it starts at 5", "the smaller offset", [{ start: 5, end: 2 }]],
    [
      "span 1 starts at 4, before the one before it ends at 5",
      "sort the spans",
      [
        { start: 1, end: 5 },
        { start: 4, end: 9 },
      ],
    ],
  ])("exclude: %s", async (problem, cure, exclude) => {
    const repairer = await createRepairer();
    const call = { exclude } as RepairOptions;
    for (const method of ["repair", "detect", "weigh"] as const) {
      expect(() => repairer[method]("The war.", call)).toThrow(OptionsError);
      expect(() => repairer[method]("The war.", call)).toThrow(problem);
      expect(() => repairer[method]("The war.", call)).toThrow(cure);
    }
  });

  it("exclude may touch, be empty and lie beyond the end", async () => {
    const exclude = [
      { start: 0, end: 0 },
      { start: 0, end: 3 },
      { start: 3, end: 8 },
      { start: 900_000, end: 900_001 },
    ];
    expect((await createRepairer()).repair(GARBLED, { exclude }).text.slice(0, 8)).toBe(GARBLED.slice(0, 8));
  });

  it.each([[undefined], [null], [7], [["The war."]], [{}], [new Uint8Array(3)]])("a text that is %j is refused", async (text) => {
    const repairer = await createRepairer();
    for (const method of ["repair", "detect", "weigh"] as const) {
      expect(() => repairer[method](text as unknown as string)).toThrow(InputError);
      expect(() => repairer[method](text as unknown as string)).toThrow(/^text: .* is not a string; give the text as a string/);
    }
    await expect(repair(text as unknown as string)).rejects.toThrow(InputError);
  });

  it("any object of options is answered or refused by name", () => {
    const value = fc.anything();
    const name = fc.oneof(fc.string(), fc.constantFrom("minProbability", "operatingPoint", "exclude", "constructor", "toString"));
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(name, value), value), (options) => {
        try {
          checkCall("", options as RepairOptions);
        } catch (error) {
          expect(error).toBeInstanceOf(OptionsError);
        }
      }),
    );
  });
});

describe("data that do not read", () => {
  it("in a dictionary of one's own are told with name and line", async () => {
    const mine = (text: string) => createRepairer({ dictionaries: [{ name: "mine.txt", text }] });
    await expect(mine("# fine\nwar")).rejects.toThrow(DictionaryError);
    await expect(mine("# fine\nwar")).rejects.toThrow("mine.txt:2: no head in “war”; write HEAD = FORM | FORM");
    await expect(mine("war = see https://example.com")).rejects.toThrow(DictionaryError);
  });

  it("are told with their place and the cure", async () => {
    await expect(createRepairer({ data: "/nowhere" })).rejects.toThrow(DataError);
    await expect(createRepairer({ data: "/nowhere" })).rejects.toThrow(
      /^\/nowhere\/english\.\w+: cannot be read .*; run `npm run build`, or name the data directory with the option data$/s,
    );
    await expect(createRepairer({ data: new URL("../src/text/", import.meta.url) })).rejects.toThrow(DataError);
    expect(new ModelError("a", "b", "c").message).toBe("a: b; c");
  });
});

it("repair and detect work without a repairer of one's own", async () => {
  const { text, ...findings } = await repair(GARBLED);
  expect(text).not.toBe(GARBLED);
  expect(await detect(GARBLED)).toEqual(findings);
  expect(await detect(GARBLED, { minProbability: 1 })).toMatchObject({ verdict: findings.verdict });
});
