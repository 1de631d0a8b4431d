import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forwardBackward } from "../src/decode/forward-backward.js";
import { buildLattice } from "../src/decode/lattice.js";
import { viterbi } from "../src/decode/viterbi.js";
import { wordScore } from "../src/decode/word-score.js";
import { trainToyModel } from "../src/train/toy-model.js";
import type { Arc } from "../src/types.js";

const LINES = ["The war went on.", "The warfare of the state went on.", "The state division went well.", "War and state and division of war."];
const models = [2, 3, 4].map((order) => trainToyModel(LINES, { order }));
const WIDE = 100_000;

/** A sentence of word ids (0 unknown) with its identity arcs and some others, each with a score. */
interface Readings {
  order: number;
  length: number;
  arcs: Arc[];
  scores: number[];
  lmScale: number;
}

const word = fc.constantFrom(0, ...Array.from({ length: models[0]!.vocabulary.size - 2 }, (_, i) => i + 2));
const score = fc.double({ min: -6, max: 1, noNaN: true });
const readings: fc.Arbitrary<Readings> = fc.integer({ min: 1, max: 5 }).chain((length) =>
  fc
    .record({
      order: fc.integer({ min: 2, max: 4 }),
      identity: fc.array(fc.tuple(word, score), { minLength: length, maxLength: length }),
      others: fc.array(fc.tuple(fc.nat(length - 1), fc.integer({ min: 1, max: 3 }), fc.array(word, { minLength: 1, maxLength: 3 }), score), { maxLength: 5 }),
      lmScale: fc.double({ min: 0.1, max: 1, noNaN: true }),
    })
    .map(({ order, identity, others, lmScale }) => ({
      order,
      length,
      lmScale,
      arcs: [
        ...identity.map(([id], at): Arc => ({ start: at, end: at + 1, words: [id], pair: -1, head: -1 })),
        ...others.map(([start, span, words], pair): Arc => ({ start, end: Math.min(length, start + span), words, pair, head: 0 })),
      ],
      scores: [...identity.map(([, s]) => s), ...others.map(([, , , s]) => s)],
    })),
);

const modelOf = ({ order }: Readings) => models[order - 2]!;
const latticeOf = (r: Readings, beam: number) => buildLattice(r.length, r.arcs, r.scores, modelOf(r), r.lmScale, beam);

/** Every way through the sentence, one arc after another, with its score from the whole sequence of words. */
function allPaths(r: Readings): { arcs: number[]; score: number }[] {
  const walk = (at: number): number[][] =>
    at === r.length ? [[]] : r.arcs.flatMap((arc, a) => (arc.start === at ? walk(arc.end).map((rest) => [a, ...rest]) : []));
  return walk(0).map((arcs) => {
    const words = [1, ...arcs.flatMap((a) => r.arcs[a]!.words)];
    const lm = words.slice(1).reduce((sum, w, i) => sum + wordScore(modelOf(r), words[i - 2] ?? -1, words[i - 1] ?? -1, words[i]!, w), 0);
    return { arcs, score: arcs.reduce((sum, a) => sum + r.scores[a]!, r.lmScale * lm) };
  });
}

const sumOf = (scores: readonly number[]): number => scores.reduce((sum, s) => sum + Math.exp(s), 0);

describe("a lattice with a wide beam", () => {
  it("weighs all readings together as their enumeration does", () => {
    fc.assert(
      fc.property(readings, (r) => {
        const { total } = forwardBackward(latticeOf(r, WIDE), r.scores, r.lmScale);
        expect(total).toBeCloseTo(Math.log(sumOf(allPaths(r).map((path) => path.score))), 6);
      }),
    );
  });

  it("gives every arc the share of the readings that take it", () => {
    fc.assert(
      fc.property(readings, (r) => {
        const paths = allPaths(r);
        const all = sumOf(paths.map((path) => path.score));
        const { arc } = forwardBackward(latticeOf(r, WIDE), r.scores, r.lmScale);
        r.arcs.forEach((_, a) => {
          const share = sumOf(paths.filter(({ arcs }) => arcs.includes(a)).map((path) => path.score)) / all;
          expect(arc[a]).toBeCloseTo(share, 6);
        });
      }),
    );
  });

  it("has the best reading of them all, and its score", () => {
    fc.assert(
      fc.property(readings, (r) => {
        const paths = allPaths(r);
        const best = viterbi(latticeOf(r, WIDE), r.scores, r.lmScale);
        expect(best.score).toBeCloseTo(Math.max(...paths.map((path) => path.score)), 6);
        const same = paths.find(({ arcs }) => arcs.join() === best.arcs.join());
        expect(same?.score).toBeCloseTo(best.score, 6);
      }),
    );
  });
});

describe("a lattice with any beam", () => {
  const beams = fc.integer({ min: 1, max: 6 });

  it("reads every term in exactly one way: the posteriors of the arcs that cover it sum to 1", () => {
    fc.assert(
      fc.property(readings, beams, (r, beam) => {
        const { arc } = forwardBackward(latticeOf(r, beam), r.scores, r.lmScale);
        for (let at = 0; at < r.length; at++) {
          const covering = r.arcs.reduce((sum, { start, end }, a) => (start <= at && at < end ? sum + arc[a]! : sum), 0);
          expect(covering).toBeCloseTo(1, 6);
        }
      }),
    );
  });

  it("weighs no more than all readings, has a reading, and its best is one of them", () => {
    fc.assert(
      fc.property(readings, beams, (r, beam) => {
        const lattice = latticeOf(r, beam);
        const wide = latticeOf(r, WIDE);
        expect(forwardBackward(lattice, r.scores, r.lmScale).total).toBeLessThanOrEqual(forwardBackward(wide, r.scores, r.lmScale).total + 1e-6);
        const best = viterbi(lattice, r.scores, r.lmScale);
        expect(best.score).toBeLessThanOrEqual(viterbi(wide, r.scores, r.lmScale).score + 1e-6);
        expect(allPaths(r).map(({ arcs }) => arcs.join())).toContain(best.arcs.join());
      }),
    );
  });

  it("numbers its nodes by rising boundary and its transitions by rising source", () => {
    fc.assert(
      fc.property(readings, beams, (r, beam) => {
        const { from, to, nodeCount, finalStart } = latticeOf(r, beam);
        expect(finalStart).toBeLessThan(nodeCount);
        for (let i = 0; i < from.length; i++) {
          expect(from[i]).toBeLessThan(to[i]!);
          expect(from[i]).toBeLessThan(finalStart);
          expect(to[i]).toBeLessThan(nodeCount);
          if (i > 0) expect(from[i]).toBeGreaterThanOrEqual(from[i - 1]!);
        }
      }),
    );
  });
});

it("a lattice of no terms has one reading, the empty one", () => {
  const lattice = buildLattice(0, [], [], models[1]!, 1, 4);
  expect(forwardBackward(lattice, [], 1)).toEqual({ total: 0, arc: new Float64Array(0) });
  expect(viterbi(lattice, [], 1)).toEqual({ score: 0, arcs: [] });
});

it("two readings of one term, by hand", () => {
  const model = models[0]!;
  const [war, division] = [model.vocabulary.id("war"), model.vocabulary.id("division")];
  const arcs: Arc[] = [
    { start: 0, end: 1, words: [division], pair: -1, head: -1 },
    { start: 0, end: 1, words: [war], pair: 0, head: 0 },
  ];
  const scores = [Math.log(0.75), Math.log(0.25)];
  const weight = [0.75 * Math.exp(model.score(-1, -1, 1, division)), 0.25 * Math.exp(model.score(-1, -1, 1, war))];
  const { total, arc } = forwardBackward(buildLattice(1, arcs, scores, model, 1, 4), scores, 1);
  expect(total).toBeCloseTo(Math.log(weight[0]! + weight[1]!), 9);
  expect(arc[1]).toBeCloseTo(weight[1]! / (weight[0]! + weight[1]!), 9);
});
