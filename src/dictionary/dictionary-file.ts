import { ModelError, type ModelFile, writeModelFile } from "../model/model-file.js";
import type { DictionaryTables } from "./phrase-index.js";
import { STYLES } from "./styles.js";

/** A compiled dictionary → the bytes of a container. The same tables give the same bytes. */
export function writeDictionary(tables: DictionaryTables): Uint8Array {
  const { terms, headSurfaces, nodeTerm, childStart, pairStart, pairHead, pairWeights, headStart, headTerms, files, headFile, headMembership } = tables;
  const encoder = new TextEncoder();
  return writeModelFile(
    {
      "dictionary.terms": encoder.encode(terms.join("\n")),
      "dictionary.heads": encoder.encode(headSurfaces.join("\n")),
      "dictionary.nodeTerm": nodeTerm,
      "dictionary.childStart": childStart,
      "dictionary.pairStart": pairStart,
      "dictionary.pairHead": pairHead,
      "dictionary.pairWeights": pairWeights,
      "dictionary.headStart": headStart,
      "dictionary.headTerms": headTerms,
      "dictionary.headFile": headFile,
      "dictionary.headMembership": headMembership,
    },
    { dictionary: { styles: STYLES, files, heads: headSurfaces.length, pairs: pairHead.length } },
  );
}

/** @throws ModelError when the file holds no dictionary, or one with other styles. */
export function readDictionary(file: ModelFile): DictionaryTables {
  const { styles, files } = file.facts<{ styles: string[]; files: string[] }>("dictionary");
  if (styles.join() !== STYLES.join()) throw new ModelError(file.where, `has the styles ${styles.join(", ")}`, "build it anew with `npm run build`");
  const decoder = new TextDecoder();
  const lines = (name: string): string[] => decoder.decode(file.section(name, "u8")).split("\n");
  return {
    terms: lines("dictionary.terms"),
    headSurfaces: lines("dictionary.heads"),
    nodeTerm: file.section("dictionary.nodeTerm", "u32"),
    childStart: file.section("dictionary.childStart", "u32"),
    pairStart: file.section("dictionary.pairStart", "u32"),
    pairHead: file.section("dictionary.pairHead", "u32"),
    pairWeights: file.section("dictionary.pairWeights", "u8"),
    headStart: file.section("dictionary.headStart", "u32"),
    headTerms: file.section("dictionary.headTerms", "u32"),
    files,
    headFile: file.section("dictionary.headFile", "u16"),
    headMembership: file.section("dictionary.headMembership", "u8"),
  };
}
