import type { Inspection } from "./inspector.js";
import { printable } from "./printable.js";

const PAIRS_SHOWN = 10;

/** Figures of a run for `--stats`: how much was read, how sure the findings are, which pairs are frequent. */
export class Statistics {
  private readonly started = performance.now();
  private codeUnits = 0;
  private words = 0;
  private readonly bins = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  private readonly pairs = new Map<string, number>();
  private readonly styles = new Map<string, number>();

  add({ text, findings, verdict }: Inspection): void {
    this.codeUnits += text.length;
    this.words += text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    for (const { probability, evidence } of findings) {
      this.bins[Math.min(9, Math.floor(probability * 10))]!++;
      const pair = `${evidence.head} → ${evidence.form.toLowerCase()}`;
      this.pairs.set(pair, (this.pairs.get(pair) ?? 0) + 1);
    }
    if (verdict.garbled && verdict.style) this.styles.set(verdict.style, (this.styles.get(verdict.style) ?? 0) + 1);
  }

  text(): string {
    const seconds = (performance.now() - this.started) / 1000;
    const lines = [`read     ${this.words} words, ${this.codeUnits} characters in ${seconds.toFixed(2)} s (${Math.round(this.words / seconds)} words/s)`];
    for (const [bin, count] of this.bins.entries()) if (count > 0) lines.push(`sure     ${(bin / 10).toFixed(1)} to ${((bin + 1) / 10).toFixed(1)}: ${count}`);
    for (const [style, count] of ranked(this.styles)) lines.push(`style    ${style}: ${count}`);
    for (const [pair, count] of ranked(this.pairs).slice(0, PAIRS_SHOWN)) lines.push(`pair     ${printable(pair)}: ${count}`);
    return `${lines.join("\n")}\n`;
  }
}

function ranked(counts: Map<string, number>): [string, number][] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
