import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** A Redis server is there to start. */
export const redisThere = spawnSync("redis-server", ["--version"]).status === 0;
if (!redisThere) console.warn("The tests of the queue are SKIPPED: redis-server is not on the PATH (Debian: apt-get install redis-server).");

/** A Redis of the test's own, which writes down every command before it answers (AOF). */
export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly data: string,
  ) {}

  /** @param data a folder for what it writes down */
  static async start(data: string): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), data);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const flags = ["--port", `${this.port}`, "--bind", "127.0.0.1", "--dir", this.data, "--save", "", "--appendonly", "yes", "--appendfsync", "always"];
    const child = spawn("redis-server", flags, { stdio: ["ignore", "pipe", "ignore"] });
    this.child = child;
    let said = "";
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk) => {
        said += chunk;
        if (said.includes("Ready to accept connections")) resolve();
      });
      child.on("exit", () => reject(new Error(`redis-server ends: ${said}`)));
    });
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.child?.exitCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill(signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
