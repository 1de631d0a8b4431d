import { printable } from "./printable.js";

/** How far a run is, on standard error when it is a terminal; otherwise nothing. One line that is written over and taken away again. */
export class Progress {
  private shownAt = 0;
  private shown = false;

  constructor(
    private readonly total: number,
    private readonly stream: NodeJS.WriteStream = process.stderr,
    private readonly wanted: boolean = total > 1 && Boolean(process.stderr.isTTY),
  ) {}

  /** @param done steps that are finished */
  tell(done: number, name: string): void {
    const now = Date.now();
    if (!this.wanted || now - this.shownAt < 100) return;
    this.shownAt = now;
    this.shown = true;
    const room = (this.stream.columns ?? 80) - 20;
    this.stream.write(`\r\u001b[K${done}/${this.total} ${printable(name.slice(-room))}`);
  }

  /** Takes the line away, so that other output starts on a clean one. */
  clear(): void {
    if (this.shown) this.stream.write("\r\u001b[K");
    this.shown = false;
  }
}
