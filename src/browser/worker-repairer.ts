import { type LoadProgress, packagedPlaces } from "../load-data.js";
import type { RepairerOptions, RepairOptions } from "../options.js";
import type { Weighed } from "../repairer.js";
import type { Detection, Repair } from "../types.js";
import { receiveError, WorkerError } from "./errors.js";
import type { Calls, Message, Port, SentOptions } from "./messages.js";

/** Options of a repairer that works in a thread of its own: those of a repairer, but that a language model to judge by cannot go there. */
export interface WorkerRepairerOptions extends Omit<RepairerOptions, "judge"> {
  /**
   * A worker that runs the script `ungarble/worker`, for builds in which the library cannot find that script itself. It serves one repairer.
   * Default: one is started.
   */
  worker?: Worker;
  /**
   * Where the file `ungarble/mdx` lies, for builds in which the library cannot find it itself. It is loaded when `formats` has `"mdx"`. Default: found
   * as the worker's script is.
   */
  mdx?: string | URL;
}

/** A Repairer in a thread of its own: the same results, later. Calls are answered in their order. */
export interface WorkerRepairer {
  /** {@link Repairer.repair}. @throws OptionsError for options that do not make sense, InputError for a text that is no string, WorkerError when the worker is no more */
  repair(text: string, options?: RepairOptions): Promise<Repair>;
  /** {@link Repairer.detect}. Throws the same. */
  detect(text: string, options?: RepairOptions): Promise<Detection>;
  /** {@link Repairer.weigh}. Throws the same. */
  weigh(text: string, options?: RepairOptions): Promise<Weighed>;
  /** Ends the worker and frees its memory. Calls without an answer yet, and all later ones, fail with a WorkerError. */
  terminate(): void;
}

/**
 * Loads models and dictionaries in a worker and gives a repairer that works there, so that the page stays responsive.
 *
 * @throws (as the promise's reason) OptionsError, DictionaryError, DataError or ModelError as createRepairer does; WorkerError when no worker
 *   can be started
 * @example
 * const repairer = await createWorkerRepairer({ onProgress: ({ file, loaded }) => console.log(file, loaded) });
 * const { text, edits } = await repairer.repair(textarea.value);
 * repairer.terminate();
 */
export async function createWorkerRepairer(options: WorkerRepairerOptions = {}): Promise<WorkerRepairer> {
  const { worker: given, onProgress, ...rest } = options;
  const worker = given ?? startWorker();
  const caller = new Caller(worker, () => worker.terminate(), onProgress);
  worker.addEventListener("error", (event) => {
    event.preventDefault?.();
    caller.fail(new WorkerError("worker", event.message || "its script cannot be loaded", "see docs/browser.md for bundlers and content security policies"));
  });
  worker.addEventListener("messageerror", () =>
    caller.fail(new WorkerError("worker", "a message cannot be read", "give both ends the same version of ungarble")),
  );
  return repairerOn(caller, rest);
}

type GivenOptions = Omit<WorkerRepairerOptions, "worker" | "onProgress">;

/** The repairer behind any port on which {@link serve} answers. */
export async function repairerOn(caller: Caller, options: GivenOptions): Promise<WorkerRepairer> {
  try {
    await caller.ask("create", sendable(options));
  } catch (error) {
    caller.terminate();
    throw error;
  }
  return {
    repair: (text, options) => caller.ask("repair", text, options),
    detect: (text, options) => caller.ask("detect", text, options),
    weigh: (text, options) => caller.ask("weigh", text, options),
    terminate: () => caller.terminate(),
  };
}

function startWorker(): Worker {
  try {
    // literally so, since bundlers know this expression
    return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  } catch (error) {
    const problem = `cannot be started (${error instanceof Error ? error.message : String(error)})`;
    throw new WorkerError("worker", problem, "give one that runs ungarble/worker with the option worker (docs/browser.md)");
  }
}

/** Places are relative to the page, not to the worker's script, which need not know where the package's own data lie. */
function sendable({ data = packagedPlaces(), mdx = packagedMdx(), ...rest }: GivenOptions): SentOptions {
  const absolute = (place: string | URL): string => (typeof location === "undefined" ? String(place) : new URL(place, location.href).href);
  const options = mdx === undefined ? rest : { ...rest, mdx: absolute(mdx) };
  if (typeof data === "string" || data instanceof URL) return { ...options, data: absolute(data) };
  return { ...options, data: Object.fromEntries(Object.entries(data).map(([file, place]) => [file, place instanceof Uint8Array ? place : absolute(place)])) };
}

function packagedMdx(): URL | undefined {
  try {
    return new URL("./mdx.js", import.meta.url);
  } catch {
    return undefined; // an import.meta without a URL
  }
}

/** Asks on a port and gives each answer to who asked. */
export class Caller {
  private readonly waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  private asked = 0;
  private ended: WorkerError | undefined;

  constructor(
    private readonly port: Port,
    private readonly end: () => void,
    private readonly onProgress: ((progress: LoadProgress) => void) | undefined,
  ) {
    port.addEventListener("message", ({ data }: MessageEvent<Message>) => this.receive(data));
  }

  ask<Name extends keyof Calls>(call: Name, ...given: Calls[Name]["arguments"]): Promise<Calls[Name]["answer"]> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      const id = this.asked++;
      this.port.postMessage({ id, call, arguments: given }); // throws for what cannot be cloned, which rejects
      this.waiting.set(id, { resolve, reject });
    });
  }

  /** Everyone who waits is told, and whoever asks later. */
  fail(error: WorkerError): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }

  terminate(): void {
    this.fail(new WorkerError("worker", "has been terminated", "create another repairer"));
    this.end();
  }

  private receive(message: Message): void {
    if ("progress" in message) {
      this.onProgress?.(message.progress);
      return;
    }
    const asker = this.waiting.get(message.id);
    if (asker === undefined) return; // the answer to a call from before the worker failed
    this.waiting.delete(message.id);
    if ("error" in message) asker.reject(receiveError(message.error));
    else asker.resolve(message.answer as never);
  }
}
