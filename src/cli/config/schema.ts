import * as v from "valibot";
import { MIN_VERDICT, OPERATING_POINTS } from "../../operating-points.js";
import type { Configuration } from "./configuration.js";

/**
 * The check of a configuration. Each message is the cure: it stands after file, key and value. The JSON schema for editors
 * (`schema/ungarble.schema.json`) is made from this (`npm run build:schema`); descriptions are shown by editors.
 */
const text = (cure: string) => v.string(`give a string, ${cure}`);
const strings = (example: string, description: string) =>
  v.optional(v.pipe(v.array(v.string(`give strings: ${example}`), `give a list: ${example}`), v.description(description)));
const flag = (description: string) => v.optional(v.pipe(v.boolean("give true or false"), v.description(description)));
const probability = (description: string) => {
  const cure = "give a number from 0 to 1";
  return v.optional(v.pipe(v.number(cure), v.minValue(0, cure), v.maxValue(1, cure), v.description(description)));
};
const oneOf = <const T extends readonly string[]>(names: T, description: string) =>
  v.optional(v.pipe(v.picklist(names, `use one of ${names.join(", ")}`), v.description(description)));

const fileEntries = {
  inputFormat: oneOf(
    ["auto", "text", "markdown", "mdx", "html"],
    "How files are read; auto goes by the name's ending, and knows .md, .html, .txt and the like.",
  ),
  attributes: strings('["alt", "title"]', "Attributes of elements and components whose values are prose, too. Default: none."),
  boilerplate: flag("Of an HTML page read navigation, share bars and the like, too. Default false: its main text."),
  minProbability: probability("The least probability an edit must have. Default: that of operatingPoint."),
  operatingPoint: oneOf(Object.keys(OPERATING_POINTS), "A named point of measured precision. Default: best (the best F0.5)."),
  minVerdict: probability(`The least probability of garbling for a document to be called garbled. Default ${MIN_VERDICT}.`),
  leaveAlone: strings('["warfare", "state division"]', "Words and phrases, as they stand in the text, that are never changed."),
  withoutHeads: strings('["war"]', "Originals that are never proposed."),
  withoutFiles: strings('["names"]', "Bundled dictionary files or folders of them that are left out."),
  dictionaries: strings('["words.txt"]', "Files of your own dictionaries, added to the bundled ones."),
  noBundledDictionaries: flag("Leave the bundled English dictionaries out. Default false."),
};

const unknownKey = (entries: object) => `no such option; the options are ${Object.keys(entries).join(", ")}`;

const overrideEntries = {
  files: v.pipe(
    v.array(v.string('give globs: ["posts/**"]'), 'give the globs of the files meant: ["posts/**"]'),
    v.description("Globs of the files meant, relative to the configuration file."),
  ),
  ...fileEntries,
};

const entries = {
  $schema: v.optional(text("the schema's place")),
  files: strings('["docs/**/*.md"]', "Globs of the files looked for in folders, relative to this file."),
  ignores: strings('["CHANGELOG.md", "vendor/"]', "Files that are left out, in the manner of .gitignore."),
  gitignore: flag("Leave out what git ignores. Default true."),
  maxFileSize: v.optional(
    v.pipe(
      v.number("give a number of bytes"),
      v.minValue(1, "give a number of bytes above 0"),
      v.description("Larger files are skipped. Bytes; default 5000000."),
    ),
  ),
  failOn: oneOf(["edits", "verdict", "never"], "What makes `ungarble check` fail. Default edits."),
  baseline: v.optional(v.pipe(text("the baseline file's place"), v.description("A baseline file with old findings that do not fail the check."))),
  data: v.optional(v.pipe(text("a folder's place"), v.description("The folder of the models. Default: the package's own."))),
  ...fileEntries,
  overrides: v.optional(
    v.pipe(
      v.array(
        v.strictObject(overrideEntries, (issue) =>
          objectCure(issue, overrideEntries, 'give an object such as { "files": ["posts/**"], "minProbability": 0.9 }'),
        ),
        "give a list of objects",
      ),
      v.description("Options for some files only; later ones win."),
    ),
  ),
};

function objectCure(issue: { expected: string | null; path?: readonly { key: unknown }[] | undefined }, known: object, otherwise: string): string {
  if (issue.expected === "never") return unknownKey(known);
  return otherwise;
}

const WANTED = "give an object with options";

export const configurationSchema = v.strictObject(entries, (issue) => objectCure(issue, entries, WANTED));

/** The schema accepts what the type says: a mismatch does not compile. */
type Checked = v.InferOutput<typeof configurationSchema> extends Configuration | { [K in keyof Configuration]: unknown } ? true : never;
const checked: Checked = true;
void checked;

export interface Problem {
  /** The option's place: `overrides[0].minProbability`. */
  key: string;
  /** The value that is wrong; undefined for a missing one. */
  value: unknown;
  cure: string;
}

/** Every fault of a configuration, in its order. */
export function checkConfiguration(value: unknown): Problem[] {
  if (Array.isArray(value)) return [{ key: "", value, cure: WANTED }];
  const result = v.safeParse(configurationSchema, value);
  return (result.issues ?? []).map((issue) => ({
    key: (issue.path ?? []).reduce((at: string, { key }) => (typeof key === "number" ? `${at}[${key}]` : at === "" ? String(key) : `${at}.${String(key)}`), ""),
    value: issue.path?.at(-1) ? issue.path.at(-1)!.value : issue.input,
    cure: issue.message,
  }));
}
