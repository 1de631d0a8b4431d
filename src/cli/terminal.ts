import { createColors } from "picocolors";

/** Functions that colour a string, or leave it as it is. */
export type Colours = ReturnType<typeof createColors>;

/**
 * Colours for a stream. The first that says something decides: `--color`/`--no-color`, `NO_COLOR` (not empty), `FORCE_COLOR`, `TERM=dumb`,
 * whether the stream is a terminal.
 */
export function coloursFor(stream: { isTTY?: boolean }, flag: boolean | undefined, env: NodeJS.ProcessEnv = process.env): Colours {
  return createColors(colourWanted(stream, flag, env));
}

function colourWanted(stream: { isTTY?: boolean }, flag: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return Boolean(stream.isTTY) && env.TERM !== "dumb";
}
