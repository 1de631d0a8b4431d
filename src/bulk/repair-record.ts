import { applyEdits } from "../text/apply-edits.js";
import type { Detection } from "../types.js";
import { locate, type Located } from "./field-path.js";
import { added, memberOf, members, nesting, removed, spliced } from "./json-object.js";
import type { Line } from "./lines.js";
import type { RecordFormat } from "./record-format.js";
import { errorRecord, type RecordError } from "./record-error.js";
import type { ResolvedRecordOptions } from "./record-options.js";
import { decodeUtf8 } from "./utf8.js";

/** Programs that read JSON give up somewhere beyond. */
const MAX_NESTING = 1000;

/** What became of a line. */
export interface RecordOutcome {
  /** What stands in the output, without a line end. */
  output: string;
  /** Of every field, in the order asked for; empty for an error. */
  detections: readonly Detection[];
  error?: RecordError;
}

/**
 * Repairs the texts of a JSON object. What is not changed stays byte for byte as it was: the order of members, the digits of numbers.
 * @param line not blank
 * @param read finds the edits of a text
 * @param write what stands in its place; default: the text with the edits made
 * @returns whatever the bytes, a line for the output: the object, or an error record
 */
export async function repairRecord(
  line: Line,
  options: ResolvedRecordOptions,
  read: (text: string) => Detection | Promise<Detection>,
  write: RecordFormat["write"] = applyEdits,
): Promise<RecordOutcome> {
  const { file, number, offset } = line;
  const fault = (code: RecordError["code"], message: string, more: Partial<RecordError> = {}): RecordError => ({
    ...(file === undefined ? {} : { file }),
    line: number,
    offset,
    ...more,
    code,
    message: `line ${number} ${message}`,
  });
  const failed = (error: RecordError): RecordOutcome => ({ output: JSON.stringify(errorRecord(line, error)), detections: [], error });
  if (line.cut) return failed(fault("too-long", `has ${line.length} bytes, more than are taken; raise the limit with --max-record-size`));
  const decoded = decodeUtf8(line.bytes);
  if ("fault" in decoded) {
    const byte = offset + decoded.fault;
    return failed(fault("not-utf-8", `is not UTF-8 at byte ${byte} of the input; convert it first, for instance with iconv`, { byte }));
  }
  const source = number === 1 ? decoded.text.replace(/^\ufeff/, "") : decoded.text;
  const malformed = checkObject(source, options);
  if (malformed) return failed(fault(...malformed));

  const list = members(source);
  /** The object with the error as one more member; where it has such a one, the line stands in the error. */
  const kept = (error: RecordError): RecordOutcome =>
    memberOf(list, "error") ? failed(error) : { output: spliced(source, [added(source, list, "error", error)]), detections: [], error };
  if (memberOf(list, options.outputField) && addsMember(options))
    return kept(fault("member-exists", `has a member “${options.outputField}” already; name another with --output-field`));
  const located: Located[] = [];
  for (const { name, path } of options.fields) {
    const found = locate(source, path);
    if (!found) return kept(fault("no-text", `has no string in “${name}”; name the member with the text with --field`));
    located.push(found);
  }
  const detections: Detection[] = [];
  for (const { value } of located) detections.push(await read(value));
  return { output: written(source, options, located, detections, write), detections };
}

function checkObject(source: string, { fields }: ResolvedRecordOptions): [code: RecordError["code"], message: string] | undefined {
  const depth = nesting(source);
  if (depth > MAX_NESTING) return ["too-deep", `is nested ${depth} deep; ${MAX_NESTING} is the most`];
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    return ["not-json", `is not JSON (${(error as Error).message}); give one object a line`];
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return undefined;
  return ["not-an-object", `is not an object; give one such as {"${fields[0]!.name}": "…"}`];
}

function written(
  source: string,
  options: ResolvedRecordOptions,
  located: readonly Located[],
  detections: readonly Detection[],
  write: RecordFormat["write"],
): string {
  const { only, fields, outputField } = options;
  let out = source;
  if (only.has("text")) {
    const splices = located.flatMap(({ member: { start, end }, value }, i) => {
      const text = write(value, detections[i]!.edits);
      return text === value ? [] : [{ start, end, text: JSON.stringify(text) }];
    });
    out = spliced(source, splices);
  } else {
    for (const { path } of fields) {
      const { siblings, member } = locate(out, path)!; // anew: neighbours may have gone
      out = spliced(out, [removed(siblings, member)]);
    }
  }
  if (!addsMember(options)) return out;
  const parts = detections.map((detection) => partsOf(detection, options));
  const value = parts.length === 1 ? parts[0] : { fields: Object.fromEntries(fields.map(({ name }, i) => [name, parts[i]])) };
  return spliced(out, [added(out, members(out), outputField, value)]);
}

/** Whether anything but the text is asked for. */
const addsMember = ({ only }: ResolvedRecordOptions): boolean => [...only].some((part) => part !== "text");

function partsOf({ edits, findings, verdict }: Detection, { only, evidence }: ResolvedRecordOptions): Partial<Detection> | object {
  const lean = ({ start, end, observed, replacement, probability }: Detection["edits"][number]) => ({ start, end, observed, replacement, probability });
  return {
    ...(only.has("edits") ? { edits: evidence ? edits : edits.map(lean) } : {}),
    ...(only.has("findings") ? { findings } : {}),
    ...(only.has("verdict") ? { verdict } : {}),
  };
}
