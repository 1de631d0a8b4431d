import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { RedisServer } from "../test/bulk/redis-server.js";

/**
 * A run over a queue with what may go wrong: three workers, one of which is killed when a quarter is written, and Redis killed and restarted at half.
 * Tells whether every document came out once, in its place. Needs the build and redis-server. `npx tsx scripts/queue-run.ts [documents]`
 */
const DOCUMENTS = Number(process.argv[2] ?? 20_000);
const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const garbled = readFileSync(fileURLToPath(new URL("../examples/garbled-article.txt", import.meta.url)), "utf8");
const clean = "The old man sat by the window and read his book. His daughter made tea for both of them. ";

const folder = mkdtempSync(join(tmpdir(), "ungarble-queue-"));
const [input, output] = [join(folder, "in.jsonl"), join(folder, "out.jsonl")];
writeFileSync(input, Array.from({ length: DOCUMENTS }, (_, id) => `${JSON.stringify({ id, text: `${id % 50 === 0 ? garbled : clean}${id}` })}\n`).join(""));
const redis = await RedisServer.start(folder);
const start = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [CLI, ...args], { env: { ...process.env, UNGARBLE_REDIS: redis.url }, stdio: ["ignore", "ignore", "inherit"] });

const started = performance.now();
const workers = Array.from({ length: 3 }, () => start("worker", "--workers", "1", "--stalled-after", "5"));
const sender = start("enqueue", input, "--output", output, "--resume", "--only", "text");
const ended = once(sender, "exit");
let over = false;
void ended.then(() => {
  over = true;
});
/** Waits until a share of the output is there; of the same size as the input, about. */
async function written(share: number): Promise<void> {
  while (!over && (existsSync(output) ? statSync(output).size : 0) < share * statSync(input).size) await sleep(50);
  console.log(`${over ? "the run was over before" : "broken in at"} ${share * 100}%`);
}
await written(0.25);
workers[0]!.kill("SIGKILL");
await written(0.5);
await redis.stop("SIGKILL");
await sleep(1000);
await redis.start();
const [status] = (await ended) as [number | null];
const seconds = (performance.now() - started) / 1000;

let count = 0;
let misplaced = 0;
for await (const line of createInterface({ input: createReadStream(output) })) if ((JSON.parse(line) as { id: number }).id !== count++) misplaced++;
console.log(
  `status ${status}, ${count} of ${DOCUMENTS} documents, ${misplaced} out of place, ${seconds.toFixed(0)} s, ${(count / seconds).toFixed(0)} documents/s`,
);
for (const worker of workers.slice(1)) worker.kill("SIGTERM");
await Promise.all(workers.slice(1).map((worker) => worker.exitCode ?? once(worker, "exit")));
await redis.stop();
rmSync(folder, { recursive: true });
process.exitCode = status === 0 && count === DOCUMENTS && misplaced === 0 ? 0 : 1;
