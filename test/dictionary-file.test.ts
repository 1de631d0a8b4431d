import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDictionary } from "../src/dictionary/compile.js";
import { readDictionary, writeDictionary } from "../src/dictionary/dictionary-file.js";
import { ModelError, ModelFile, writeModelFile } from "../src/model/model-file.js";
import { sources } from "./small-dictionary.js";

describe("a compiled dictionary on disk", () => {
  it("is read back as it was written, and written the same again", () => {
    fc.assert(
      fc.property(sources, (files) => {
        fc.pre(files.some(({ entries }) => entries.length > 0));
        const tables = compileDictionary(files);
        const bytes = writeDictionary(tables);
        const read = readDictionary(new ModelFile(bytes));
        expect(read).toEqual(tables);
        expect(writeDictionary(read)).toEqual(bytes);
      }),
    );
  });

  it("is refused when it has other styles or is something else", () => {
    const bytes = writeModelFile({ codes: Uint8Array.of(1) }, { dictionary: { styles: ["thesaurus", "poetry"] } });
    expect(() => readDictionary(new ModelFile(bytes, "old.dict"))).toThrow(ModelError);
    expect(() => readDictionary(new ModelFile(bytes, "old.dict"))).toThrow("old.dict: has the styles thesaurus, poetry; build it anew with `npm run build`");
    expect(() => readDictionary(new ModelFile(writeModelFile({}, {}), "x.lm"))).toThrow(ModelError);
  });
});
