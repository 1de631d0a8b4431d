/** A fault in an option: which, what is wrong, and the cure. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";

  constructor(
    readonly option: string,
    readonly problem: string,
    readonly cure: string,
  ) {
    super(`option ${option}: ${problem}; ${cure}`);
  }
}
