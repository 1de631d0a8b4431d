#!/usr/bin/env node
import { EXIT, exitStatusOf, type ExitStatus } from "./exit-status.js";
import { lostMessages, watchStandardStreams } from "./output.js";
import { say } from "./printable.js";
import { createProgram } from "./program.js";

/**
 * The process: argv in, exit status out. The status is set and the process left to end by itself, so that output that is still on its way
 * arrives. Set UNGARBLE_DEBUG=1 to see the stack of an error.
 */
async function main(argv: readonly string[]): Promise<void> {
  watchStandardStreams();
  let status: ExitStatus = EXIT.clean;
  try {
    const program = createProgram((given) => {
      status = given;
    });
    if (argv[2] === "complete") (await import("@bomb.sh/tab/commander")).default(program); // adds the command that completes the others
    await program.parseAsync(argv);
  } catch (error) {
    status = told(error);
  }
  process.exitCode = status;
  process.once("exit", () => {
    if (lostMessages()) process.exitCode = EXIT.failure;
  });
}

function told(error: unknown): ExitStatus {
  if (error instanceof Error && "exitCode" in error && error.name === "CommanderError") {
    return error.exitCode === 0 ? EXIT.clean : EXIT.usage; // commander has said what is wrong
  }
  const { status, expected } = exitStatusOf(error);
  const full = error instanceof Error ? (expected && !process.env.UNGARBLE_DEBUG ? error.message : (error.stack ?? error.message)) : String(error);
  say(`${expected ? "" : "internal failure: "}${full}`);
  return status;
}

await main(process.argv);
