/** The forms `ungarble init` writes. JSON has no comments: there the schema explains the options in the editor. */
export const TEMPLATE_FORMATS = ["mjs", "js", "ts", "json"] as const;
export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number];

const BODY = `{
  // Files looked for when a folder (or nothing) is named. Globs, relative to this file.
  files: ["**/*.{md,markdown,mdx,txt,html,htm,xhtml}"],

  // Files left out, in the manner of .gitignore (which is respected besides).
  ignores: ["CHANGELOG.md"],

  // How sure an edit must be: "best" (the best F0.5), or a measured precision: "precision-0.90", "precision-0.95", "precision-0.99".
  // minProbability: 0.9 sets the number itself.
  operatingPoint: "best",

  // What makes \`ungarble check\` fail: "edits" (any finding), "verdict" (a document called garbled), "never".
  failOn: "edits",

  // Words and phrases, as they stand in the text, that are never changed.
  leaveAlone: [],

  // Originals that are never proposed.
  withoutHeads: [],
  withoutFiles: [],

  // Your own dictionaries, lines such as: war = warfare | battle
  dictionaries: [],

  // Old findings that do not fail the check. Write it with: ungarble check --update-baseline
  // baseline: "ungarble-baseline.json",

  // Options for some files only; later ones win.
  overrides: [
    // { files: ["posts/archive/**"], operatingPoint: "precision-0.95" },
  ],
}`;

const JSON_TEXT = `{
  "$schema": "./node_modules/ungarble/schema/ungarble.schema.json",
  "files": ["**/*.{md,markdown,mdx,txt,html,htm,xhtml}"],
  "ignores": ["CHANGELOG.md"],
  "operatingPoint": "best",
  "failOn": "edits",
  "leaveAlone": [],
  "withoutHeads": [],
  "withoutFiles": [],
  "dictionaries": [],
  "overrides": []
}
`;

export function configurationTemplate(format: TemplateFormat): string {
  if (format === "json") return JSON_TEXT;
  // Types only, so that the file also loads where ungarble is not installed beside it (npx, pre-commit).
  if (format === "ts") return `import type { Configuration } from "ungarble/config";\n\nexport default ${BODY} satisfies Configuration;\n`;
  return `/** @type {import("ungarble/config").Configuration} */\nexport default ${BODY};\n`;
}
