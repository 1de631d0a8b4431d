import type { PhraseIndex } from "../dictionary/phrase-index.js";
import { type ContextModelTables, NEAR, TOPIC_FIRST_ID, WIDE } from "../model/context-model.js";
import { seededRandom } from "../random.js";

/** What the trainer needs to know of the language model's vocabulary. */
export interface WordList {
  size: number;
  id(form: string): number;
}

export interface ContextTrainingOptions {
  /** Length of the vectors. Default 48. */
  dimensions?: number;
  /** Context vectors are kept for this many of the most frequent words. Default 30,000. */
  contextWords?: number;
  /** Passes over the corpus. Default 1. */
  passes?: number;
  /** First learning rate; falls linearly to a hundredth. Default 0.05. */
  learningRate?: number;
  /** Share of the stretches whose context words are garbled first, 0..1. Default 0.5. */
  garbled?: number;
  seed?: number;
  onProgress?: (share: number) => void;
}

/** Ids in the corpus file: a sentence's start, a line's end. */
const SENTENCE_MARK = 1;
const LINE_MARK = 65535;
const UNIGRAM_NEGATIVES = 3;
const CONFUSION_NEGATIVES = 5;
/** Stretches of the corpus that are garbled as one document. Words. */
const STRETCH = 400;

/**
 * Trains a context model on a corpus of word ids (Uint16; 1 marks a sentence's start, 65535 a line's end).
 *
 * For every word that is an original or an observed form of a one-word pair: logistic regression of the word against words it is confused
 * with (its originals and its forms) and against words drawn by frequency, on the words around it (skip-gram negative sampling, Mikolov et
 * al. 2013, turned round). In half of the stretches the context is garbled first, one form a head, so that the model learns to read
 * garbled surroundings. Deterministic.
 */
export function trainContextModel(corpus: Uint16Array, words: WordList, index: PhraseIndex, options: ContextTrainingOptions = {}): ContextModelTables {
  const { dimensions: D = 48, contextWords = 30000, passes = 1, learningRate = 0.05, garbled = 0.5, seed = 1, onProgress } = options;
  const random = seededRandom(seed);
  const V = words.size;
  const confusions = confusionSets(words, index);
  const targets = [...confusions.keys()].sort((a, b) => a - b);
  const targetRow = new Uint16Array(V).fill(65535);
  targets.forEach((id, row) => {
    targetRow[id] = row;
  });
  const contextRows = Math.min(V, contextWords);
  const counts = new Float64Array(V);
  for (const id of corpus) if (id !== LINE_MARK) counts[id]!++;
  const noise = noiseTable(counts, targetRow);
  const keep = keepRates(counts);
  const forms = [...confusions].reduce((map, [id, { forms }]) => (forms.length ? map.set(id, forms) : map), new Map<number, number[]>());

  const U = new Float32Array(targets.length * D);
  const B = new Float32Array(targets.length);
  const C = new Float32Array(contextRows * D).map(() => (random() - 0.5) / Math.sqrt(D));
  const P = new Float32Array((2 * NEAR + 1) * D).fill(1);
  const near = new Float32Array(D);
  const gradient = new Float32Array(D);
  const words400 = new Uint16Array(STRETCH);
  const read = new Uint16Array(STRETCH);
  const around: number[] = [];
  const places: number[] = [];
  const topicPrefix = new Float32Array((STRETCH + 1) * D);
  const topicCount = new Int32Array(STRETCH + 1);

  let seen = 0;
  const all = corpus.length * passes;
  for (let pass = 0; pass < passes; pass++) {
    for (let at = 0; at < corpus.length; ) {
      let n = 0;
      while (at < corpus.length && n < STRETCH) {
        const id = corpus[at++]!;
        if (id !== SENTENCE_MARK && id !== LINE_MARK) words400[n++] = id;
      }
      seen += n;
      const rate = learningRate * Math.max(0.01, 1 - (pass * corpus.length + at) / all);
      garbleStretch(words400, read, n, forms, random, garbled);
      // Topic sums by prefix, so that every window costs two subtractions a dimension.
      for (let i = 0; i < n; i++) {
        const id = read[i]!;
        const counted = id >= TOPIC_FIRST_ID && id < contextRows;
        topicCount[i + 1] = topicCount[i]! + (counted ? 1 : 0);
        const from = i * D;
        const row = id * D;
        for (let k = 0; k < D; k++) topicPrefix[from + D + k] = topicPrefix[from + k]! + (counted ? C[row + k]! : 0);
      }
      for (let i = 0; i < n; i++) {
        const w = words400[i]!;
        const row = targetRow[w]!;
        if (row === 65535 || random() >= keep[w]!) continue;
        around.length = 0;
        places.length = 0;
        near.fill(0);
        for (let d = 1; d <= NEAR; d++) {
          for (const side of [-d, d]) {
            const j = i + side;
            if (j < 0 || j >= n || read[j]! >= contextRows) continue;
            const place = side < 0 ? NEAR - d : NEAR + d - 1;
            around.push(read[j]!);
            places.push(place);
            const c = read[j]! * D;
            const p = place * D;
            for (let k = 0; k < D; k++) near[k]! += P[p + k]! * C[c + k]!;
          }
        }
        const low = Math.max(0, i - WIDE);
        const high = Math.min(n, i + 1 + WIDE);
        const own = read[i]! >= TOPIC_FIRST_ID && read[i]! < contextRows;
        const topicWords = topicCount[high]! - topicCount[low]! - (own ? 1 : 0);
        const tp = 2 * NEAR * D;
        if (topicWords > 0) {
          for (let k = 0; k < D; k++) {
            const sum = topicPrefix[high * D + k]! - topicPrefix[low * D + k]! - (own ? C[read[i]! * D + k]! : 0);
            near[k]! += (P[tp + k]! * sum) / topicWords;
          }
        }
        gradient.fill(0);
        const step = (r: number, label: number): void => {
          const u = r * D;
          let dot = B[r]!;
          for (let k = 0; k < D; k++) dot += U[u + k]! * near[k]!;
          const g = (label - 1 / (1 + Math.exp(-dot))) * rate;
          B[r]! += g;
          for (let k = 0; k < D; k++) {
            gradient[k]! += g * U[u + k]!;
            U[u + k]! += g * near[k]!;
          }
        };
        step(row, 1);
        const set = confusions.get(w)!.all;
        for (let k = 0; k < CONFUSION_NEGATIVES && set.length > 0; k++) {
          const other = targetRow[set[Math.floor(random() * set.length)]!]!;
          if (other !== row) step(other, 0);
        }
        for (let k = 0; k < UNIGRAM_NEGATIVES; k++) {
          const other = noise[Math.floor(random() * noise.length)]!;
          if (other !== row) step(other, 0);
        }
        for (let a = 0; a < around.length; a++) {
          const c = around[a]! * D;
          const p = places[a]! * D;
          for (let k = 0; k < D; k++) {
            const before = C[c + k]!;
            C[c + k]! += gradient[k]! * P[p + k]!;
            P[p + k]! += 0.1 * gradient[k]! * before;
          }
        }
        if (topicWords > 0) {
          // The topic's gradient goes to a few of its words, drawn at random, each with the share of all it stands for.
          for (let draw = 0; draw < 4; draw++) {
            const j = low + Math.floor(random() * (high - low));
            const id = read[j]!;
            if (j === i || id < TOPIC_FIRST_ID || id >= contextRows) continue;
            for (let k = 0; k < D; k++) C[id * D + k]! += (gradient[k]! * P[tp + k]!) / 4;
          }
          for (let k = 0; k < D; k++) {
            const sum = topicPrefix[high * D + k]! - topicPrefix[low * D + k]!;
            P[tp + k]! += (0.1 * gradient[k]! * sum) / topicWords;
          }
        }
      }
      if ((at & 0xffff) < STRETCH) onProgress?.(seen / all);
    }
  }
  return quantise(D, targetRow, U, B, C, P);
}

/** For every word of a one-word pair: what it may stand for or be written as (all), and what spinners write for it (forms). */
function confusionSets(words: WordList, index: PhraseIndex): Map<number, { all: number[]; forms: number[] }> {
  const { pairStart, pairHead, nodeTerm, childStart, headStart, headTerms, terms } = index.tables;
  const sets = new Map<number, { all: Set<number>; forms: Set<number> }>();
  const of = (id: number): { all: Set<number>; forms: Set<number> } => sets.get(id) ?? sets.set(id, { all: new Set(), forms: new Set() }).get(id)!;
  // Words inside longer heads and forms are targets as well, though without confusions of their own.
  for (const form of terms) if (words.id(form) > 1) of(words.id(form));
  for (let node = childStart[0]!; node < childStart[1]!; node++) {
    const observed = words.id(terms[nodeTerm[node]!]!);
    if (observed < 2) continue;
    for (let pair = pairStart[node]!; pair < pairStart[node + 1]!; pair++) {
      const head = pairHead[pair]!;
      if (headStart[head + 1]! - headStart[head]! !== 1) continue;
      const original = words.id(terms[headTerms[headStart[head]!]!]!);
      if (original < 2 || original === observed) continue;
      of(observed).all.add(original);
      of(original).all.add(observed);
      of(original).forms.add(observed);
    }
  }
  return new Map([...sets].map(([id, { all, forms }]) => [id, { all: [...all], forms: [...forms] }]));
}

/** Target rows drawn by frequency to the power 3/4 (Mikolov et al. 2013). */
function noiseTable(counts: Float64Array, targetRow: Uint16Array): Uint16Array {
  const size = 1 << 20;
  const table = new Uint16Array(size);
  let sum = 0;
  for (let id = 0; id < counts.length; id++) if (targetRow[id] !== 65535) sum += counts[id]! ** 0.75;
  let filled = 0;
  let mass = 0;
  for (let id = 0; id < counts.length; id++) {
    if (targetRow[id] === 65535) continue;
    mass += counts[id]! ** 0.75;
    const until = Math.min(size, Math.round((mass / sum) * size));
    while (filled < until) table[filled++] = targetRow[id]!;
  }
  return table;
}

/** Frequent words are trained on less than every time (Mikolov et al. 2013): sqrt(t / f), t = 1e-4. */
function keepRates(counts: Float64Array): Float32Array {
  let total = 0;
  for (const count of counts) total += count;
  return Float32Array.from(counts, (count) => (count === 0 ? 0 : Math.min(1, Math.sqrt((1e-4 * total) / count))));
}

function garbleStretch(words: Uint16Array, out: Uint16Array, n: number, forms: Map<number, number[]>, random: () => number, share: number): void {
  out.set(words.subarray(0, n));
  if (random() >= share) return;
  const rate = 0.2 + 0.7 * random();
  const drawn = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const id = words[i]!;
    const list = forms.get(id);
    if (list === undefined) continue;
    let form = drawn.get(id);
    if (form === undefined) {
      form = random() < rate ? list[Math.floor(random() * list.length)]! : id;
      drawn.set(id, form);
    }
    out[i] = form;
  }
}

function quantise(D: number, targetRow: Uint16Array, U: Float32Array, bias: Float32Array, C: Float32Array, P: Float32Array): ContextModelTables {
  const target = toBytes(U);
  const context = toBytes(C);
  return { dimensions: D, targetRow, target: target.bytes, targetScale: target.scale, bias, context: context.bytes, contextScale: context.scale, place: P };
}

/** Weights as bytes: the 99.9th percentile of the absolute values becomes 127, what lies beyond is cut. */
function toBytes(weights: Float32Array): { bytes: Int8Array; scale: number } {
  const sample = Float32Array.from(weights, Math.abs).sort();
  const scale = (sample[Math.floor(sample.length * 0.999)] || 1) / 127;
  return { bytes: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))), scale };
}
