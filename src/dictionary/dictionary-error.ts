/** A fault in a dictionary: where it is, what is wrong, and the cure. `message` is `file:line: problem; cure`. */
export class DictionaryError extends Error {
  override readonly name = "DictionaryError";

  constructor(
    readonly file: string,
    readonly line: number,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`${file}:${line}: ${problem}; ${cure}`);
  }
}
