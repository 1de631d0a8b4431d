import { crc32 } from "./crc-32.js";

/**
 * The container in which models and compiled dictionaries are stored: named typed arrays in one buffer, read in place.
 *
 *     0   "UNGARBLE"                 8 bytes
 *     8   format version             uint32, little endian: 2
 *     12  header length in bytes     uint32
 *     16  file length in bytes       uint32
 *     20  checksum                   uint32: CRC-32 (zlib's) of bytes 0 … 19 and 24 … end, as of one run of bytes
 *     24  header, JSON in UTF-8      { "info": {…}, "sections": [{ "name", "type", "offset", "length" }] }
 *     …   sections                   each at a multiple of 8; offsets count from the start of the file, lengths are elements
 *
 * Numbers are little endian, gaps are zero bytes. The checksum is looked at when a file is opened, before anything in it is used: some 10 ms for
 * 9 MB. It tells damage, not malice: a file made to mislead carries a right one.
 */
const MAGIC = "UNGARBLE";
export const MODEL_FILE_VERSION = 2;
const PREAMBLE_BYTES = 24;
const CHECKSUM_AT = 20;
const ALIGNMENT = 8;

const ARRAYS = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i8: Int8Array,
  i16: Int16Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

/** Element type of a section. */
export type SectionType = keyof typeof ARRAYS;

/** The typed array a section of a type is read as. */
export type SectionArray<T extends SectionType = SectionType> = {
  u8: Uint8Array;
  u16: Uint16Array;
  u32: Uint32Array;
  i8: Int8Array;
  i16: Int16Array;
  i32: Int32Array;
  f32: Float32Array;
  f64: Float64Array;
}[T];

/** Small facts about a model, by the name of the part that owns them. Must survive JSON. */
export type ModelInfo = Record<string, unknown>;

/** A model file that cannot be read, or lacks what is asked of it. */
export class ModelError extends Error {
  override name = "ModelError";

  /** @param where file name or other origin of the bytes  @param what what is wrong  @param cure what helps */
  constructor(
    readonly where: string,
    readonly what: string,
    readonly cure: string,
  ) {
    super(`${where}: ${what}; ${cure}`);
  }
}

interface SectionEntry {
  name: string;
  type: SectionType;
  offset: number;
  length: number;
}

/** A container opened for reading. Sections are views of the given bytes, nothing is copied (unless the bytes are not aligned). */
export class ModelFile {
  readonly info: ModelInfo;
  private readonly bytes: Uint8Array;
  private readonly sections = new Map<string, SectionEntry>();

  /**
   * @param where the file's name, for messages
   * @throws ModelError when the bytes are not a whole, undamaged model file of this version
   */
  constructor(
    bytes: ArrayBuffer | Uint8Array,
    readonly where = "model",
  ) {
    const given = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
    this.bytes = given.byteOffset % ALIGNMENT === 0 ? given : given.slice();
    const { info, sections } = this.readHeader();
    this.info = info;
    for (const section of sections) {
      this.checkSection(section);
      if (this.sections.has(section.name)) throw new ModelError(where, `section “${section.name}” is described twice`, "build the file again");
      this.sections.set(section.name, section);
    }
  }

  has(name: string): boolean {
    return this.sections.has(name);
  }

  /** A section as a typed array. @throws ModelError when it is missing or of another type. */
  section<T extends SectionType>(name: string, type: T): SectionArray<T> {
    const entry = this.sections.get(name);
    if (!entry) throw new ModelError(this.where, `has no section “${name}”`, "it is a model of another kind: pass the file that holds it");
    if (entry.type !== type) {
      throw new ModelError(this.where, `section “${name}” is ${entry.type}, not ${type}`, "build the model anew with this version");
    }
    const start = this.bytes.byteOffset + entry.offset;
    return new ARRAYS[type](this.bytes.buffer as ArrayBuffer, start, entry.length) as SectionArray as SectionArray<T>;
  }

  /** Facts stored under a name. @throws ModelError when there are none. */
  facts<T>(name: string): T {
    const facts = this.info[name];
    if (facts === undefined) throw new ModelError(this.where, `has no facts on “${name}”`, "pass the file that holds this model");
    return facts as T;
  }

  private readHeader(): { info: ModelInfo; sections: SectionEntry[] } {
    const { bytes, where } = this;
    if (!MAGIC.startsWith(String.fromCharCode(...bytes.subarray(0, MAGIC.length)))) {
      throw new ModelError(where, "is not an ungarble model", "pass a file of the package's data/ folder, or one that its scripts built");
    }
    if (bytes.length < PREAMBLE_BYTES) throw truncated(where, `${bytes.length} bytes are too few for a model file`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const version = view.getUint32(8, true);
    if (version !== MODEL_FILE_VERSION) {
      throw new ModelError(where, `has format version ${version}, this program reads ${MODEL_FILE_VERSION}`, "take model and program from the same release");
    }
    const length = view.getUint32(16, true);
    if (bytes.length < length) throw truncated(where, `the file ends at byte ${bytes.length} of ${length}`);
    if (bytes.length > length || checksum(bytes) !== view.getUint32(CHECKSUM_AT, true)) {
      throw new ModelError(where, "is damaged: its length or its checksum is not the one it was written with", "download or build the file again");
    }
    const end = PREAMBLE_BYTES + view.getUint32(12, true);
    if (end > bytes.length) throw truncated(where, "the file ends inside its header");
    try {
      const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(PREAMBLE_BYTES, end)));
      if (typeof header.info === "object" && header.info !== null && Array.isArray(header.sections)) return header;
    } catch {
      // told below
    }
    throw new ModelError(where, "its header is no JSON object of info and sections", "download or build the file again");
  }

  private checkSection(section: SectionEntry): void {
    const { name, type, offset, length } = section ?? {};
    const known = typeof name === "string" && Object.hasOwn(ARRAYS, type) && Number.isInteger(offset) && Number.isInteger(length);
    if (!known || offset < PREAMBLE_BYTES || offset % ALIGNMENT || length < 0) {
      throw new ModelError(this.where, `section “${name}” is described wrongly`, "download or build the file again");
    }
    const end = offset + length * ARRAYS[type].BYTES_PER_ELEMENT;
    if (end > this.bytes.length) throw truncated(this.where, `section “${name}” should end at byte ${end}, the file at ${this.bytes.length}`);
  }
}

const truncated = (where: string, what: string): ModelError => new ModelError(where, what, "it was cut short: download or copy it again");

/** Named sections and facts → the bytes of a model file. Deterministic: sections in the order given. */
export function writeModelFile(sections: Readonly<Record<string, SectionArray>>, info: ModelInfo): Uint8Array {
  const names = Object.keys(sections);
  let header = new Uint8Array(0);
  for (let assumed = 0; ; assumed = header.length) {
    let offset = aligned(PREAMBLE_BYTES + assumed); // the offsets stand in the header, and their digits count to its length
    const entries = names.map((name) => {
      const entry = { name, type: typeOf(sections[name]), offset, length: sections[name].length };
      offset = aligned(offset + sections[name].byteLength);
      return entry;
    });
    header = new TextEncoder().encode(JSON.stringify({ info, sections: entries }));
    if (header.length > assumed) continue;
    const bytes = new Uint8Array(offset);
    bytes.set(new TextEncoder().encode(MAGIC));
    const view = new DataView(bytes.buffer);
    view.setUint32(8, MODEL_FILE_VERSION, true);
    view.setUint32(12, header.length, true);
    view.setUint32(16, bytes.length, true);
    bytes.set(header, PREAMBLE_BYTES);
    for (const { name, offset: at } of entries) {
      const { buffer, byteOffset, byteLength } = sections[name];
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    }
    view.setUint32(CHECKSUM_AT, checksum(bytes), true);
    return bytes;
  }
}

const checksum = (bytes: Uint8Array): number => crc32(bytes.subarray(PREAMBLE_BYTES), crc32(bytes.subarray(0, CHECKSUM_AT)));

const aligned = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;

function typeOf(data: SectionArray): SectionType {
  const found = (Object.keys(ARRAYS) as SectionType[]).find((type) => data.constructor === ARRAYS[type]);
  if (!found) throw new TypeError(`a section cannot be a ${data.constructor.name}`);
  return found;
}
