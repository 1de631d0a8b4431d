import { Settings } from "../config/settings.js";
import type { StreamFlags } from "../config/flags.js";
import { detect, tellUnavailable } from "../deep.js";
import { EXIT, type ExitStatus } from "../exit-status.js";
import { readLines } from "../files/read-lines.js";
import { Inspector } from "../inspector.js";
import { withMembers } from "../json-line.js";
import { StandardOutput } from "../output.js";
import { applyEdits } from "../../repairer.js";
import type { Detection } from "../../types.js";

/** What stands in the output in place of a line that cannot be repaired. */
interface ErrorRecord {
  /** The member `id` of the line, when it could be read. */
  id?: unknown;
  error: {
    /** From 1, blank lines counted. */
    line: number;
    code: "not-json" | "not-an-object" | "no-text";
    message: string;
  };
}

/**
 * `ungarble stream`: JSON Lines in, JSON Lines out, in the same order. Each object comes back with its text repaired and a member
 * `repair: { edits, verdict }`; offsets are those of the text that came in. A line that is no such object gives an error record and the run
 * goes on; the status is then 3. Reads on only as fast as the output is taken.
 */
export async function stream(flags: StreamFlags): Promise<ExitStatus> {
  const settings = (await Settings.load(flags)).forText();
  const repairer = await new Inspector(false, flags).repairer(settings.repairer);
  const output = new StandardOutput();
  let number = 0;
  let faults = 0;
  for await (const source of readLines(process.stdin)) {
    number++;
    if (source.trim() === "") continue;
    const read = (text: string): Detection | Promise<Detection> => detect(repairer, flags, text, { minProbability: settings.minProbability });
    const record = await repairLine(source, number, flags.field, read);
    if (typeof record !== "string") faults++;
    await output.write(`${typeof record === "string" ? record : JSON.stringify(record)}\n`);
  }
  return faults > 0 ? EXIT.failure : EXIT.clean;
}

async function repairLine(source: string, line: number, field: string, read: (text: string) => Detection | Promise<Detection>): Promise<string | ErrorRecord> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    return { error: { line, code: "not-json", message: `line ${line} is not JSON (${(error as Error).message}); give one object a line` } };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { error: { line, code: "not-an-object", message: `line ${line} is not an object; give one such as {"${field}": "…"}` } };
  }
  const object = value as Record<string, unknown>;
  const text = Object.hasOwn(object, field) ? object[field] : undefined;
  if (typeof text !== "string") {
    const id = Object.hasOwn(object, "id") ? { id: object.id } : {};
    return { ...id, error: { line, code: "no-text", message: `line ${line} has no string in “${field}”; name the member with the text with --field` } };
  }
  const { edits, verdict } = await read(text);
  tellUnavailable(`line ${line}`, verdict);
  return withMembers(source, { [field]: applyEdits(text, edits), repair: { edits, verdict } });
}
