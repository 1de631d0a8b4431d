/**
 * Writes dist/THIRD-PARTY-NOTICES.txt: the licences of the packages that are part of the files in dist/, with all that those packages need.
 * Run by `npm run build`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/** Of the parser of MDX, which is in dist/ on every platform, and of what the files for browsers hold. */
const BUNDLED = ["micromark", "micromark-extension-mdxjs", "@lezer/markdown", "htmlparser2", "entities", "fastest-levenshtein"];

const root = new URL("../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const { packages } = JSON.parse(read("package-lock.json")) as {
  packages: Record<string, { version: string; license?: string; dependencies?: Record<string, string> }>;
};

/** Where Node finds a package from a place in the tree. */
function placeOf(name: string, from: string): string {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const place = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === "") throw new Error(`package-lock.json does not know ${name}; run npm install`);
  }
}

const found = new Set<string>();
function add(place: string): void {
  if (found.has(place)) return;
  found.add(place);
  for (const name of Object.keys(packages[place]!.dependencies ?? {})) if (!name.startsWith("@types/")) add(placeOf(name, place));
}
for (const name of BUNDLED) add(placeOf(name, ""));
found.add(placeOf("tsup", "")); // itself only: what stands for __dirname in a module

const notices = [...found].sort().map((place) => {
  const { version, license } = packages[place]!;
  const file = readdirSync(new URL(`${place}/`, root)).find((name) => /^licen[cs]e/i.test(name));
  const text = file === undefined ? `Licence: ${license ?? JSON.parse(read(`${place}/package.json`)).license}` : read(`${place}/${file}`);
  return `${place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length)} ${version}\n\n${text.trim()}\n`;
});
writeFileSync(
  new URL("dist/THIRD-PARTY-NOTICES.txt", root),
  `Parts of these packages are in the files of this folder.\n\n${notices.join(`\n${"-".repeat(80)}\n\n`)}`,
);

// The package does not hold the source maps, which were for the above; so nothing names them.
for (const file of readdirSync(new URL("dist/", root)).filter((name) => /\.c?js$/.test(name))) {
  const place = new URL(`dist/${file}`, root);
  writeFileSync(place, readFileSync(place, "utf8").replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "\n"));
}
