import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Queue, QueueEvents, UnrecoverableError, Worker } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { built, CLEAN, CLI, folder, GARBLED, ungarble } from "../cli/command.js";
import { RedisServer, redisThere } from "./redis-server.js";

/** `QUEUE_RECORDS=20000` for the long test. */
const RECORDS = Number(process.env.QUEUE_RECORDS ?? 400);

describe.skipIf(!built || !redisThere)("ungarble enqueue and ungarble worker", { timeout: 180_000 + RECORDS * 100 }, () => {
  const data = folder();
  let redis: RedisServer;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    redis = await RedisServer.start(data);
  });
  afterAll(async () => {
    for (const child of children) child.kill("SIGKILL");
    await redis?.stop();
  });

  /** A command in the background. */
  const start = (args: readonly string[], cwd: string): { child: ChildProcess; messages: () => string; said: (what: string) => Promise<void> } => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...process.env, UNGARBLE_REDIS: redis.url }, stdio: ["ignore", "ignore", "pipe"] });
    children.push(child);
    let messages = "";
    child.stderr.on("data", (chunk) => {
      messages += chunk;
    });
    const said = async (what: string): Promise<void> => {
      while (!messages.includes(what)) {
        if (child.exitCode !== null) throw new Error(`it ends without “${what}”: ${messages}`);
        await sleep(20);
      }
    };
    return { child, messages: () => messages, said };
  };
  const ended = async (child: ChildProcess): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    return child.exitCode;
  };

  it("write every record once, in order, though a worker is killed and Redis restarted", async () => {
    // The first jobs take long: a worker is killed over them.
    const lines = Array.from({ length: RECORDS }, (_, id) =>
      JSON.stringify({ id, text: `${(id % (id < 60 ? 3 : 20) === 0 ? GARBLED : CLEAN).repeat(16)}${id}` }),
    );
    lines[7] = '{"id":7,'; // comes back as an error record
    const cwd = folder({ "in.jsonl": lines.map((line) => `${line}\n`).join("") });
    const undisturbed = ungarble(["stream", "in.jsonl", "--workers", "1"], { cwd }).stdout;
    const queue = new Queue("ungarble", { connection: new Redis(redis.url, { maxRetriesPerRequest: null }).on("error", () => undefined) });
    const startWorker = () => start(["worker", "--workers", "1", "--stalled-after", "2"], cwd);
    queue.on("error", () => undefined);
    const killed = startWorker();
    const send = ["enqueue", "in.jsonl", "--output", "out.jsonl", "--resume", "--ahead", "8"];
    const sender = start(send, cwd);
    while ((await queue.getActiveCount()) < 2) await sleep(5);
    killed.child.kill("SIGKILL");
    await ended(killed.child);
    expect(await queue.getActiveCount()).toBeGreaterThan(0);

    await queue.setGlobalRateLimit(Math.max(2, RECORDS / 200), 1000); // so that there is a middle to break in
    const workers = [startWorker(), startWorker()];
    /** Waits until so many records are written. */
    const written = async (count: number): Promise<void> => {
      const done = (): number => (existsSync(join(cwd, "out.jsonl")) ? readFileSync(join(cwd, "out.jsonl"), "utf8").split("\n").length - 1 : 0);
      while (done() < count) await sleep(20);
      expect(done()).toBeLessThan(RECORDS); // else the test breaks in too late
    };
    await written(RECORDS * 0.1);
    await redis.stop("SIGKILL");
    await sleep(500);
    await redis.start();
    await written(RECORDS * 0.4);
    sender.child.kill("SIGKILL");
    await ended(sender.child);

    expect(await ended(start(send, cwd).child)).toBe(3); // one line is malformed
    expect(readFileSync(join(cwd, "out.jsonl"), "utf8") === undisturbed).toBe(true);
    for (const { child } of workers) child.kill("SIGTERM");
    for (const { child, messages } of workers) {
      expect(await ended(child)).toBe(0);
      expect(messages()).toMatch(/waiting for Redis[\s\S]+SIGTERM: finishing what is under way\n.*jobs done/);
    }
    expect(workers.map(({ messages }) => messages()).join()).toContain("gives no sign of life");
    await queue.close();
  });

  describe("with a queue of their own", () => {
    let connection: Redis;
    beforeAll(() => {
      connection = new Redis(redis.url, { maxRetriesPerRequest: null });
      connection.on("error", () => undefined); // it ends after the server
    });
    afterAll(() => connection?.disconnect());
    const cwd = folder({ "in.jsonl": `${JSON.stringify({ id: 1, text: GARBLED })}\n${JSON.stringify({ id: 2, text: CLEAN })}\n` });

    it("send again what Redis has lost", async () => {
      const queue = new Queue("lost", { connection });
      const sender = start(["enqueue", "in.jsonl", "--queue", "lost", "--resume", "--output", "lost.jsonl"], cwd);
      await sender.said("nobody works on the queue “lost”");
      expect(await queue.getWaitingCount()).toBe(1);
      await connection.flushall();
      const worker = start(["worker", "--workers", "1", "--queue", "lost"], cwd);
      expect(await ended(sender.child)).toBe(0);
      expect(readFileSync(join(cwd, "lost.jsonl"), "utf8")).toBe(ungarble(["stream", "in.jsonl"], { cwd }).stdout);
      worker.child.kill("SIGINT");
      expect(await ended(worker.child)).toBe(0);
      await queue.close();
    });

    it("report records whose job fails", async () => {
      const broken = new Worker("broken", () => Promise.reject(new UnrecoverableError("no disk")), { connection });
      const sender = start(["enqueue", "in.jsonl", "--queue", "broken", "--resume", "--output", "broken.jsonl"], cwd);
      expect(await ended(sender.child)).toBe(3);
      const records = readFileSync(join(cwd, "broken.jsonl"), "utf8").trimEnd().split("\n");
      expect(records.map((record) => JSON.parse(record).error)).toEqual(
        [1, 2].map((line) => expect.objectContaining({ line, code: "failure", message: expect.stringContaining("no disk") })),
      );
      await broken.close();
    });

    it("take jobs of other programs, and refuse what is none", async () => {
      const queue = new Queue("others", { connection });
      const events = new QueueEvents("others", { connection });
      events.on("error", () => undefined);
      await events.waitUntilReady();
      const worker = start(["worker", "--workers", "1", "--queue", "others"], cwd);
      const job = await queue.add("mine", { lines: [{ source: JSON.stringify({ body: GARBLED }) }], records: { fields: ["body"], only: ["text"] } });
      const { outputs, errors, tally } = await job.waitUntilFinished(events);
      expect(JSON.parse(outputs[0]).body).toContain("without a deal");
      expect({ errors, documents: tally.documents }).toEqual({ errors: [null], documents: 1 });
      for (const data of [
        { text: GARBLED },
        { lines: [{}], records: { fields: [] } },
        { lines: [{ source: 5 }] },
        { lines: [], records: { format: "pdf" } },
        null,
      ]) {
        await expect((await queue.add("mine", data, { attempts: 3 })).waitUntilFinished(events)).rejects.toThrow(/malformed at|is empty/);
      }
      await worker.said("malformed at");
      worker.child.kill("SIGTERM");
      expect(await ended(worker.child)).toBe(0);
      await Promise.all([queue.close(), events.close()]);
    });
  });
});

describe.skipIf(!built)("without a queue", () => {
  const cwd = folder({
    "in.jsonl": '{"text":"Fine."}\n',
    "hide.mjs": `import { register } from "node:module";
      register("data:text/javascript," + encodeURIComponent('export const resolve = (name, context, next) => { if (name === "bullmq") throw new Error("not there"); return next(name, context); }'));`,
  });

  it.each(["worker", "enqueue in.jsonl"])("%s tells how to get one", (command) => {
    const nowhere = ungarble([...command.split(" "), "--redis", "redis://:secret@127.0.0.1:1"], { cwd });
    expect(nowhere).toMatchObject({
      status: 3,
      stdout: "",
      stderr: expect.stringMatching(/^ungarble: Redis at 127\.0\.0\.1:1: cannot be reached \(.+\); start Redis, or name it with --redis\n$/),
    });
    expect(nowhere.stderr).not.toContain("secret");
    expect(ungarble([...command.split(" "), "--redis", "localhost"], { cwd })).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("is no URL of a Redis"),
    });
    const hidden = ungarble(command.split(" "), { cwd, env: { NODE_OPTIONS: "--import ./hide.mjs" } });
    expect(hidden).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^ungarble: queue: the package bullmq cannot be loaded .*run `npm install bullmq ioredis`\n$/),
    });
  });
});
