import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Loader } from "lilconfig";
import type { Configuration } from "./configuration.js";

/** A configuration and where it was found. */
export interface FoundConfiguration {
  configuration: Configuration;
  /** Absolute; undefined when there is none. */
  file: string | undefined;
}

/** A fault in a configuration file: which file, key and value, and the cure. Several faults are told at once, a line each. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** Looked for from the start folder upwards, in this order. */
export const CONFIGURATION_FILES = [
  "ungarble.config.js",
  "ungarble.config.mjs",
  "ungarble.config.ts",
  "ungarble.config.json",
  ".ungarblerc",
  ".ungarblerc.json",
  ".ungarblerc.js",
  ".ungarblerc.mjs",
  ".ungarblerc.ts",
  "package.json",
];

/** Forms that other tools read: named, so that nobody wonders why theirs is not found. */
const FORMS_NOT_READ = [".ungarblerc.yaml", ".ungarblerc.yml", ".ungarblerc.cjs", "ungarble.config.cjs", "ungarble.config.yaml", "ungarble.config.yml"];

/**
 * Finds and checks the configuration.
 * @param given a file named on the command line; `false` for none at all; undefined to look for one
 * @throws ConfigurationError naming file, key, value and cure
 */
export async function loadConfiguration(cwd: string, given: string | false | undefined): Promise<FoundConfiguration> {
  if (given === false) return { configuration: {}, file: undefined };
  if (given === undefined && !mayHaveConfiguration(cwd)) return { configuration: {}, file: undefined };
  const found = await search(cwd, given);
  if (!found) return { configuration: {}, file: undefined };
  const { checkConfiguration } = await import("./schema.js");
  const problems = checkConfiguration(found.config);
  if (problems.length > 0)
    throw new ConfigurationError(
      problems
        .map(
          ({ key, value, cure }) => `${found.file}: ${key === "" ? "the configuration" : key}: ${value === undefined ? "is missing" : shown(value)}; ${cure}`,
        )
        .join("\n"),
    );
  return { configuration: found.config as Configuration, file: found.file };
}

async function search(cwd: string, given: string | undefined): Promise<{ config: unknown; file: string } | undefined> {
  const { lilconfig } = await import("lilconfig");
  const options = {
    searchPlaces: CONFIGURATION_FILES,
    packageProp: "ungarble",
    stopDir: "/",
    cache: false,
    loaders: { ".json": json, noExt: json, ".js": script, ".mjs": script, ".ts": typescript },
  };
  try {
    const searcher = lilconfig("ungarble", options);
    const found = given === undefined ? await searcher.search(cwd) : await searcher.load(resolve(cwd, given));
    return found && !found.isEmpty ? { config: found.config, file: found.filepath } : undefined;
  } catch (error) {
    if ((error as Error).name === "ConfigurationError") throw error;
    throw new ConfigurationError(`${given ?? cwd}: cannot be read (${(error as Error).message}); check the file's name, or leave --config out`);
  }
}

/**
 * A quick look, so that a run without configuration loads nothing for it.
 * @throws ConfigurationError for a form that is not read
 */
function mayHaveConfiguration(start: string): boolean {
  for (let folder = start; ; folder = dirname(folder)) {
    for (const name of FORMS_NOT_READ) {
      if (existsSync(join(folder, name)))
        throw new ConfigurationError(
          `${join(folder, name)}: configurations in this form are not read; rename it to ungarble.config.json or ungarble.config.mjs and rewrite it accordingly`,
        );
    }
    if (CONFIGURATION_FILES.some((name) => (name === "package.json" ? packageNames(join(folder, name)) : existsSync(join(folder, name))))) return true;
    if (dirname(folder) === folder) return false;
  }
}

function packageNames(file: string): boolean {
  try {
    return readFileSync(file, "utf8").includes('"ungarble"');
  } catch {
    return false;
  }
}

const json: Loader = (file, content) => {
  try {
    return JSON.parse(content.replace(/^\ufeff/, ""));
  } catch (error) {
    throw new ConfigurationError(`${file}: is not JSON (${(error as Error).message}); mend it, or write an ungarble.config.mjs, which may have comments`);
  }
};

const script: Loader = (file) => loadModule(file, () => import(pathToFileURL(file).href));

const typescript: Loader = (file) =>
  loadModule(file, async () => {
    const { createJiti } = await import("jiti");
    return createJiti(pathToFileURL(file).href, { moduleCache: false, fsCache: false }).import(file);
  });

async function loadModule(file: string, load: () => Promise<unknown>): Promise<unknown> {
  let loaded: { default?: unknown };
  try {
    loaded = (await load()) as { default?: unknown };
  } catch (error) {
    throw new ConfigurationError(`${file}: fails when loaded (${(error as Error).message}); mend it, or run with --no-config`);
  }
  if (loaded.default === undefined) throw new ConfigurationError(`${file}: has no default export; write export default { … }`);
  return loaded.default;
}

function shown(value: unknown): string {
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
