/**
 * Applies a function to what an iterable gives, several at once, and gives the results in order or as they come. Asks for the next item only
 * while fewer than `limit` are begun and not yet taken, so that memory stays bounded and a slow reader slows the source.
 * @param weight of an item, in the same unit as `maxWeight`: with more than that under way no further item is begun (one always may be)
 */
export async function* concurrentMap<T, R>(
  source: AsyncIterator<T>,
  apply: (item: T) => Promise<R>,
  {
    limit,
    ordered,
    maxWeight = Number.POSITIVE_INFINITY,
    weight = () => 0,
  }: { limit: number; ordered: boolean; maxWeight?: number; weight?: (item: T) => number },
): AsyncGenerator<R> {
  interface Begun {
    result: Promise<{ begun: Begun; value: R }>;
    weight: number;
  }
  const begun: Begun[] = [];
  let under = 0;
  let asked: Promise<{ next: IteratorResult<T> }> | undefined;
  let ended = false;
  try {
    for (;;) {
      if (!ended && !asked && begun.length < limit && (begun.length === 0 || under < maxWeight)) asked = source.next().then((next) => ({ next }));
      if (!asked && begun.length === 0) return;
      const waiting: Promise<{ next: IteratorResult<T> } | { begun: Begun; value: R }>[] = ordered
        ? begun.slice(0, 1).map(({ result }) => result)
        : begun.map(({ result }) => result);
      if (asked) waiting.push(asked);
      const first = await Promise.race(waiting);
      if ("next" in first) {
        asked = undefined;
        if (first.next.done) {
          ended = true;
          continue;
        }
        const item: Begun = { result: undefined as never, weight: weight(first.next.value) };
        item.result = apply(first.next.value).then((value) => ({ begun: item, value }));
        item.result.catch(() => undefined); // told when its turn comes
        begun.push(item);
        under += item.weight;
      } else {
        begun.splice(begun.indexOf(first.begun), 1);
        under -= first.begun.weight;
        yield first.value;
      }
    }
  } finally {
    if (!ended) void source.return?.();
  }
}
