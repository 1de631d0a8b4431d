import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createRepairer } from "../src/create-repairer.js";

/**
 * Ratios of `ungarble stream`, in one run: two workers to one, one worker to a bare loop over the API, peak memory by number of documents and of
 * workers, and of a record of 100 MB; and what a million and a billion documents take. Needs the build and two free cores.
 * `npx tsx scripts/bench-bulk.ts [documents] [short documents] [price of a core-hour]`
 */
const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const DOCUMENTS = Number(process.argv[2] ?? 2000);
/** Of the short documents for the memory. */
const MANY = Number(process.argv[3] ?? 100_000);
/** Of clouds' machines for computing, on demand, some 0.03 to 0.05 dollars; a third of that where they may be taken away. */
const CORE_HOUR = Number(process.argv[4] ?? 0.04);
const garbled = readFileSync(fileURLToPath(new URL("../examples/garbled-article.txt", import.meta.url)), "utf8");
const clean = readFileSync(fileURLToPath(new URL("../LICENSE", import.meta.url)), "utf8");
/** One document in twenty is garbled. */
const text = (id: number): string => `${id % 20 === 0 ? garbled : clean}\nNumber ${id}.\n`;

interface Measured {
  seconds: number;
  /** Resident at the most, MB. */
  peak: number;
}

/** The command as a process that is fed as fast as it reads. `/usr/bin/time` is not everywhere: the peak is read from /proc. */
async function stream(flags: readonly string[], records: Iterable<string>): Promise<Measured> {
  const child = spawn(process.execPath, [CLI, "stream", ...flags], { stdio: ["pipe", "ignore", "ignore"] });
  const started = performance.now();
  let peak = 0;
  const watch = setInterval(() => {
    try {
      const line = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
      peak = Math.max(peak, Number(line?.[1] ?? 0) / 1000);
    } catch {
      // it has ended
    }
  }, 50);
  for (const record of records) if (!child.stdin.write(record)) await new Promise((resolve) => child.stdin.once("drain", resolve));
  child.stdin.end();
  await new Promise((resolve) => child.on("exit", resolve));
  clearInterval(watch);
  return { seconds: (performance.now() - started) / 1000, peak };
}

function* documents(count: number): Generator<string> {
  for (let id = 0; id < count; id++) yield `${JSON.stringify({ id, text: text(id) })}\n`;
}

function* short(count: number): Generator<string> {
  for (let id = 0; id < count; id++) yield `{"id":${id},"text":"Fine."}\n`;
}

function* huge(): Generator<string> {
  yield '{"text":"';
  for (let i = 0; i < 100; i++) yield "x".repeat(1_000_000);
  yield '"}\n{"text":"Fine."}\n';
}

const repairer = await createRepairer();
const empty = await stream(["--workers", "1"], short(1));
const started = performance.now();
for (let id = 0; id < DOCUMENTS; id++) repairer.repair(text(id));
const loop = (performance.now() - started) / 1000;
const one = await stream(["--workers", "1", "--only", "text"], documents(DOCUMENTS));
const two = await stream(["--workers", "2", "--only", "text"], documents(DOCUMENTS));
const few = await stream(["--workers", "1"], short(MANY / 10));
const many = await stream(["--workers", "1"], short(MANY));
const record = await stream(["--workers", "1"], huge());
const net = ({ seconds }: Measured): number => seconds - empty.seconds;

console.log(`start              ${empty.seconds.toFixed(2)} s, ${empty.peak.toFixed(0)} MB`);
console.log(`bare loop          ${(DOCUMENTS / loop).toFixed(0)} documents/s`);
console.log(`1 worker           ${(DOCUMENTS / net(one)).toFixed(0)} documents/s, ${((100 * loop) / net(one)).toFixed(0)}% of the loop (start taken off)`);
console.log(
  `2 workers          ${(DOCUMENTS / net(two)).toFixed(0)} documents/s, ${(net(one) / net(two)).toFixed(2)} × one (with start ${(one.seconds / two.seconds).toFixed(2)})`,
);
console.log(`peak memory        ${MANY / 10} documents ${few.peak.toFixed(0)} MB, ${MANY} ${many.peak.toFixed(0)} MB (${(many.peak / few.peak).toFixed(2)} ×)`);
console.log(`memory             ${one.peak.toFixed(0)} MB with one worker, ${(two.peak - one.peak).toFixed(0)} MB more for each further one`);
console.log(`a record of 100 MB ${record.peak.toFixed(0)} MB, ${(record.peak - empty.peak).toFixed(0)} MB above an empty run`);
const coreSeconds = net(one) / DOCUMENTS;
for (const [name, count] of [
  ["1 million", 1e6],
  ["1 billion", 1e9],
] as const) {
  const hours = (coreSeconds * count) / 3600;
  console.log(
    `${name} documents of ${(text(1).length / 1000).toFixed(1)} kB, one in twenty garbled: ${hours.toPrecision(2)} core-hours, ${(hours * CORE_HOUR).toPrecision(2)} at ${CORE_HOUR} a core-hour`,
  );
}
