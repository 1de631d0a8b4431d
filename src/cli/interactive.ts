import { isCancel, select } from "@clack/prompts";
import { Interruption } from "./exit-status.js";
import type { Finding, Inspection } from "./inspector.js";
import { excerpt } from "./reports/pretty.js";
import { shownProbability } from "./reports/wording.js";
import { printable } from "./printable.js";
import type { Colours } from "./terminal.js";

type Answer = "replace" | "keep" | "rest" | "next" | "stop" | { replacement: string };

/**
 * Asks for each finding whether it is replaced, and by what.
 * @returns the edits to make, and whether the user wants to see no more files; edits chosen until then are made
 * @throws Interruption for Ctrl-C
 */
export async function askEditByEdit(inspection: Inspection, colours: Colours): Promise<{ chosen: Finding[]; stop: boolean }> {
  const chosen: Finding[] = [];
  const { findings } = inspection;
  for (const [i, finding] of findings.entries()) {
    const answer = await select<Answer>({ message: question(inspection, finding, i, colours), options: answers(finding, findings.length - i - 1) });
    if (isCancel(answer)) throw new Interruption();
    if (answer === "stop") return { chosen, stop: true };
    if (answer === "next") break;
    if (answer === "rest") {
      chosen.push(...findings.slice(i));
      break;
    }
    if (answer === "replace") chosen.push(finding);
    else if (answer !== "keep") chosen.push({ ...finding, replacement: answer.replacement });
  }
  return { chosen, stop: false };
}

function question({ path, lines, findings }: Inspection, finding: Finding, i: number, colours: Colours): string {
  const line = lines.textOf(finding.line);
  const end = finding.endLine === finding.line ? finding.endColumn - 1 : line.length;
  const { shown, from, to } = excerpt(line, finding.column - 1, end, (process.stdout.columns ?? 80) - 8);
  return `${printable(path)}:${finding.line}:${finding.column} (${i + 1} of ${findings.length})\n${shown.slice(0, from)}${colours.red(shown.slice(from, to))}${shown.slice(to)}`;
}

function answers({ observed, replacement, probability, alternatives }: Finding, left: number): { value: Answer; label: string; hint?: string }[] {
  const quoted = (text: string): string => (text === "" ? "nothing" : `“${printable(text)}”`);
  return [
    { value: "replace", label: `Replace by ${quoted(replacement)}`, hint: shownProbability(probability) },
    { value: "keep", label: `Keep ${quoted(observed)}` },
    ...alternatives.map((other) => ({
      value: { replacement: other.replacement },
      label: `Replace by ${quoted(other.replacement)}`,
      hint: shownProbability(other.probability),
    })),
    ...(left > 0 ? [{ value: "rest" as const, label: `Replace this and the other ${left} in this file as proposed` }] : []),
    { value: "next", label: "Go on with the next file" },
    { value: "stop", label: "Stop here", hint: "what was chosen is written" },
  ];
}
