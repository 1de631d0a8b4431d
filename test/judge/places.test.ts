import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uncertainPlaces } from "../../src/judge/judge.js";
import { likeliest, overlap, placesOf } from "../../src/judge/places.js";
import { RestoredText } from "../../src/judge/restored-text.js";
import { rightOf, RIGHT_MAX, windowStart } from "../../src/judge/window.js";
import { applyEdits } from "../../src/repairer.js";

const spans = fc.array(
  fc
    .record({ start: fc.nat(40), length: fc.integer({ min: 1, max: 6 }), probability: fc.constantFrom(0.1, 0.3, 0.5, 0.9) })
    .map(({ start, length, probability }) => ({ start, end: start + length, probability, replacement: "x".repeat(length) })),
  { maxLength: 14 },
);

describe("the likeliest of proposals", () => {
  it("never overlap, and whatever is left out overlaps one that is at least as likely", () => {
    fc.assert(
      fc.property(spans, (proposals) => {
        const probabilities = proposals.map(({ probability }) => probability);
        const taken = likeliest(proposals, probabilities, 0.3);
        taken.forEach((i, k) => {
          if (k > 0) expect(proposals[taken[k - 1]!]!.end).toBeLessThanOrEqual(proposals[i]!.start);
        });
        proposals.forEach((proposal, i) => {
          if (taken.includes(i) || proposal.probability < 0.3) return;
          expect(taken.some((j) => overlap(proposals[j]!, proposal) && proposals[j]!.probability >= proposal.probability)).toBe(true);
        });
      }),
    );
  });
});

describe("places", () => {
  it("hold every proposal once, never touch one another, and no place falls apart into two", () => {
    fc.assert(
      fc.property(spans, (proposals) => {
        const places = placesOf(
          proposals,
          proposals.map((_, i) => i),
        );
        expect(places.flatMap((place) => place.proposals).sort((a, b) => a - b)).toEqual(proposals.map((_, i) => i));
        places.forEach((place, k) => {
          if (k > 0) expect(places[k - 1]!.end).toBeLessThanOrEqual(place.start);
          expect(place.start).toBe(Math.min(...place.proposals.map((i) => proposals[i]!.start)));
          expect(place.end).toBe(Math.max(...place.proposals.map((i) => proposals[i]!.end)));
          for (let cut = place.start + 1; cut < place.end; cut++)
            expect(place.proposals.some((i) => proposals[i]!.start < cut && cut < proposals[i]!.end)).toBe(true);
        });
      }),
    );
  });
});

describe("places worth reading", () => {
  const range = fc.constantFrom({ unlikely: 0.08, likely: 0.92 }, { unlikely: 0.2, likely: 0.8 });

  it("hold what is uncertain unless it overlaps what is sure, and no edit that is made reaches over their edge", () => {
    fc.assert(
      fc.property(
        spans,
        fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 14, maxLength: 14 }),
        range,
        (proposals, probabilities, limits) => {
          const { unlikely, likely } = limits;
          const made = likeliest(proposals, probabilities, 0.5);
          const places = uncertainPlaces(proposals, probabilities, made, limits);
          const read = places.flatMap((place) => place.proposals);
          proposals.forEach((proposal, i) => {
            const uncertain = probabilities[i]! > unlikely && probabilities[i]! < likely;
            const besideSure = made.some((j) => probabilities[j]! >= likely && overlap(proposals[j]!, proposal));
            expect(read.includes(i)).toBe(uncertain && !besideSure);
          });
          for (const i of made) {
            for (const place of places.filter((some) => overlap(some, proposals[i]!))) {
              expect(proposals[i]!.start).toBeGreaterThanOrEqual(place.start);
              expect(proposals[i]!.end).toBeLessThanOrEqual(place.end);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("a restored text", () => {
  it("is the text with its edits made, and knows where every place outside them went", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 50, maxLength: 60 }), spans, fc.nat(46), (text, proposals, place) => {
        const edits = likeliest(
          proposals,
          proposals.map(() => 1),
          0,
        ).map((i) => proposals[i]!);
        fc.pre(!edits.some(({ start, end }) => start < place && place < end));
        const restored = new RestoredText(text, edits);
        expect(restored.text).toBe(applyEdits(text, edits));
        // Of an edit that starts at the place nothing is before it.
        expect(restored.offset(place)).toBe(
          applyEdits(
            text.slice(0, place),
            edits.filter(({ end }) => end <= place),
          ).length,
        );
      }),
    );
  });
});

describe("the window of a place", () => {
  const prose = fc
    .array(fc.constantFrom("war", "the", "State", "end.", "said,", "talks!\n", "Ukraine"), { minLength: 400, maxLength: 900 })
    .map((words) => words.join(" "));

  it("begins where the one before began until it is long, then at a sentence or a word, and stays shorter than 1,601 units", () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 1, max: 300 }), (text, step) => {
        let from = 0;
        for (let end = step; end < text.length; end += step) {
          const next = windowStart(text, from, end);
          expect(end - next).toBeLessThanOrEqual(1600);
          if (end - from <= 1600) expect(next).toBe(from);
          else expect(text.slice(0, next)).toMatch(/\s$/);
          from = next;
        }
      }),
      { numRuns: 30 },
    );
  });

  it("reaches to the end of a word, never past the end of the line", () => {
    expect(rightOf("war must finish.\nHe said", 3)).toBe(" must finish.");
    expect(rightOf("war", 3)).toBe("");
    fc.assert(
      fc.property(prose, fc.nat(300), (text, start) => {
        const right = rightOf(text, start);
        expect(text.startsWith(right, start)).toBe(true);
        expect(right.length).toBeLessThanOrEqual(RIGHT_MAX);
        expect(right).not.toContain("\n");
        expect(text[start + right.length] ?? " ").toMatch(/\s/);
      }),
    );
  });
});
