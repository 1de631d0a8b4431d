/** What a page and its worker say to each other. */
import type { DataFile, LoadProgress } from "../load-data.js";
import type { RepairerOptions, RepairOptions } from "../options.js";
import type { Weighed } from "../repairer.js";
import type { Detection, Repair } from "../types.js";

/** Options that survive the way into a worker: functions stay behind, URLs become their text. */
export type SentOptions = Omit<RepairerOptions, "data" | "judge" | "onProgress"> & {
  data: string | Partial<Record<DataFile, string>>;
  /** Where the parser of MDX lies, if that is known. */
  mdx?: string;
};

/** What a worker can be asked for: arguments and answer. */
export interface Calls {
  create: { arguments: [options: SentOptions]; answer: undefined };
  repair: { arguments: [text: string, options?: RepairOptions]; answer: Repair };
  detect: { arguments: [text: string, options?: RepairOptions]; answer: Detection };
  weigh: { arguments: [text: string, options?: RepairOptions]; answer: Weighed };
}

/** Page → worker. Every request gets one answer, in order. */
export type Request = { [Name in keyof Calls]: { id: number; call: Name; arguments: Calls[Name]["arguments"] } }[keyof Calls];

/** An error as it travels. */
export interface SentError {
  name: string;
  message: string;
  /** The fields of its own: where, problem, cure … */
  fields: Record<string, unknown>;
}

/** Worker → page. */
export type Message = { id: number; answer: Calls[keyof Calls]["answer"] } | { id: number; error: SentError } | { progress: LoadProgress };

/** Either end: a Worker, a worker's global scope, a MessagePort. */
export interface Port {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}
