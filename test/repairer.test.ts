import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, createRepairer, type Edit, type Span } from "../src/index.js";
import { parseAnnotated } from "../src/train/annotated.js";

const { text: GARBLED } = parseAnnotated(readFileSync(new URL("fixtures/garbled-talks.txt", import.meta.url), "utf8"));
const EXAMPLE = readFileSync(new URL("../examples/garbled-article.txt", import.meta.url), "utf8");

/** Snippets that spinners write, in any order, between anything at all. */
const SNIPPETS =
  "The US state division stated|the warfare must finish|in line with officials|with out a deal|2 men|earlier than the tip of the yr|A end|an warfare|a apple|the place|STATED|Nationwide safety|one other assembly|“stated”|states that they've|1 in all".split(
    "|",
  );
const garbledText = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...SNIPPETS) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) }), {
    minLength: 1,
    maxLength: 14,
  })
  .chain((parts) =>
    fc
      .array(fc.constantFrom(" ", " ", " ", ". ", ", ", "\n\n", " <b>", "-", "’"), { minLength: parts.length, maxLength: parts.length })
      .map((glue) => parts.flatMap((part, i) => [part, glue[i]!]).join("")),
  );

const runs = { numRuns: 50 };

describe("the repairer", async () => {
  const repairer = await createRepairer();
  /** Changes whatever may be changed: the laws hold for unsure edits as well. */
  const eager = await createRepairer({ minVerdict: 0, minProbability: 0.02 });
  const texts = fc.oneof({ weight: 7, arbitrary: garbledText }, { weight: 1, arbitrary: fc.constantFrom(GARBLED, EXAMPLE) });

  it("makes edits on the texts of this test", () => {
    expect(repairer.repair(GARBLED).edits.length).toBeGreaterThan(10);
    expect(eager.repair(SNIPPETS.join(". ")).edits.length).toBeGreaterThan(5);
  });

  it("gives edits that are sorted, never overlap, lie in the text and change it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        for (const { start, end, observed, replacement } of eager.repair(text).edits) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(observed).toBe(text.slice(start, end));
          expect(replacement).not.toBe(observed);
          expect(replacement).not.toBe("");
          at = end;
        }
      }),
      runs,
    );
  });

  it("changes nothing outside its edits", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { text: repaired, edits } = eager.repair(text);
        expect(repaired).toBe(applyEdits(text, edits));
      }),
      runs,
    );
  });

  it("gives probabilities from 0 to 1, and alternatives that are others, none likelier than the edit", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { edits, verdict } = eager.repair(text);
        for (const p of [verdict.probability, verdict.rate]) expect(p >= 0 && p <= 1).toBe(true);
        for (const { probability, alternatives, observed, replacement } of edits) {
          const all = [probability, ...alternatives.map((other) => other.probability)];
          expect(all).toEqual([...all].sort((a, b) => b - a));
          expect(all.every((p) => p >= 0 && p <= 1)).toBe(true);
          const written = [observed, replacement, ...alternatives.map((other) => other.replacement)];
          expect(new Set(written).size).toBe(written.length);
        }
      }),
      runs,
    );
  });

  it("gives evidence that names an entry of the dictionary, or the pattern", () => {
    for (const { evidence, observed } of eager.repair(GARBLED).edits) {
      expect(evidence.head).not.toBe("");
      if (evidence.pattern === undefined) expect(evidence.styles.length, observed).toBeGreaterThan(0);
      for (const nats of [evidence.context, evidence.topic, evidence.channel, evidence.uses]) expect(Number.isFinite(nats)).toBe(true);
    }
  });

  it("gives the same result every time, whatever it has read before", async () => {
    const fresh = await createRepairer();
    const first = repairer.repair(GARBLED);
    repairer.repair(EXAMPLE);
    expect(repairer.repair(GARBLED)).toEqual(first);
    expect(fresh.repair(GARBLED)).toEqual(first);
  });

  it("detects what it repairs", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { text: _, ...findings } = repairer.repair(text);
        expect(repairer.detect(text)).toEqual(findings);
      }),
      { numRuns: 20 },
    );
  });

  it("calls no text garbled in which no substitution is likely", () => {
    const seen = { garbled: 0, clean: 0 };
    const judged = (text: string): void => {
      const { edits, verdict } = repairer.weigh(text);
      seen[verdict.garbled ? "garbled" : "clean"]++;
      if (verdict.garbled) expect(Math.max(...edits.map(({ probability }) => probability))).toBeGreaterThanOrEqual(0.5);
    };
    fc.assert(fc.property(texts, judged), runs);
    judged(GARBLED);
    judged("The old man sat by the window and read his book.");
    expect(Math.min(seen.garbled, seen.clean)).toBeGreaterThan(0);
  });

  it("makes no edits in text that it calls clean, however sure they are", async () => {
    const never = await createRepairer({ minVerdict: 1 });
    const { edits, verdict } = never.weigh(GARBLED);
    expect(verdict.garbled).toBe(false);
    expect(edits.filter(({ probability }) => probability >= 0.9).length).toBeGreaterThan(5);
    expect(never.repair(GARBLED)).toMatchObject({ text: GARBLED, edits: [] });
  });

  it("settles: repaired text gets no more edits than garbled text did", () => {
    for (const text of [GARBLED, EXAMPLE, SNIPPETS.join(". ")]) {
      const first = repairer.repair(text);
      const second = repairer.repair(first.text);
      expect(second.edits.length).toBeLessThanOrEqual(first.edits.length);
    }
  });

  it("makes fewer edits, and no others, the surer they must be", () => {
    // An article may stay behind when the edit that took it along is gone: what is compared is the end and the entry.
    const keys = (edits: readonly Edit[]): string[] => edits.map(({ end, evidence }) => `${end} ${evidence.head}`);
    for (const text of [GARBLED, EXAMPLE]) {
      const found = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1].map((minProbability) => eager.repair(text, { minProbability }).edits);
      for (const [i, edits] of found.entries()) {
        if (i > 0) expect(keys(found[i - 1]!)).toEqual(expect.arrayContaining(keys(edits)));
      }
      expect(found[0]!.length).toBeGreaterThan(found.at(-1)!.length);
    }
  });

  it("gives only edits that are as sure as asked", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (minProbability) => {
        for (const { probability } of repairer.repair(GARBLED, { minProbability }).edits) expect(probability).toBeGreaterThanOrEqual(minProbability);
      }),
      { numRuns: 10 },
    );
  });

  it("takes an operating point in the place of a probability", () => {
    const sure = repairer.repair(GARBLED, { operatingPoint: "precision-0.99" }).edits;
    expect(sure.length).toBeLessThanOrEqual(repairer.repair(GARBLED, { operatingPoint: "best" }).edits.length);
    expect(repairer.repair(GARBLED, { operatingPoint: "best" })).toEqual(repairer.repair(GARBLED));
  });

  describe("leaves alone", () => {
    const PROTECTED = [
      "https://example.com/state-division/warfare?stated=with%20out",
      "www.state-division.org/final/week",
      "warfare.com",
      "warfare.stated+yr@state-division.co.uk",
      '<a href="warfare.html" title="the state division stated">',
      "<em>",
      "</em>",
      "<!-- the warfare must finish -->",
      "data:image/png;base64,iVBORw0KGgoAAAAwarfareSTATED==",
      "@warfare",
      "#StateDivision",
    ];
    const words = `${SNIPPETS.join(" ")} ${GARBLED.slice(0, 400)}`.split(/\s+/);
    const insertion = fc.record({
      what: fc.constantFrom(...PROTECTED),
      open: fc.constantFrom(" ", " (", " “", "\n"),
      close: fc.constantFrom(" ", ") ", "” ", "\n", ", ", ". "),
      before: fc.array(fc.constantFrom(...words), { maxLength: 15 }),
      after: fc.array(fc.constantFrom(...words), { maxLength: 15 }),
    });

    it("URLs, e-mail addresses, tags, data URIs and handles, whatever stands around", () => {
      fc.assert(
        fc.property(insertion, ({ what, open, close, before, after }) => {
          const start = before.join(" ").length + open.length;
          const text = before.join(" ") + open + what + close + after.join(" ");
          const touching = eager.repair(text).edits.filter((edit) => edit.start < start + what.length && edit.end > start);
          expect(touching.map(({ observed }) => observed)).toEqual([]);
        }),
        { numRuns: 100 },
      );
    });

    it("excluded stretches", () => {
      const cuts = fc.uniqueArray(fc.nat(GARBLED.length), { minLength: 2, maxLength: 12 }).map((list) => {
        const sorted = [...list].sort((a, b) => a - b);
        return Array.from({ length: sorted.length >> 1 }, (_, i): Span => ({ start: sorted[2 * i]!, end: sorted[2 * i + 1]! }));
      });
      fc.assert(
        fc.property(cuts, (exclude) => {
          const { edits } = eager.repair(GARBLED, { exclude });
          for (const edit of edits) expect(exclude.some(({ start, end }) => edit.start < end && edit.end > start)).toBe(false);
        }),
        { numRuns: 30 },
      );
      expect(eager.repair(GARBLED, { exclude: [{ start: 0, end: GARBLED.length }] }).text).toBe(GARBLED);
    });

    const megabyte = (piece: string): string => piece.repeat(Math.ceil(2 ** 20 / piece.length)).slice(0, 2 ** 20);
    it.each([
      ["nothing", ""],
      ["a blank", " "],
      ["white space", "\n\t \u00a0\r\n"],
      ["emoji", "😀👩‍👩‍👧 🇺🇳 1️⃣"],
      ["lone surrogates", "\ud800 war \udc00\ud800"],
      ["control characters", "\u0000\u0001\ufeff\u2028war"],
      ["another script", "Война и мир. 戰爭與和平。 الحرب والسلام"],
      ["a megabyte without a blank", megabyte("warfare")],
      ["a hundred thousand full stops", ".".repeat(100_000)],
      ["a megabyte of blanks", megabyte(" ")],
      ["a megabyte of base64", `data:image/png;base64,${megabyte("iVBORw0KGgo")}`],
    ])("%s", (_, text) => {
      expect(repairer.repair(text)).toMatchObject({ text, edits: [] });
    });

    it("any text without a word of the dictionary", () => {
      fc.assert(
        fc.property(fc.string({ unit: "binary" }), (text) => {
          fc.pre(!/\p{L}|\p{N}/u.test(text));
          expect(eager.repair(text).text).toBe(text);
        }),
        runs,
      );
    });
  });

  it("takes time in proportion to the text", { retry: 2 }, () => {
    const seconds = (text: string): number => {
      const started = performance.now();
      repairer.repair(text);
      return (performance.now() - started) / 1000;
    };
    const piece = `${GARBLED}\n\n${EXAMPLE}\n\n`;
    seconds(piece);
    const few = seconds(piece.repeat(4));
    // Sixteen pieces against four: quadratic time would be 16 times as long. The rest is room for a busy machine.
    expect(seconds(piece.repeat(16))).toBeLessThan(Math.max(1, 12 * few));
  });
});
