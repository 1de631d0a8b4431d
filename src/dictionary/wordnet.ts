/**
 * WordNet's database files (wndb(5WN), Princeton 2011) and English inflection: what the open dictionary is compiled from. Build time only.
 */

export const PARTS_OF_SPEECH = ["noun", "verb", "adj", "adv"] as const;
export type PartOfSpeech = (typeof PARTS_OF_SPEECH)[number];

/** The database files of one part of speech, as text. */
export interface WordNetFiles {
  /** index.noun …: a lemma a line with its synsets, likeliest sense first. */
  index: string;
  /** data.noun …: a synset a line with its lemmas. */
  data: string;
}

/** Lemmas and synsets by part of speech. Lemmas in lower case, blanks as in text. */
export class WordNet {
  private readonly parts: Map<PartOfSpeech, { senses: Map<string, number[]>; synsets: Map<number, string[]>; hypernyms: Map<number, number[]> }>;
  private readonly hyponyms = new Map<PartOfSpeech, Map<number, number[]>>();

  constructor(files: Record<PartOfSpeech, WordNetFiles>) {
    this.parts = new Map(
      PARTS_OF_SPEECH.map((part) => {
        const { index, data } = files[part];
        return [part, { senses: parseIndex(index), synsets: parseData(data), hypernyms: parseHypernyms(data) }];
      }),
    );
  }

  has(lemma: string, part: PartOfSpeech): boolean {
    return this.parts.get(part)!.senses.has(lemma);
  }

  /** The lemmas of every sense of a lemma, likeliest sense first, as WordNet writes them (names with capitals), the lemma itself left out. */
  senses(lemma: string, part: PartOfSpeech): string[][] {
    const { senses, synsets } = this.parts.get(part)!;
    return (senses.get(lemma) ?? []).map((offset) => synsets.get(offset)!.filter((other) => other.toLowerCase() !== lemma));
  }

  /** The lemmas of the synsets directly above every sense of a lemma ("war" → "military action"), likeliest sense first. */
  hypernyms(lemma: string, part: PartOfSpeech): string[] {
    const { senses, synsets, hypernyms } = this.parts.get(part)!;
    return (senses.get(lemma) ?? []).flatMap((offset) => (hypernyms.get(offset) ?? []).flatMap((above) => synsets.get(above) ?? []));
  }

  /** The lemmas that share a synset above with a sense of a lemma ("war" → "blockade", "siege"), likeliest sense first. */
  coordinates(lemma: string, part: PartOfSpeech): string[] {
    const { senses, synsets, hypernyms } = this.parts.get(part)!;
    const above = new Set((senses.get(lemma) ?? []).flatMap((offset) => hypernyms.get(offset) ?? []));
    const beside = [...above].flatMap((offset) => this.below(part).get(offset) ?? []);
    return beside.flatMap((offset) => synsets.get(offset) ?? []).filter((other) => other.toLowerCase() !== lemma);
  }

  private below(part: PartOfSpeech): Map<number, number[]> {
    const known = this.hyponyms.get(part);
    if (known) return known;
    const below = new Map<number, number[]>();
    for (const [synset, above] of this.parts.get(part)!.hypernyms) for (const a of above) (below.get(a) ?? below.set(a, []).get(a)!).push(synset);
    this.hyponyms.set(part, below);
    return below;
  }
}

/** `year n 4 5 @ ~ #p %p + 4 4 15228587 15229093 15226340 08255581` → year: its four synsets' offsets. */
export function parseIndex(source: string): Map<string, number[]> {
  const senses = new Map<string, number[]>();
  for (const line of source.split("\n")) {
    if (line === "" || line.startsWith(" ")) continue; // the licence is indented
    const fields = line.trim().split(" ");
    const count = Number(fields[2]);
    senses.set(
      spaced(fields[0]!),
      fields.slice(-count).map((offset) => Number(offset)),
    );
  }
  return senses;
}

/** `15228587 28 n 03 year 0 twelvemonth 0 yr 0 017 @ … | a period of …` → the offset: year, twelvemonth, yr. */
export function parseData(source: string): Map<number, string[]> {
  const synsets = new Map<number, string[]>();
  for (const line of source.split("\n")) {
    if (line === "" || line.startsWith(" ")) continue;
    const fields = line.split(" ");
    const count = Number.parseInt(fields[3]!, 16);
    const lemmas = Array.from({ length: count }, (_, i) => spaced(fields[4 + 2 * i]!.replace(/\((?:a|p|ip)\)$/, ""))); // "alive(p)": where it may stand
    synsets.set(Number(fields[0]), lemmas);
  }
  return synsets;
}

/** `… 03 year 0 twelvemonth 0 yr 0 017 @ 15179310 n 0000 …` → the offset: the synsets that its pointers `@` name. */
export function parseHypernyms(source: string): Map<number, number[]> {
  const hypernyms = new Map<number, number[]>();
  for (const line of source.split("\n")) {
    if (line === "" || line.startsWith(" ")) continue;
    const fields = line.split(" ");
    const first = 4 + 2 * Number.parseInt(fields[3]!, 16);
    const above: number[] = [];
    for (let i = 0; i < Number(fields[first]); i++) if (fields[first + 1 + 4 * i] === "@") above.push(Number(fields[first + 2 + 4 * i]));
    if (above.length > 0) hypernyms.set(Number(fields[0]), above);
  }
  return hypernyms;
}

const spaced = (lemma: string): string => lemma.replaceAll("_", " ");

/** What a word form says besides its lemma. */
export type Inflection = "base" | "plural" | "third person" | "past" | "participle" | "gerund" | "comparative" | "superlative";

/** One way to read a word: the inflected form of a lemma. */
export interface Analysis {
  lemma: string;
  part: PartOfSpeech;
  inflection: Inflection;
}

/** The inflections of a part of speech. */
export const INFLECTIONS: Record<PartOfSpeech, readonly Inflection[]> = {
  noun: ["base", "plural"],
  verb: ["base", "third person", "past", "participle", "gerund"],
  adj: ["base", "comparative", "superlative"],
  adv: ["base"],
};

/** All ways to read a word: every lemma of WordNet's that inflects to it. */
export function analyses(word: string, wordNet: WordNet): Analysis[] {
  const found: Analysis[] = [];
  for (const part of PARTS_OF_SPEECH) {
    for (const lemma of possibleLemmas(word)) {
      if (!wordNet.has(lemma, part)) continue;
      for (const inflection of INFLECTIONS[part]) {
        const same = found.some((other) => other.lemma === lemma && other.part === part); // said: past and participle
        if (!same && inflect(lemma, inflection) === word) found.push({ lemma, part, inflection });
      }
    }
  }
  return found;
}

/** What is left of a word when an ending is taken off; many are no words. */
function possibleLemmas(word: string): Set<string> {
  const lemmas = new Set([word, ...(IRREGULAR_LEMMAS.get(word) ?? [])]);
  const ending = /^(.{2,}?)(?:s|es|ed|ing|er|est)$/.exec(word);
  for (const suffix of ["s", "es", "ed", "ing", "er", "est"]) {
    if (!ending || !word.endsWith(suffix)) continue;
    const stem = word.slice(0, -suffix.length);
    lemmas
      .add(stem)
      .add(`${stem}e`)
      .add(stem.replace(/i$/, "y"))
      .add(stem.replace(/(.)\1$/, "$1"));
  }
  return lemmas;
}

/**
 * A lemma inflected: the last word of a noun, the first of a verb ("take out" → "took out").
 * @example inflect("twelvemonth", "plural") // "twelvemonths"
 */
export function inflect(lemma: string, inflection: Inflection): string {
  if (inflection === "base") return lemma;
  const at = inflection === "plural" ? lemma.lastIndexOf(" ") + 1 : 0;
  const end = inflection === "plural" || !lemma.includes(" ") ? lemma.length : lemma.indexOf(" ");
  return lemma.slice(0, at) + inflectWord(lemma.slice(at, end), inflection) + lemma.slice(end);
}

function inflectWord(word: string, inflection: Exclude<Inflection, "base">): string {
  const irregular = IRREGULAR.get(word)?.[inflection];
  if (irregular !== undefined) return irregular;
  switch (inflection) {
    case "plural":
      if (/[^su]s$/.test(word)) return word; // scraps, premises
      return inflectWord(word, "third person");
    case "third person":
      if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
      return /(?:s|x|z|ch|sh|echo|hero|tomato|potato|veto)$/.test(word) ? `${word}es` : `${word}s`;
    case "past":
    case "participle":
      return withEnding(word, "ed");
    case "gerund":
      if (word.endsWith("ie")) return `${word.slice(0, -2)}ying`;
      return /[eoy]e$/.test(word) ? `${word}ing` : withEnding(word, "ing");
    case "comparative":
      return withEnding(word, "er");
    case "superlative":
      return withEnding(word, "est");
  }
}

/** A word with an ending that begins with a vowel: bake → baked, carry → carried, stop → stopped. */
function withEnding(word: string, ending: string): string {
  if (word.endsWith("e")) return word.slice(0, -1) + ending;
  if (/[^aeiou]y$/.test(word) && !ending.startsWith("i")) return `${word.slice(0, -1)}i${ending}`;
  const doubles = /^[^aeiou]*(?:qu)?[aeiou][bdfgklmnprtz]$/.test(word) || /(?:mit|fer|cur|gin|pel|rol|get|aver)$/.test(word);
  return doubles ? word + word.slice(-1) + ending : word + ending;
}

/** Verbs with past and participle (the same when one is given), and nouns with their plural, that do not follow the rules. */
const IRREGULAR_VERBS =
  "become became become/begin began begun/bend bent/bind bound/bite bit bitten/bleed bled/blow blew blown/break broke broken/breed bred/bring brought/" +
  "build built/burst burst/buy bought/cast cast/catch caught/choose chose chosen/cling clung/come came come/cost cost/cut cut/deal dealt/do did done/dig dug/" +
  "draw drew drawn/drink drank drunk/drive drove driven/eat ate eaten/fall fell fallen/feed fed/feel felt/fight fought/find found/flee fled/fly flew flown/" +
  "forbid forbade forbidden/forget forgot forgotten/freeze froze frozen/get got/give gave given/go went gone/grind ground/grow grew grown/hang hung/" +
  "have had/hear heard/hide hid hidden/hit hit/hold held/hurt hurt/keep kept/know knew known/lay laid/lead led/leave left/lend lent/let let/lose lost/" +
  "make made/mean meant/meet met/pay paid/put put/quit quit/read read/ride rode ridden/ring rang rung/rise rose risen/run ran run/say said/see saw seen/" +
  "seek sought/sell sold/send sent/set set/shake shook shaken/shoot shot/show showed shown/shrink shrank shrunk/shut shut/sing sang sung/sink sank sunk/" +
  "sit sat/sleep slept/slide slid/speak spoke spoken/spend spent/spin spun/split split/spread spread/spring sprang sprung/stand stood/steal stole stolen/" +
  "stick stuck/strike struck/swear swore sworn/sweep swept/swim swam swum/swing swung/take took taken/teach taught/tear tore torn/tell told/think thought/" +
  "throw threw thrown/understand understood/wake woke woken/wear wore worn/weave wove woven/win won/wind wound/withdraw withdrew withdrawn/write wrote written";
const IRREGULAR_NOUNS =
  "man men/woman women/child children/foot feet/tooth teeth/mouse mice/goose geese/person people/life lives/wife wives/knife knives/half halves/self selves/" +
  "leaf leaves/loaf loaves/thief thieves/wolf wolves/shelf shelves/calf calves/crisis crises/analysis analyses/basis bases/thesis theses/photo photos/piano pianos";

const IRREGULAR = new Map<string, Partial<Record<Inflection, string>>>();
for (const line of IRREGULAR_VERBS.split("/")) {
  const [verb, past, participle = past] = line.split(" ");
  IRREGULAR.set(verb!, { past: past!, participle: participle! });
}
IRREGULAR.set("do", { ...IRREGULAR.get("do"), "third person": "does" });
IRREGULAR.set("go", { ...IRREGULAR.get("go"), "third person": "goes" });
IRREGULAR.set("have", { ...IRREGULAR.get("have"), "third person": "has" });
IRREGULAR.set("good", { comparative: "better", superlative: "best" });
IRREGULAR.set("bad", { comparative: "worse", superlative: "worst" });
for (const line of IRREGULAR_NOUNS.split("/")) {
  const [noun, plural] = line.split(" ");
  IRREGULAR.set(noun!, { ...IRREGULAR.get(noun!), plural: plural! });
}

/** Irregular form → its lemmas. */
const IRREGULAR_LEMMAS = new Map<string, string[]>();
for (const [lemma, forms] of IRREGULAR) for (const form of Object.values(forms)) IRREGULAR_LEMMAS.set(form, [...(IRREGULAR_LEMMAS.get(form) ?? []), lemma]);
