/** How the text of a file is read: what is prose in it, and what is markup or code. */
export type Syntax = "auto" | "text" | "markdown" | "mdx" | "html";

/** What makes `ungarble check` end with status 1: any finding, a document called garbled, or nothing. */
export type FailOn = "edits" | "verdict" | "never";

/** The options that may differ from file to file. */
export interface FileConfiguration {
  /**
   * How files are read. Default `"auto"`: by the name's ending (.md, .markdown; .mdx; .html, .htm, .xhtml; .txt, .text or none). A file with another
   * ending is not read unless this says how.
   */
  inputFormat?: Syntax;
  /** Attributes whose values are prose, too: `"alt"`, `"title"`, `"aria-label"`, or one of your own elements and components. Default: none. */
  attributes?: string[];
  /** Of an HTML page read navigation, share bars and the like, too. Default false: its main text. */
  boilerplate?: boolean;
  /** The least probability an edit must have, 0..1. Default: that of `operatingPoint`. */
  minProbability?: number;
  /** A named point of measured precision: `"best"` (the best F0.5, the default), `"precision-0.90"`, `"precision-0.95"`, `"precision-0.99"`. */
  operatingPoint?: string;
  /** The least probability of garbling for a document to be called garbled, 0..1. Default 0.7. */
  minVerdict?: number;
  /** Words and phrases, as they stand in the text, that are never changed; case does not matter. Default: none. */
  leaveAlone?: string[];
  /** Originals that are never proposed; case does not matter. Default: none. */
  withoutHeads?: string[];
  /** Bundled dictionary files or folders of them that are left out. */
  withoutFiles?: string[];
  /** Files of your own dictionaries, added to the bundled ones. Relative to the configuration file. Default: none. */
  dictionaries?: string[];
  /** Leave the bundled English dictionaries out. Default false. */
  noBundledDictionaries?: boolean;
}

/** Options for the files that match, on top of the general ones. Later overrides win. */
export interface Override extends FileConfiguration {
  /** Globs of the files meant, relative to the configuration file. */
  files: string[];
}

/** What `ungarble.config.*`, `.ungarblerc*` and `package.json#ungarble` may hold. Flags of the command line win over it. */
export interface Configuration extends FileConfiguration {
  /** The JSON schema, for editors. Not read. */
  $schema?: string;
  /** Globs of the files looked for in folders. Default `["**\/*.{md,markdown,mdx,txt,html,htm,xhtml}"]`. Relative to the configuration file. */
  files?: string[];
  /** Files that are left out, in the manner of .gitignore, even when named one by one (as pre-commit does). Default: none. */
  ignores?: string[];
  /** Leave out what git ignores. Default true. */
  gitignore?: boolean;
  /** Larger files are skipped with a warning. Bytes; default 5,000,000. */
  maxFileSize?: number;
  /** What makes `check` fail. Default `"edits"`. */
  failOn?: FailOn;
  /** A baseline file with old findings that do not fail the check. Relative to the configuration file. Default: none. */
  baseline?: string;
  /** Where the models lie: a folder, relative to the configuration file. Default: the package's own `data/`. */
  data?: string;
  /** Options for some files only. Default: none. */
  overrides?: Override[];
}

/** The same object, with its type checked and completed by editors. */
export function defineConfig(configuration: Configuration): Configuration {
  return configuration;
}
