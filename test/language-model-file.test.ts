import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languageModelSections, readLanguageModel } from "../src/model/language-model.js";
import { ModelError, ModelFile, writeModelFile } from "../src/model/model-file.js";
import { trainToyModel } from "../src/train/toy-model.js";

/** The bytes of a small language model; its header is some 1,500 bytes long. */
function toyBytes(): Uint8Array {
  const { vocabulary, tables } = trainToyModel(["The war went on.", "The war went well."], { order: 4 });
  const { sections, info } = languageModelSections(vocabulary, tables);
  return writeModelFile(sections, { ...info });
}

const bytes = writeModelFile({ codes: Uint8Array.of(1, 2, 3), values: Float32Array.of(0.5, -1), cells: new Uint16Array(5).fill(9) }, { lm: { note: "é" } });

describe("model file", () => {
  it("gives back sections and facts, in place", () => {
    const file = new ModelFile(bytes);
    expect(file.section("codes", "u8")).toEqual(Uint8Array.of(1, 2, 3));
    expect(file.section("values", "f32")).toEqual(Float32Array.of(0.5, -1));
    expect(file.section("cells", "u16")).toEqual(new Uint16Array(5).fill(9));
    expect(file.section("cells", "u16").buffer).toBe(bytes.buffer);
    expect(file.facts("lm")).toEqual({ note: "é" });
    expect(file.has("codes") && !file.has("other")).toBe(true);
  });

  it("reads bytes that lie at an odd place", () => {
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(new ModelFile(shifted.subarray(3)).section("values", "f32")).toEqual(Float32Array.of(0.5, -1));
  });

  it("round-trips any sections", () => {
    const data = fc.oneof(
      fc.uint8Array(),
      fc.uint16Array(),
      fc.uint32Array(),
      fc.int8Array(),
      fc.int16Array(),
      fc.int32Array(),
      fc.float32Array(),
      fc.float64Array(),
    );
    const types = {
      Uint8Array: "u8",
      Uint16Array: "u16",
      Uint32Array: "u32",
      Int8Array: "i8",
      Int16Array: "i16",
      Int32Array: "i32",
      Float32Array: "f32",
      Float64Array: "f64",
    } as const;
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((name) => name !== "__proto__"),
          data,
        ),
        (sections) => {
          const file = new ModelFile(writeModelFile(sections, {}));
          for (const [name, array] of Object.entries(sections)) {
            expect(file.section(name, types[array.constructor.name as keyof typeof types])).toEqual(array);
          }
        },
      ),
    );
  });

  it("says what is wrong with a file cut short, wherever it is cut", () => {
    for (let length = 0; length < bytes.length - 6; length++) expect(() => new ModelFile(bytes.slice(0, length), "x.lm")).toThrow(ModelError);
    expect(() => new ModelFile(bytes.slice(0, -9), "x.lm")).toThrow(/^x\.lm: .*download or copy it again$/);
  });

  it("throws ModelError on garbage, or reads it as what it says", () => {
    const whole = toyBytes();
    fc.assert(
      fc.property(fc.nat(1500), fc.nat(255), (at, value) => {
        const damaged = whole.slice();
        damaged[at] = value;
        try {
          readLanguageModel(new ModelFile(damaged));
        } catch (error) {
          expect(error).toBeInstanceOf(ModelError);
        }
      }),
    );
    expect(() => new ModelFile(new TextEncoder().encode("PK\u0003\u0004 not a model at all"))).toThrow("is not an ungarble model");
  });

  it("names version, section and cure", () => {
    const newer = bytes.slice();
    newer[8] = 99;
    expect(() => new ModelFile(newer)).toThrow("format version 99");
    expect(() => new ModelFile(bytes).section("cells", "u8")).toThrow("is u16, not u8");
    expect(() => new ModelFile(bytes).section("lm.1.codes", "u8")).toThrow("has no section “lm.1.codes”");
    expect(() => new ModelFile(bytes).facts("dictionary")).toThrow("has no facts on “dictionary”");
  });
});
