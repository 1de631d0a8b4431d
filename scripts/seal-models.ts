/**
 * Rewrites model files of format version 1, which have no checksum, in the current format; their content stays as it is.
 *
 *     npm run seal -- data/english.lm data/english.context
 */
import { readFileSync, writeFileSync } from "node:fs";
import { MODEL_FILE_VERSION, ModelFile, type SectionArray, type SectionType, writeModelFile } from "../src/model/model-file.js";

const VERSION_AT = 8;

interface OldHeader {
  info: Record<string, unknown>;
  sections: { name: string; type: SectionType; offset: number; length: number }[];
}

const BYTES: Record<SectionType, number> = { u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4, f32: 4, f64: 8 };
const TYPES = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

for (const file of process.argv.slice(2)) {
  const bytes = new Uint8Array(readFileSync(file));
  if (new DataView(bytes.buffer).getUint32(VERSION_AT, true) === MODEL_FILE_VERSION) {
    new ModelFile(bytes, file);
    console.log(`${file}: whole, and of version ${MODEL_FILE_VERSION} already`);
    continue;
  }
  const sealed = seal(bytes, file);
  new ModelFile(sealed, file);
  writeFileSync(file, sealed);
  console.log(`${file}: ${sealed.length} bytes, version ${MODEL_FILE_VERSION}`);
}

function seal(bytes: Uint8Array, file: string): Uint8Array {
  const view = new DataView(bytes.buffer);
  if (new TextDecoder().decode(bytes.subarray(0, VERSION_AT)) !== "UNGARBLE" || view.getUint32(VERSION_AT, true) !== 1) {
    throw new Error(`${file}: is no model file of version 1`);
  }
  const { info, sections }: OldHeader = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + view.getUint32(12, true))));
  const arrays = sections.map(({ name, type, offset, length }): [string, SectionArray] => [
    name,
    new TYPES[type](bytes.slice(offset, offset + length * BYTES[type]).buffer) as SectionArray,
  ]);
  return writeModelFile(Object.fromEntries(arrays), info);
}
