import work from "../../dist/bulk-worker.js";

/** The package's worker, which breaks down on some texts, as one would that is out of memory or caught in a loop. */
export default async function breaking(batch) {
  const all = batch.kind === "texts" ? batch.texts.join() : new TextDecoder().decode(batch.lines.bytes);
  if (all.includes("EXIT")) process.exit(7);
  if (all.includes("LOOP")) {
    Atomics.store(batch.progress, 0, 1);
    for (;;);
  }
  return work(batch);
}
