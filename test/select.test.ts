import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RankedProposal, select } from "../src/decode/select.js";

/** Few places and probabilities, so that proposals overlap, touch and tie. */
const proposal = fc
  .record({ sentence: fc.nat(1), start: fc.nat(5), length: fc.integer({ min: 1, max: 3 }), tenths: fc.integer({ min: 0, max: 10 }) })
  .map(({ sentence, start, length, tenths }) => ({ sentence, change: { start, end: start + length }, probability: tenths / 10 }) as RankedProposal);
const ranked = fc.array(proposal, { maxLength: 12 });
const least = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);

const overlap = (a: RankedProposal, b: RankedProposal): boolean => {
  const terms = ({ change }: RankedProposal) => Array.from({ length: change.end - change.start }, (_, i) => change.start + i);
  return a.sentence === b.sentence && terms(a).some((term) => terms(b).includes(term));
};

/** Whether a is looked at before b: the likelier one; of equals the one that stands first. */
const before = (a: RankedProposal, b: RankedProposal): boolean => {
  if (a.probability !== b.probability) return a.probability > b.probability;
  return a.sentence !== b.sentence ? a.sentence < b.sentence : a.change.start < b.change.start;
};

/** Takes the first that is left, again and again, and puts it aside when it does not fit. */
function naive(proposals: readonly RankedProposal[], minProbability: number) {
  const left = [...proposals];
  const choices: { chosen: RankedProposal; others: RankedProposal[] }[] = [];
  while (left.length > 0) {
    let first = 0;
    for (const [i, candidate] of left.entries()) if (before(candidate, left[first]!)) first = i;
    const [taken] = left.splice(first, 1);
    const conflict = choices.find(({ chosen }) => overlap(chosen, taken!));
    if (conflict) conflict.others.push(taken!);
    else if (taken!.probability >= minProbability) choices.push({ chosen: taken!, others: [] });
  }
  const place = ({ chosen }: { chosen: RankedProposal }): number => chosen.sentence * 100 + chosen.change.start;
  return choices.sort((a, b) => place(a) - place(b));
}

describe("the choices among proposals", () => {
  it("are those of taking the likeliest again and again", () => {
    fc.assert(
      fc.property(ranked, least, (proposals, minProbability) => {
        expect(select(proposals, minProbability)).toEqual(naive(proposals, minProbability));
      }),
      { numRuns: 1000 },
    );
  });

  it("hold a proposal that is exactly as likely as it must be, and none that is less", () => {
    const at = (start: number, probability: number) => ({ sentence: 0, change: { start, end: start + 1 }, probability }) as RankedProposal;
    expect(select([at(0, 0.5), at(2, 0.49)], 0.5).map(({ chosen }) => chosen.change.start)).toEqual([0]);
    expect(select([at(0, 0.9), at(1, 0.9)], 0.5)).toHaveLength(2); // they touch, and do not overlap
  });

  it("leave the list of proposals as it was", () => {
    fc.assert(
      fc.property(ranked, (proposals) => {
        const copy = [...proposals];
        select(proposals, 0);
        expect(proposals).toEqual(copy);
      }),
    );
  });
});
