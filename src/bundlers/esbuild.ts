import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BuildOptions, Plugin } from "esbuild";

const ASSET = "ungarble-asset";
const SCRIPTS_OF_THE_PACKAGE = /[\\/]ungarble[\\/]dist[\\/][^\\/]+\.c?js$/;
/** The expression other bundlers know by themselves: where a file lies that is named relative to the script. */
const PLACE = /new URL\("(\.\.?\/[\w./-]+)",\s*(?:import\.meta\.url|importMetaUrl)\)/g;

/**
 * A plugin for esbuild, which does not know `new URL("…", import.meta.url)`: carries ungarble's data files and its worker along into the output
 * folder and puts their places in. For every format and platform. Where scripts do not lie in the output folder itself, give esbuild its option
 * `publicPath`.
 *
 * @example
 * import { build } from "esbuild";
 * import { ungarble } from "ungarble/esbuild";
 * await build({ entryPoints: ["app.js"], bundle: true, outdir: "public", plugins: [ungarble()] });
 */
export function ungarble(): Plugin {
  return {
    name: "ungarble",
    setup({ initialOptions, onLoad, onResolve }) {
      onLoad({ filter: SCRIPTS_OF_THE_PACKAGE, namespace: "file" }, async ({ path }) => {
        const { script, assets } = withAssets(await readFile(path, "utf8"));
        const imports = assets.map((asset, i) => `import asset${i} from ${JSON.stringify(`${ASSET}:${fileURLToPath(new URL(asset, pathToFileURL(path)))}`)};`);
        const head = assets.length === 0 ? "" : `${imports.join("")}const outputFolder = ${outputFolder(initialOptions)};`;
        return { contents: head + script, loader: "js", resolveDir: dirname(path) };
      });
      onResolve({ filter: new RegExp(`^${ASSET}:`) }, ({ path }) => ({ path: path.slice(ASSET.length + 1), namespace: ASSET, sideEffects: false }));
      onLoad({ filter: /./, namespace: ASSET }, async ({ path }) => ({ contents: await readFile(path), loader: "file" }));
    },
  };
}

/** A script in which the places of files are `asset0`, `asset1`, …, as esbuild's `file` loader tells them: relative to the output folder. */
function withAssets(source: string): { script: string; assets: string[] } {
  const assets: string[] = [];
  const script = source.replace(PLACE, (_, place: string) => {
    if (!assets.includes(place)) assets.push(place);
    return `new URL(asset${assets.indexOf(place)}, outputFolder)`;
  });
  return { script, assets };
}

/** An expression for the URL of the running script. A script that is no module has to ask while it runs for the first time. */
function outputFolder({ format, platform }: BuildOptions): string {
  if (format === "esm" || (format === undefined && platform === "neutral")) return "import.meta.url";
  const url = `require("node:url").pathToFileURL(__filename)`;
  return platform === "node" ? url : "(globalThis.document?.currentScript?.src || globalThis.location?.href)";
}
