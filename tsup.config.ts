import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Options } from "tsup";

/** In a browser there is no disk: the file that asks for one is replaced. */
const withoutDisk: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "without-disk",
  setup({ onResolve }) {
    onResolve({ filter: /\/disk\.js$/ }, () => ({ path: fileURLToPath(new URL("src/browser/no-disk.ts", import.meta.url)) }));
  },
};

/** In the worker's script, which is one file, the parser of MDX is left out: it is fetched when it is asked for. */
const withoutMdx: typeof withoutDisk = {
  name: "without-mdx",
  setup({ onResolve }) {
    onResolve({ filter: /\/import-mdx\.js$/ }, () => ({ path: fileURLToPath(new URL("src/browser/import-mdx.ts", import.meta.url)) }));
  },
};

/**
 * Packages of which little is used. Their folders of ES modules have a package.json of their own that does not say, as the package's does, that files
 * of which nothing is used can be left out.
 */
const PARTLY_USED = /[\\/]node_modules[\\/](?:htmlparser2|domhandler|domutils|dom-serializer|domelementtype|entities)[\\/]/;
const leftOut: typeof withoutDisk = {
  name: "left-out",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /./ }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === leftOut || rest.kind === "entry-point") return undefined;
      const found = await resolve(path, { ...rest, pluginData: leftOut });
      return PARTLY_USED.test(found.path) ? { ...found, sideEffects: false } : undefined;
    });
  },
};

/** One copy: its CommonJS plugin would ask for a second one. */
const oneAcorn: typeof withoutDisk = {
  name: "one-acorn",
  setup({ onResolve }) {
    onResolve({ filter: /^acorn$/ }, () => ({ path: fileURLToPath(import.meta.resolve("acorn")) }));
  },
};

/** Whole: who uses no bundler can load them as they are. */
const browser: Options = {
  noExternal: [/./],
  format: ["esm"],
  platform: "browser",
  target: "es2022",
  sourcemap: true,
  // White space stays: with it would go the comments in import() by which bundlers leave it alone.
  esbuildOptions(options) {
    options.conditions = ["worker"]; // a worker has no document, which some packages use where they can
    options.minifyIdentifiers = true;
    options.minifySyntax = true;
  },
  esbuildPlugins: [withoutDisk, oneAcorn, leftOut],
};

const library: Options = {
  entry: {
    index: "src/index.ts",
    formats: "src/formats/index.ts",
    retext: "src/plugins/retext.ts",
    textlint: "src/plugins/textlint.ts",
    config: "src/cli/config/configuration.ts",
    esbuild: "src/bundlers/esbuild.ts",
  },
  dts: true,
  platform: "neutral",
  target: "es2022",
  shims: true,
  sourcemap: true,
  esbuildPlugins: [oneAcorn],
};

// Once, before all: the builds run side by side, and one that cleans removes what another has made.
rmSync(new URL("dist/", import.meta.url), { recursive: true, force: true });

export default defineConfig([
  { ...library, format: ["esm"] },
  // Node 20 cannot require() packages that are ES modules only.
  { ...library, format: ["cjs"], noExternal: [/^micromark/], splitting: true },
  {
    entry: { cli: "src/cli/main.ts", bulk: "src/bulk/index.ts", "bulk-worker": "src/bulk/worker.ts" },
    dts: { entry: { bulk: "src/bulk/index.ts" } },
    format: ["esm"],
    platform: "node",
    target: "node20",
    splitting: true,
    esbuildPlugins: [oneAcorn],
  },
  // in parts, so that who does not use a worker does not get one
  {
    ...browser,
    entry: { browser: "src/browser/index.ts", "worker-repairer": "src/browser/worker-repairer.ts" },
    splitting: true,
    dts: { entry: { browser: "src/browser/index.ts" } },
  },
  // in one file, since bundlers make a worker one
  { ...browser, entry: { worker: "src/browser/worker.ts" }, splitting: false, esbuildPlugins: [withoutMdx, ...browser.esbuildPlugins!] },
  { ...browser, entry: { mdx: "src/formats/mdx.ts" }, splitting: false, minify: true },
]);
