/**
 * Items in batches, as an async iterable that waits for no batch to fill: one goes when it is full, or when the next item is not there at once,
 * so that a program that writes a line and waits for its answer gets it.
 */
export async function* batches<T>(source: AsyncIterator<T>, most: number, maxWeight: number, weight: (item: T) => number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let sum = 0;
  let ended = false;
  const take = (): T[] => {
    const full = batch;
    batch = [];
    sum = 0;
    return full;
  };
  try {
    for (;;) {
      const pending = source.next();
      if (batch.length > 0 && (await Promise.race([pending, idle()])) === IDLE) yield take();
      const next = await pending;
      if (next.done) {
        ended = true;
        break;
      }
      const own = weight(next.value);
      if (batch.length > 0 && sum + own > maxWeight) yield take();
      batch.push(next.value);
      sum += own;
      if (batch.length >= most || sum >= maxWeight) yield take();
    }
    if (batch.length > 0) yield take();
  } finally {
    if (!ended) void source.return?.(undefined);
  }
}

const IDLE = Symbol("idle");

/** A turn of the event loop and a little: what comes from a disk has come by then. */
const idle = (): Promise<typeof IDLE> => new Promise((resolve) => setTimeout(resolve, 5, IDLE));
