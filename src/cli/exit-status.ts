/** What the process tells its caller. `docs/cli.md` documents them; scripts rely on them. */
export const EXIT = {
  /** Nothing to report. */
  clean: 0,
  /** Findings (or a garbled document, by `--fail-on`). */
  garbled: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** A file could not be read, or ungarble itself failed. */
  failure: 3,
  /** Ctrl-C, as shells tell it of a process that it ended. */
  interrupted: 130,
  /** SIGTERM, likewise: what was under way has been finished. */
  terminated: 143,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** A fault of the command line: what is wrong and the cure. Ends the run with status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`${problem}; ${cure}`);
  }
}

/** Something could not be read or written: what, why and the cure. Ends the run with status 3. */
export class FileError extends Error {
  override readonly name = "FileError";

  constructor(
    readonly path: string,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`${path}: ${problem}; ${cure}`);
  }
}

/** The user broke off (Ctrl-C at a question). Nothing was written. Ends the run with status 130. */
export class Interruption extends Error {
  override readonly name = "Interruption";

  constructor() {
    super("broken off; nothing was written");
  }
}

/** Errors by name, so that telling them apart loads no module. */
const USAGE_ERRORS = new Set(["UsageError", "ConfigurationError", "OptionsError", "DictionaryError"]);
const FAILURES = new Set(["FileError", "DataError", "ModelError", "ScorerError", "QueueError"]);

/** The status for an error, and whether its message alone tells what to do (else the stack is worth showing). */
export function exitStatusOf(error: unknown): { status: ExitStatus; expected: boolean } {
  const name = error instanceof Error ? error.name : "";
  if (name === "Interruption") return { status: EXIT.interrupted, expected: true };
  if (USAGE_ERRORS.has(name)) return { status: EXIT.usage, expected: true };
  return { status: EXIT.failure, expected: FAILURES.has(name) };
}
