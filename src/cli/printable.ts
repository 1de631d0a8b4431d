/**
 * Text of others (documents, file names, messages with either in them) made safe to show: a terminal acts on control characters, a CI log
 * on commands. Nothing of others is printed but through these functions, the results of `fix` and `stream` in a pipe or a file apart,
 * which are data.
 */

/** Control characters, line and paragraph separators, and what turns the direction of writing, which can make a text look like another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Commands of Azure Pipelines and of GitHub Actions, wherever they stand in a line: ##vso[…], ##[error]… */
const LOGGING_COMMAND = /##(?=\w*\[)/g;

/** A command of GitHub Actions: ::error file=…::… at the beginning of a line. */
const WORKFLOW_COMMAND = /^(\s*)::/;

/**
 * One line: control characters become their Unicode pictures (␛) or �, tabs and line ends a space, the marks of commands their look-alikes
 * (∶∶ and ＃＃). As long as it was, in UTF-16 code units, so that carets stay in their column.
 */
export function printable(text: string): string {
  return text
    .replace(/[\t\n\r]/g, " ")
    .replace(CONTROLS, picture)
    .replace(LOGGING_COMMAND, "＃＃")
    .replace(WORKFLOW_COMMAND, "$1∶∶");
}

/** The same line by line: line ends stay. For messages of several lines, each of which may begin with a file's name. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** A document on a terminal: control characters but tabs and line ends become pictures. */
export function printableDocument(text: string): string {
  return text.replace(CONTROLS, (char, at: number) => {
    const kept = char === "\t" || char === "\n" || (char === "\r" && text[at + 1] === "\n");
    return kept ? char : picture(char);
  });
}

/** JSON that says the same: what a terminal or a CI log would act on is written as \uXXXX. JSON.stringify does so for ASCII alone. */
export function printableJson(json: string): string {
  // Outside strings JSON has line ends and spaces only.
  return json.replace(CONTROLS, (char) => (char === "\n" ? char : escaped(char))).replace(LOGGING_COMMAND, "#\\u0023");
}

/** A message for people on standard error: what the run could not do, or has done. */
export function say(message: string): void {
  process.stderr.write(`${printableLines(`ungarble: ${message}`)}\n`);
}

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

function picture(char: string): string {
  const code = char.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "␡" : "\ufffd";
}
