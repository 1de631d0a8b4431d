import type { Input } from "./input.js";
import type { Counts } from "./tally.js";

/** How far a run over files is, on standard error: rewritten in place on a terminal, else a line every ten seconds. */
export class RunProgress {
  private readonly started = performance.now();
  private shownAt = performance.now();
  private shown = false;

  constructor(
    private readonly inputs: readonly Input[],
    private readonly wanted: boolean,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  tell({ documents, garbled }: Counts): void {
    const now = performance.now();
    const terminal = Boolean(this.stream.isTTY);
    if (!this.wanted || now - this.shownAt < (terminal ? 200 : 10_000)) return;
    this.shownAt = now;
    const seconds = (now - this.started) / 1000;
    const share = this.share();
    const left = share > 0 ? ` · ${duration((seconds / share) * (1 - share))} left` : "";
    const line = `${documents} documents · ${(documents / seconds).toFixed(0)}/s · ${((100 * garbled) / Math.max(1, documents)).toFixed(1)}% garbled${left}`;
    this.stream.write(terminal ? `\r\u001b[K${line}` : `${line}\n`);
    this.shown = terminal;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.shown) this.stream.write("\r\u001b[K");
    this.shown = false;
  }

  /** Of the bytes on the disk, how many have been read; 0 where their number is not known. */
  private share(): number {
    if (this.inputs.some(({ size }) => size === undefined)) return 0;
    const all = this.inputs.reduce((sum, { size }) => sum + size!, 0);
    return all === 0 ? 0 : this.inputs.reduce((sum, input) => sum + input.taken(), 0) / all;
  }
}

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
