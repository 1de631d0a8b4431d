import { readdirSync, readFileSync } from "node:fs";
import { dirname, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../src/", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"))
  .sort();

/** What follows `from`, and what is imported at run time or for its effect; types apart, which leave no trace in what runs. */
const IMPORT = /^(?:import|export)(\s+type)?\s[^"'`;]*?from\s*"([^"]+)"|^import\s*"([^"]+)"|(?<!typeof )\bimport\(\s*"([^"]+)"/gm;
const imports = files.flatMap((file) =>
  [...readFileSync(`${root}${file}`, "utf8").matchAll(IMPORT)].map(([, type, from, effect, later]) => {
    const name = (from ?? effect ?? later)!;
    return {
      file,
      onLoad: type === undefined && later === undefined,
      name: name.startsWith(".") ? posix.join(dirname(file), name).replace(/\.js$/, ".ts") : name,
    };
  }),
);

/** What the files of a folder, or the file itself when it lies in src, may import beside themselves. */
const NOUNS = ["types.ts", "log-prob.ts", "random.ts"];
const READ = [...NOUNS, "text", "model", "dictionary", "gate", "neural", "reader"];
const FORMATS = ["formats", "options-error.ts"];
const WHOLE = [
  ...READ,
  ...FORMATS,
  "decode",
  "judge",
  "options.ts",
  "operating-points.ts",
  "disk.ts",
  "fetch-bytes.ts",
  "load-data.ts",
  "load.ts",
  "pipeline.ts",
  "section.ts",
  "verdict",
  "repairer.ts",
  "create-repairer.ts",
];
const MAY_IMPORT: Record<string, readonly string[]> = {
  text: NOUNS,
  model: NOUNS,
  dictionary: [...NOUNS, "text", "model"],
  gate: [...NOUNS, "text", "model"],
  neural: [...NOUNS, "text", "model"],
  reader: [...NOUNS, "text", "model", "dictionary", "neural"],
  decode: READ,
  formats: [...NOUNS, "text", "options-error.ts", "disk.ts"],
  judge: [...READ, "decode", "neural", "disk.ts", "fetch-bytes.ts", "load-data.ts"],
  "options.ts": ["types.ts", "operating-points.ts", ...FORMATS, "load-data.ts", "judge"],
  "load-data.ts": ["disk.ts", "fetch-bytes.ts"],
  "load.ts": [...READ, "decode", "verdict", "options.ts", "load-data.ts"],
  "section.ts": [...READ, "decode"],
  verdict: [...READ, "decode", "section.ts"],
  "pipeline.ts": [...READ, "decode", "load.ts", "verdict", "section.ts"],
  "repairer.ts": [...READ, ...FORMATS, "decode", "judge", "options.ts", "load.ts", "pipeline.ts", "section.ts", "verdict"],
  "create-repairer.ts": [...READ, ...FORMATS, "judge", "options.ts", "load.ts", "repairer.ts"],
  "index.ts": WHOLE,
  browser: [...WHOLE, "index.ts"],
  bundlers: [],
  plugins: WHOLE,
  train: WHOLE,
  bulk: [...WHOLE, "options-error.ts"],
  cli: [...WHOLE, "bulk"],
};

const part = (name: string): string => (name.includes("/") ? name.slice(0, name.indexOf("/")) : name);

describe("the sources", () => {
  it("import in one direction: text, model, dictionary, reader, decode, pipeline, repairer, then command line and training", () => {
    const local = imports.filter(({ name }) => files.includes(name));
    expect(local.length).toBeGreaterThan(100); // the import lines are read at all
    const backward = local.filter(({ file, name }) => part(name) !== part(file) && !(MAY_IMPORT[part(file)] ?? []).includes(part(name)));
    expect(backward.map(({ file, name }) => `src/${file} imports src/${name}, which stands after it`)).toEqual([]);
  });

  it("import only files that are there", () => {
    const missing = imports.filter(({ name }) => name.endsWith(".ts") && !files.includes(name));
    expect(missing.map(({ file, name }) => `src/${file} imports src/${name}`)).toEqual([]);
  });

  it("do not load one another in a circle", () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      if (done.has(file) || path.includes(file)) return;
      for (const { name } of imports.filter((line) => line.file === file && line.onLoad)) if (files.includes(name)) visit(name, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it("run in a browser up to the repairer: nothing of Node", () => {
    const node = imports.filter(
      ({ file, name }) => !["bulk", "cli", "train", "bundlers"].includes(part(file)) && file !== "dictionary/dictionary-folder.ts" && name.startsWith("node:"),
    );
    expect(node.map(({ file, name }) => `src/${file} imports ${name}`)).toEqual([]);
  });
});
