import type { Explanation, Weighed } from "../explanation.js";
import { printable } from "../printable.js";
import type { Colours } from "../terminal.js";
import { shownProbability, verdictSentence } from "./wording.js";

/** An explanation for people. */
export function explanationText({ path, from, text, verdict, weighed, notes }: Explanation, colours: Colours): string {
  const place = path === "<phrase>" ? "phrase" : `${printable(path)}:${from.line}:${from.column}`;
  let out = `${colours.bold(place)}: ${printable(text)}\n\n`;
  for (const one of weighed) out += proposal(one, colours);
  for (const note of notes) out += `${colours.yellow("note")}: ${note}\n`;
  if (notes.length > 0) out += "\n";
  out += `${colours.bold("document")}: ${verdictSentence(verdict)}\n`;
  out += `  evidence ${nats(verdict.evidence)} for a spinner against none (log-ratio, nats)\n`;
  return out;
}

/** Name and value. */
type Row = [string, string];

function proposal({ observed, replacement, probability, proposed, reason, alternatives, evidence, line, column }: Weighed, colours: Colours): string {
  const { pattern, head: original, form, styles } = evidence;
  const where: Row = ["where", `${line}:${column}`];
  const context: Row = ["context", `${nats(evidence.context)}  what the sentence gains by the original's words`];
  const rows: Row[] =
    pattern === undefined
      ? [
          where,
          ["dictionary", `${printable(original)} = ${printable(form)}${styles.length > 0 ? ` (${styles.join(", ")})` : ""}`],
          context,
          ["topic", `${nats(evidence.topic)}  what the words around it say for the original`],
          ["read", `${nats(evidence.reading)}  how much likelier the reader finds the original here; P(substituted) ${shownProbability(evidence.substituted)}`],
          ...(evidence.judge === undefined ? [] : [reading(evidence.judge)]),
          ["spinner", `${nats(evidence.channel)}  this document's spinner writing it against leaving the text alone`],
          ["uses", `${evidence.uses.toFixed(1)}  expected uses of this pair in the document`],
          [
            "instead",
            alternatives.length === 0
              ? "no other original"
              : alternatives.map((other) => `${printable(other.replacement)} ${shownProbability(other.probability)}`).join(", "),
          ],
        ]
      : [where, ["pattern", `${pattern}: garble that follows a rule, not a dictionary entry`], context];
  const verdict = proposed ? colours.green("proposed") : colours.red("not proposed");
  const head = `“${printable(observed)}” → “${printable(replacement)}” ${shownProbability(probability)}  ${verdict}: ${reason}\n`;
  return `${head}${rows.map(([name, value]) => `  ${colours.dim(name.padEnd(10))} ${value}\n`).join("")}\n`;
}

const reading = (gain: number): Row => ["reading", `${nats(gain)}  reads ${gain >= 0 ? "better" : "worse"} by that with the edit (language model)`];

const nats = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
