/**
 * Shares the words of a replacement out over the stretches of text that markup parts the observed words into.
 *
 *     "State Department" over "state", " division"  →  "State", " Department"
 *     "without" over "with", " out"                 →  "without", ""
 *     "The" over "T", "he"  (a drop cap)            →  "T", "he"
 *
 * @param observed what stands in each stretch; a stretch of white space alone takes no words
 * @param first whether the first stretch is all that is inside an element, so that it must not be left empty; `last` alike. Those between always are
 * @param mayEmpty an element may be left empty when there are not enough words
 * @returns as many parts as stretches, which joined give the replacement; undefined when it cannot be done
 */
export function spread(
  replacement: string,
  observed: readonly string[],
  { first, last, mayEmpty }: { first: boolean; last: boolean; mayEmpty: boolean },
): string[] | undefined {
  const groups = joinedWords(observed);
  const words = [...replacement.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
  const wordy = groups.flatMap(({ text }, i) => (/\S/.test(text) ? [i] : []));
  const needed = wordy.filter((group) => !mayBeEmptied(groups[group]!.text, group === 0 && !first, group === groups.length - 1 && !last));
  const owners = share(
    words.length,
    wordy,
    new Set(needed),
    wordy.map((group) => groups[group]!.text.match(/\S+/g)!.length),
  );
  const starved = needed.some((group) => !owners.includes(group));
  if (starved && !mayEmpty) return undefined;
  // Where each group's part of the replacement ends: before the space to its next word, or after it, as it was.
  const ends = groups.map(({ text }, i) => {
    const before = owners.filter((owner) => owner <= i).length;
    if (before === 0) return 0;
    if (before === words.length) return replacement.length;
    const takes = (owners[before - 1] === i || !/\S/.test(text)) && /\s$/.test(text);
    return takes ? words[before]!.start : words[before - 1]!.end;
  });
  ends[ends.length - 1] = replacement.length;
  for (let i = 1; i < ends.length; i++) ends[i] = Math.max(ends[i]!, ends[i - 1]!);
  const parts: string[] = [];
  for (const [i, group] of groups.entries()) {
    const part = replacement.slice(ends[i - 1] ?? 0, ends[i]);
    let at = 0;
    for (const [j, length] of group.lengths.entries()) {
      const to = j === group.lengths.length - 1 ? part.length : Math.min(part.length, at + length);
      parts.push(part.slice(at, to));
      at = to;
    }
  }
  const emptied = parts.some((part, i) => part === "" && i > 0 && i < parts.length - 1);
  return emptied && !mayEmpty ? undefined : parts;
}

/**
 * At the edges of the observed words more text of the same element may stand; it must not begin or end with the space that parted it from the words,
 * for Markdown then takes the mark beside it for text: `**a with** out` must not become `**a ** without`.
 */
function mayBeEmptied(text: string, opensAt: boolean, endsAt: boolean): boolean {
  return (opensAt && /\s$/.test(text)) || (endsAt && /^\s/.test(text));
}

/** Stretches between which markup parts a word are taken together. */
function joinedWords(observed: readonly string[]): { text: string; lengths: number[] }[] {
  const groups: { text: string; lengths: number[] }[] = [];
  for (const text of observed) {
    const last = groups.at(-1);
    if (last && /\S$/.test(last.text) && /^\S/.test(text)) {
      last.text += text;
      last.lengths.push(text.length);
    } else groups.push({ text, lengths: [text.length] });
  }
  return groups;
}

/** What a needed group without a word costs: more than any displacement. */
const STARVED = 1000;

/** Gives each word, in order, to a group: as evenly as the groups had words, and so that needed groups get some. */
function share(words: number, groups: readonly number[], needed: ReadonlySet<number>, had: readonly number[]): number[] {
  const total = had.reduce((sum, count) => sum + count, 0);
  const home: number[] = []; // the group that stood where word i stands, by its place among the words
  for (let word = 0; word < words; word++) {
    let observed = Math.ceil(((word + 0.5) * total) / words) - 1;
    let group = 0;
    while (observed >= had[group]!) observed -= had[group++]!;
    home.push(group);
  }
  // best[g][w]: the least cost of giving the first w words to the first g groups
  const best: number[][] = [[0, ...Array<number>(words).fill(Infinity)]];
  const taken: number[][] = [[]];
  for (let g = 1; g <= groups.length; g++) {
    best.push([]);
    taken.push([]);
    for (let w = 0; w <= words; w++) {
      let cost = Infinity;
      let displaced = 0;
      for (let take = 0; take <= w; take++) {
        if (take > 0) displaced += Math.abs(home[w - take]! - (g - 1));
        const candidate = best[g - 1]![w - take]! + displaced + (take === 0 && needed.has(groups[g - 1]!) ? STARVED : 0);
        if (candidate < cost) {
          cost = candidate;
          taken[g]![w] = take;
        }
      }
      best[g]![w] = cost;
    }
  }
  const owners: number[] = [];
  for (let g = groups.length, w = words; g > 0; g--) {
    const take = taken[g]![w]!;
    for (let i = 0; i < take; i++) owners.unshift(groups[g - 1]!);
    w -= take;
  }
  return owners;
}
