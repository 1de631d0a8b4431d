import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languageModelSections } from "../src/model/language-model.js";
import { crc32 } from "../src/model/crc-32.js";
import { MODEL_FILE_VERSION, ModelError, ModelFile, writeModelFile } from "../src/model/model-file.js";
import { trainToyModel } from "../src/train/toy-model.js";

/** The bytes of a small language model; its header is some 1,500 bytes long. */
function toyBytes(): Uint8Array {
  const { vocabulary, tables } = trainToyModel(["The war went on.", "The war went well."], { order: 4 });
  const { sections, info } = languageModelSections(vocabulary, tables);
  return writeModelFile(sections, { ...info });
}

/** A file of 256 bytes with a header of one's own and a right checksum. */
function withHeader(header: unknown): Uint8Array {
  const file = new Uint8Array(256);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode("UNGARBLE"));
  view.setUint32(8, MODEL_FILE_VERSION, true);
  view.setUint32(12, text.length, true);
  view.setUint32(16, file.length, true);
  file.set(text, 24);
  view.setUint32(20, crc32(file.subarray(24), crc32(file.subarray(0, 20))), true);
  return file;
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
    for (let length = 0; length < bytes.length; length++) expect(() => new ModelFile(bytes.slice(0, length), "x.lm")).toThrow(ModelError);
    expect(() => new ModelFile(bytes.slice(0, -9), "x.lm")).toThrow(/^x\.lm: .*download or copy it again$/);
  });

  it("refuses every changed byte, whatever it is changed to", () => {
    const whole = toyBytes();
    for (let at = 0; at < whole.length; at++) {
      for (const change of [1, 0x80, 0xff]) {
        const damaged = whole.slice();
        damaged[at]! ^= change;
        expect(() => new ModelFile(damaged, "x.lm"), `byte ${at} ^ ${change}`).toThrow(ModelError);
      }
    }
  });

  it("refuses what is put in, taken out, exchanged or added", () => {
    const whole = toyBytes();
    const stretch = fc.record({ at: fc.nat(whole.length - 1), length: fc.integer({ min: 1, max: 64 }) });
    fc.assert(
      fc.property(
        stretch,
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.constantFrom("put in", "taken out", "zeroes", "other bytes"),
        (place, other, kind) => {
          const end = Math.min(whole.length, place.at + place.length);
          const between = { "put in": other, "taken out": [], zeroes: new Uint8Array(end - place.at), "other bytes": other.slice(0, end - place.at) }[kind];
          const after = kind === "put in" ? place.at : kind === "other bytes" ? place.at + between.length : end;
          const damaged = Uint8Array.from([...whole.subarray(0, place.at), ...between, ...whole.subarray(after)]);
          fc.pre(damaged.length !== whole.length || damaged.some((byte, at) => byte !== whole[at]));
          expect(() => new ModelFile(damaged)).toThrow(ModelError);
        },
      ),
    );
    expect(() => new ModelFile(Uint8Array.from([...whole, ...whole]), "x.lm")).toThrow("is damaged");
    expect(() => new ModelFile(new TextEncoder().encode("PK\u0003\u0004 not a model at all"))).toThrow("is not an ungarble model");
  });

  it("refuses a header that makes no sense under a right checksum", () => {
    const section = { name: "codes", type: "u8", offset: 200, length: 3 };
    const headers: [string, unknown][] = [
      ["no JSON object", []],
      ["no JSON object", { info: {}, sections: {} }],
      ["described wrongly", { info: {}, sections: [{ ...section, type: "toString" }] }],
      ["described wrongly", { info: {}, sections: [{ ...section, offset: 201 }] }],
      ["described wrongly", { info: {}, sections: [{ ...section, length: -1 }] }],
      ["described wrongly", { info: {}, sections: [null] }],
      ["described twice", { info: {}, sections: [section, section] }],
      ["should end at", { info: {}, sections: [{ ...section, length: 999 }] }],
    ];
    for (const [problem, header] of headers) expect(() => new ModelFile(withHeader(header)), problem).toThrow(problem);
    expect(new ModelFile(withHeader({ info: {}, sections: [section] })).section("codes", "u8")).toHaveLength(3);
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
