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

/**
 * Text that is safe to show in a terminal: control characters, which a hostile document could use to write over what was printed, become
 * their Unicode pictures (␛); bidirectional overrides become �. Tabs and line ends become a space, so that carets stay in their column.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  return text.replace(/[\t\n\r]/g, " ").replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g, picture);
}

function picture(char: string): string {
  const code = char.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "␡" : "\ufffd";
}
