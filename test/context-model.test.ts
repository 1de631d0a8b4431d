import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ContextModel, type ContextModelTables, NEAR, readContextModel, TOPIC_FIRST_ID, WIDE, writeContextModel } from "../src/model/context-model.js";
import { ModelFile } from "../src/model/model-file.js";
import { seededRandom } from "../src/random.js";

const DIMENSIONS = 3;
const CONTEXT_ROWS = TOPIC_FIRST_ID + 20;
const VOCABULARY = CONTEXT_ROWS + 10;

function randomTables(seed: number): ContextModelTables {
  const random = seededRandom(seed);
  const bytes = (length: number): Int8Array => Int8Array.from({ length }, () => Math.floor(random() * 255) - 127);
  const targetRow = new Uint16Array(VOCABULARY).fill(65535);
  for (let id = 2, row = 0; id < VOCABULARY; id += 3) targetRow[id] = row++;
  const targets = targetRow.filter((row) => row !== 65535).length;
  return {
    dimensions: DIMENSIONS,
    targetRow,
    target: bytes(targets * DIMENSIONS),
    targetScale: 0.01,
    context: bytes(CONTEXT_ROWS * DIMENSIONS),
    contextScale: 0.02,
    place: Float32Array.from({ length: (2 * NEAR + 1) * DIMENSIONS }, () => random() - 0.5),
  };
}

/** The formula in the class's comment, dimension by dimension. */
function naiveScore(tables: ContextModelTables, id: number, ids: readonly number[], start: number, end: number): number {
  const c = (word: number, k: number): number => (word < CONTEXT_ROWS ? tables.context[word * DIMENSIONS + k]! * tables.contextScale : 0);
  const wide = [...ids.slice(Math.max(0, start - WIDE), start), ...ids.slice(end, end + WIDE)].filter((word) => word >= TOPIC_FIRST_ID && word < CONTEXT_ROWS);
  let score = 0;
  for (let k = 0; k < DIMENSIONS; k++) {
    let context = 0;
    for (let d = -NEAR; d <= NEAR; d++) {
      const word = d < 0 ? ids[start + d] : d > 0 ? ids[end + d - 1] : undefined;
      if (word !== undefined) context += tables.place[(d < 0 ? d + NEAR : d + NEAR - 1) * DIMENSIONS + k]! * c(word, k);
    }
    if (wide.length > 0) context += (tables.place[2 * NEAR * DIMENSIONS + k]! * wide.reduce((sum, word) => sum + c(word, k), 0)) / wide.length;
    score += tables.target[tables.targetRow[id]! * DIMENSIONS + k]! * tables.targetScale * context;
  }
  return score;
}

/** Words of the topic, words that are none, and words that only the vocabulary knows. */
const word = fc.oneof(fc.integer({ min: TOPIC_FIRST_ID, max: CONTEXT_ROWS - 1 }), fc.nat(VOCABULARY - 1));
const gap = fc
  .array(word, { minLength: 1, maxLength: 80, size: "max" })
  .chain((ids) =>
    fc
      .tuple(fc.constant(ids), fc.nat(ids.length - 1), fc.integer({ min: 1, max: 3 }))
      .map(([all, start, length]) => ({ ids: all, start, end: Math.min(all.length, start + length) })),
  );

describe("context model", () => {
  it("scores a word in its surroundings as the formula says", () => {
    fc.assert(
      fc.property(fc.nat(), gap, fc.nat(VOCABULARY - 1), (seed, { ids, start, end }, id) => {
        const tables = randomTables(seed);
        const model = new ContextModel(tables);
        const context = model.read(ids).vector(start, end);
        if (model.has(id)) expect(model.score(id, context)).toBeCloseTo(naiveScore(tables, id, ids, start, end), 3);
        else expect(model.score(id, context)).toBe(0);
      }),
    );
  });

  it("does not look at what stands in the gap, nor farther than it can see", () => {
    fc.assert(
      fc.property(gap, word, ({ ids, start, end }, id) => {
        const model = new ContextModel(randomTables(1));
        const changed = ids.map((own, i) => ((i >= start && i < end) || i < start - WIDE || i >= end + WIDE ? id : own));
        const [one, other] = [model.read(changed).vector(start, end), model.read(ids).vector(start, end)];
        for (const [k, value] of one.entries()) expect(value).toBeCloseTo(other[k]!, 3);
      }),
    );
  });

  it("is read back as it was written", () => {
    const tables = randomTables(2);
    const read = readContextModel(new ModelFile(writeContextModel(tables)));
    expect(read).toEqual(new ContextModel(tables));
    expect(read.dimensions).toBe(DIMENSIONS);
  });
});
