import type { Verdict } from "../../types.js";
import type { Finding, Unrepaired } from "../inspector.js";
import { printable } from "../printable.js";
import type { Summary } from "./report.js";

/** The sentences of the reports, each made in one place. */

/** A probability in two digits that never rounds up to 1 or down to 0. */
export function shownProbability(probability: number): string {
  return Math.min(0.99, Math.max(0.01, Math.round(probability * 100) / 100)).toFixed(2);
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** “state division” should read “State Department” */
export function findingSentence({ observed, replacement }: Finding): string {
  const place = `“${printable(observed)}”`;
  return replacement === "" ? `${place} should go` : `${place} should read “${printable(replacement)}”`;
}

/** garbled (0.99, thesaurus style, 21% of the words) */
export function verdictSentence(verdict: Verdict): string {
  if (!verdict.garbled) return `not garbled (${shownProbability(verdict.probability)})`;
  const style = verdict.style === undefined ? "" : `, ${verdict.style} style`;
  return `garbled (${shownProbability(verdict.probability)}${style}, ${Math.round(verdict.rate * 100)}% of the words)`;
}

/** Places that a sentence names; the others are counted. */
const NAMED_MAX = 6;

/** 8 more places read as substituted, originals unknown: “fish fry” 3:14, “crimson tape” 5:2 and 6 others */
export function unrepairedSentence(unrepaired: readonly Unrepaired[]): string {
  const named = unrepaired.slice(0, NAMED_MAX).map(({ observed, line, column }) => `“${printable(observed)}” ${line}:${column}`);
  const others = unrepaired.length - named.length;
  const verb = unrepaired.length === 1 ? "reads" : "read";
  return `${counted(unrepaired.length, "more place")} ${verb} as substituted, originals unknown: ${named.join(", ")}${others > 0 ? ` and ${others} others` : ""}`;
}

/** 3 findings in 1 of 12 files, 1 garbled; 2 known from the baseline; … */
export function summarySentence(summary: Summary): string {
  const parts = [
    summary.findings === 0
      ? `no findings in ${counted(summary.files, "file")}${summary.garbled > 0 ? `, ${summary.garbled} garbled` : ""}`
      : `${counted(summary.findings, "finding")} in ${summary.filesWithFindings} of ${counted(summary.files, "file")}, ${summary.garbled} garbled`,
  ];
  if (summary.baselined > 0) parts.push(`${summary.baselined} known from the baseline`);
  if (summary.unusedIgnores > 0) parts.push(counted(summary.unusedIgnores, "unused ignore comment"));
  if (summary.failures > 0) parts.push(`${counted(summary.failures, "file")} could not be checked`);
  if (summary.skipped > 0) parts.push(`${counted(summary.skipped, "file")} skipped`);
  return parts.join("; ");
}
