/** A document on which a worker broke down, or whose job failed. */
export class DocumentFailure extends Error {
  override readonly name = "DocumentFailure";

  constructor(
    readonly code: "timeout" | "crash" | "failure",
    readonly problem: string,
  ) {
    super(problem);
  }
}
