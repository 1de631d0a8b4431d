/**
 * A static function from 64-bit keys to small values in one flat array, without the keys: a Bloomier filter (Chazelle et al. 2004) in
 * the layout of a 3-wise binary fuse filter (Graf & Lemire 2022), as randomised language models use it (Talbot & Brants 2008).
 *
 * A key owns three cells; their XOR is fingerprint (high bits) and value (low bits). About 1.13 cells of 16 bits a key. A key that was
 * never stored is found with probability 2^-(16 - valueBits): with 5 value bits once in 2,048 look-ups.
 */
export class BloomierFilter {
  private readonly segmentLength: number;
  private readonly positions: number;
  private readonly fingerprintShift: number;
  private readonly valueMask: number;

  constructor(
    readonly cells: Uint16Array,
    readonly shape: BloomierShape,
  ) {
    this.segmentLength = shape.segmentLength;
    this.positions = cells.length - 2 * shape.segmentLength;
    this.fingerprintShift = 16 + shape.valueBits;
    this.valueMask = (1 << shape.valueBits) - 1;
  }

  /** The value stored under a key (two unsigned or signed 32-bit halves), or -1 when there is none. */
  get(high: number, low: number): number {
    const { cells, segmentLength, shape } = this;
    if (shape.keyCount === 0) return -1;
    const first = mix(low + shape.seed);
    const place = mix(high ^ first ^ 0x3c6ef372);
    const offsets = mix(first + Math.imul(place, 0x9e3779b1));
    const mask = segmentLength - 1;
    const a = Math.floor((place >>> 0) * this.positions * 2 ** -32);
    const b = (a + segmentLength) ^ ((offsets >>> 16) & mask);
    const c = (a + 2 * segmentLength) ^ (offsets & mask);
    const cell = cells[a] ^ cells[b] ^ cells[c];
    const fingerprint = Math.imul(offsets ^ Math.imul(place, 0x85ebca6b), 0xc2b2ae35) >>> this.fingerprintShift;
    return cell >>> shape.valueBits === fingerprint ? cell & this.valueMask : -1;
  }
}

/** What, beside the cells, a filter needs to be read again. */
export interface BloomierShape {
  /** Number of stored keys. */
  keyCount: number;
  /** Seed of the hash under which the construction succeeded. */
  seed: number;
  /** Cells of a segment, a power of two; the three cells of a key lie in three neighbouring segments. */
  segmentLength: number;
  /** Bits of a cell that hold the value, 1..8; the other bits hold the fingerprint. */
  valueBits: number;
}

/** Whether a shape is one that as many cells can have. */
export function isShapeOf(shape: BloomierShape, cells: number): boolean {
  const { keyCount, seed, segmentLength, valueBits } = shape ?? {};
  if (![keyCount, seed, segmentLength, valueBits].every(Number.isInteger) || valueBits < 1 || valueBits > 8) return false;
  return keyCount === 0 || (Number.isInteger(Math.log2(segmentLength)) && cells > 2 * segmentLength && cells % segmentLength === 0);
}

/** Keys as two parallel arrays of 32-bit halves, with the value of each. */
export interface BloomierEntries {
  high: Uint32Array;
  low: Uint32Array;
  values: Uint8Array;
}

const SEEDS_TRIED = 64;

/**
 * Builds a filter. Input: distinct keys, values below 2^valueBits. Deterministic: the same entries in the same order give the same
 * cells. A construction fails once in many thousand (small sets more often) and is tried again with the next seed.
 *
 * @throws RangeError when a value does not fit or the keys are not distinct.
 */
export function buildBloomierFilter(entries: BloomierEntries, valueBits: number): BloomierFilter {
  const { high, low, values } = entries;
  const keyCount = values.length;
  for (const value of values) if (value >> valueBits) throw new RangeError(`value ${value} does not fit into ${valueBits} bits`);
  const { segmentLength, cellCount } = bloomierLayout(keyCount);
  if (keyCount === 0) return new BloomierFilter(new Uint16Array(0), { keyCount, seed: 0, segmentLength, valueBits });
  for (let seed = 1; seed <= SEEDS_TRIED; seed++) {
    const places = placeKeys(high, low, seed, segmentLength, cellCount);
    const order = peel(places, cellCount);
    if (!order) continue;
    const cells = new Uint16Array(cellCount);
    for (let at = keyCount - 1; at >= 0; at--) {
      const key = order.keys[at];
      const [a, b, c] = [places[3 * key], places[3 * key + 1], places[3 * key + 2]];
      const wanted = (fingerprintOf(high[key], low[key], seed, 16 - valueBits) << valueBits) | values[key];
      cells[order.cells[at]] = wanted ^ cells[a] ^ cells[b] ^ cells[c]; // the cell itself is still 0
    }
    return new BloomierFilter(cells, { keyCount, seed, segmentLength, valueBits });
  }
  throw new RangeError(`no filter found for ${keyCount} keys under ${SEEDS_TRIED} seeds: are they distinct?`);
}

/** Segment length and number of cells for a number of keys (the constants of Graf & Lemire 2022, section 4). */
export function bloomierLayout(keyCount: number): { segmentLength: number; cellCount: number } {
  if (keyCount === 0) return { segmentLength: 1, cellCount: 0 };
  const logSize = Math.log(Math.max(keyCount, 2));
  const segmentLength = Math.min(2 ** 16, 2 ** Math.floor(logSize / Math.log(3.33) + 2.25));
  const factor = Math.max(1.125, 0.875 + (0.25 * Math.log(1e6)) / logSize);
  const segments = Math.max(3, Math.ceil((keyCount * factor) / segmentLength));
  return { segmentLength, cellCount: segments * segmentLength };
}

/** A bijection on 32-bit numbers in which every bit of the result depends on every bit (MurmurHash3's finaliser). */
function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** The three cells of every key, three numbers a key. Must agree with `get`. */
function placeKeys(high: Uint32Array, low: Uint32Array, seed: number, segmentLength: number, cellCount: number): Uint32Array {
  const places = new Uint32Array(3 * low.length);
  const positions = cellCount - 2 * segmentLength;
  const mask = segmentLength - 1;
  for (let key = 0; key < low.length; key++) {
    const first = mix(low[key] + seed);
    const place = mix(high[key] ^ first ^ 0x3c6ef372);
    const offsets = mix(first + Math.imul(place, 0x9e3779b1));
    const a = Math.floor((place >>> 0) * positions * 2 ** -32);
    places[3 * key] = a;
    places[3 * key + 1] = (a + segmentLength) ^ ((offsets >>> 16) & mask);
    places[3 * key + 2] = (a + 2 * segmentLength) ^ (offsets & mask);
  }
  return places;
}

function fingerprintOf(high: number, low: number, seed: number, bits: number): number {
  const first = mix(low + seed);
  const place = mix(high ^ first ^ 0x3c6ef372);
  const offsets = mix(first + Math.imul(place, 0x9e3779b1));
  return Math.imul(offsets ^ Math.imul(place, 0x85ebca6b), 0xc2b2ae35) >>> (32 - bits);
}

/** Takes keys off one by one, each with a cell no remaining key owns; undefined when some keys hold each other fast. */
function peel(places: Uint32Array, cellCount: number): { keys: Uint32Array; cells: Uint32Array } | undefined {
  const keyCount = places.length / 3;
  const owners = new Uint16Array(cellCount);
  const ownerXor = new Uint32Array(cellCount);
  for (let i = 0; i < places.length; i++) {
    owners[places[i]]++;
    ownerXor[places[i]] ^= (i / 3) | 0;
  }
  const free: number[] = [];
  for (let cell = 0; cell < cellCount; cell++) if (owners[cell] === 1) free.push(cell);
  const keys = new Uint32Array(keyCount);
  const cells = new Uint32Array(keyCount);
  let peeled = 0;
  while (free.length) {
    const cell = free.pop() as number;
    if (owners[cell] !== 1) continue;
    const key = ownerXor[cell];
    keys[peeled] = key;
    cells[peeled++] = cell;
    for (let i = 3 * key; i < 3 * key + 3; i++) {
      const place = places[i];
      ownerXor[place] ^= key;
      if (--owners[place] === 1) free.push(place);
    }
  }
  return peeled === keyCount ? { keys, cells } : undefined;
}
