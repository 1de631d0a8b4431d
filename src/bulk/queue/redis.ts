import type { Redis } from "ioredis";

/** The queue cannot be reached or used: where, why and the cure. */
export class QueueError extends Error {
  override readonly name = "QueueError";

  constructor(
    readonly place: string,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`${place}: ${problem}; ${cure}`);
  }
}

/** Where a queue is. */
export interface QueuePlace {
  /** `redis://` or `rediss://`, with user, password and number of the database as they are needed. */
  redis: string;
  /** The queue's name. */
  queue: string;
}

/** BullMQ and a connection to Redis, which comes back by itself when it is lost. */
export interface Connected {
  bullmq: typeof import("bullmq");
  connection: Redis;
  /** Host and port, for messages: no password. */
  place: string;
}

/** Between attempts to connect again, milliseconds. */
const MAX_RETRY_MS = 2000;

/**
 * Loads BullMQ and ioredis, which are loaded here and nowhere else, and connects.
 * @param lost told once when the connection is lost
 * @throws QueueError when a package is not installed, or Redis does not answer
 */
export async function connect({ redis }: QueuePlace, lost: (message: string) => void): Promise<Connected> {
  const place = placeOf(redis);
  const [bullmq, ioredis] = await Promise.all([optional("bullmq", () => import("bullmq")), optional("ioredis", () => import("ioredis"))]);
  let ready = false;
  let told = false;
  let reason = "nothing answers";
  const connection = new ioredis.Redis(redis, {
    lazyConnect: true,
    maxRetriesPerRequest: null, // a command waits for Redis to come back
    retryStrategy: (attempt) => (ready ? Math.min(attempt * 100, MAX_RETRY_MS) : null),
  });
  connection.on("error", (error: NodeJS.ErrnoException) => {
    reason = error.message || (error.code ?? reason); // of an address tried in two families the message is empty
  });
  connection.on("ready", () => {
    told = false;
  });
  connection.on("close", () => {
    if (ready && !told && connection.status !== "end") lost(`${place}: the connection is lost (${reason}); waiting for Redis`);
    told = true;
  });
  try {
    await connection.connect();
  } catch (error) {
    connection.disconnect();
    throw new QueueError(
      place,
      `cannot be reached (${reason === "nothing answers" ? (error as Error).message : reason})`,
      "start Redis, or name it with --redis",
    );
  }
  ready = true;
  return { bullmq, connection, place };
}

async function optional<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new QueueError("queue", `the package ${name} cannot be loaded (${(error as Error).message})`, "run `npm install bullmq ioredis`");
  }
}

/** @throws QueueError */
function placeOf(redis: string): string {
  if (!URL.canParse(redis) || !/^rediss?:$/.test(new URL(redis).protocol))
    throw new QueueError("--redis", "is no URL of a Redis", "give one such as redis://127.0.0.1:6379");
  const { hostname, port } = new URL(redis);
  return `Redis at ${hostname || "127.0.0.1"}:${port || "6379"}`;
}
