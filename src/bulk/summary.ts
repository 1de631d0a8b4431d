import type { Counts } from "./tally.js";

/** Figures of a run, for programs. */
export interface Summary extends Omit<Counts, "substitutions"> {
  /** Of the documents that could be read, 0..1. */
  garbledShare: number;
  /** The commonest, most frequent first. */
  substitutions: { substitution: string; count: number }[];
  seconds: number;
  documentsPerSecond: number;
  bytesPerSecond: number;
}

const SHOWN = 20;

export function summarize({ substitutions, ...counts }: Counts, seconds: number): Summary {
  const failed = Object.values(counts.errors).reduce((sum, n) => sum + n, 0);
  const commonest = [...substitutions].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, SHOWN);
  return {
    ...counts,
    garbledShare: counts.garbled / Math.max(1, counts.documents - failed),
    substitutions: commonest.map(([substitution, count]) => ({ substitution, count })),
    seconds,
    documentsPerSecond: counts.documents / seconds,
    bytesPerSecond: counts.bytes / seconds,
  };
}

/** The same for people. */
export function summaryText(summary: Summary): string {
  const { documents, garbled, garbledShare, edits, errors, styles, verdicts, substitutions, seconds, documentsPerSecond, bytesPerSecond } = summary;
  const list = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .map(([name, n]) => `${name} ${n}`)
      .join(", ") || "none";
  return `${[
    `documents     ${documents}, ${garbled} garbled (${(garbledShare * 100).toFixed(1)}%), ${edits} edits`,
    `errors        ${list(errors)}`,
    `styles        ${list(styles)}`,
    `P(garbled)    ${verdicts.map((n, i) => `${(i / 10).toFixed(1)}: ${n}`).join("  ")}`,
    `commonest     ${
      substitutions
        .slice(0, 10)
        .map(({ substitution, count }) => `${substitution} ${count}`)
        .join(", ") || "none"
    }`,
    `time          ${seconds.toFixed(1)} s, ${documentsPerSecond.toFixed(1)} documents and ${(bytesPerSecond / 1000).toFixed(0)} kB a second`,
  ].join("\n")}\n`;
}
