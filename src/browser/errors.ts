import { DictionaryError } from "../dictionary/dictionary-error.js";
import { ScorerError } from "../judge/causal-scorer.js";
import { DataError } from "../load-data.js";
import { ModelError } from "../model/model-file.js";
import { InputError, OptionsError } from "../options.js";
import type { SentError } from "./messages.js";

/** A worker that could not be started, or that is no more: where, why, and the cure. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";

  constructor(
    readonly where: string,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`${where}: ${problem}; ${cure}`);
  }
}

const TYPED: Record<string, { prototype: Error }> = { DataError, DictionaryError, InputError, ModelError, OptionsError, ScorerError };

/** An error made ready to travel: a clone of it would lose its class. */
export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), fields: {} };
  const { name, message, ...fields } = error;
  return { name: error.name, message: error.message, fields };
}

/** The error that was sent: of the library's own classes, with all their fields; of others a plain one with their name. */
export function receiveError({ name, message, fields }: SentError): Error {
  const typed = TYPED[name];
  const error = new Error(message);
  if (typed !== undefined) Object.setPrototypeOf(error, typed.prototype);
  return Object.assign(error, { ...fields, name });
}
