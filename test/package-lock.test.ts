import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Locked {
  version: string;
  resolved?: string;
  integrity?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Words for operating systems in the names of packages. */
const PLATFORM = /fsevents|aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|wasm32|win32/;
const PUBLIC = "https://registry.npmjs.org/";
const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
const packages: Record<string, Locked> = read("package-lock.json").packages;
const places = Object.entries(packages).filter(([place]) => place !== "");

/** Where Node finds a package from a place in the tree; undefined when the lock file does not know it. */
function found(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.includes("/node_modules/") ? folder.slice(0, folder.lastIndexOf("/node_modules/")) : "") {
    const place = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === "") return undefined;
  }
}

describe("the lock file", () => {
  it("knows the packages of every platform, so that `npm ci` works on Linux, macOS and Windows", () => {
    const wanted = places.flatMap(([place, { dependencies, optionalDependencies }]) => {
      // A package for one platform is named for it; what else is optional, the registry may not have.
      const native = Object.keys(optionalDependencies ?? {}).filter((name) => PLATFORM.test(name));
      return [...Object.keys(dependencies ?? {}), ...native].map((name) => ({ place, name }));
    });
    expect(wanted.filter(({ name }) => /darwin|win32|linux/.test(name)).length).toBeGreaterThan(20);
    const missing = wanted.filter(({ name, place }) => found(name, place) === undefined);
    expect(missing.map(({ name, place }) => `${place} wants ${name}: remove both entries and run npm install --package-lock-only`)).toEqual([]);
  });

  it("has a checksum for each package, and names no registry but the public one", () => {
    const odd = places.filter(([, { resolved = PUBLIC, integrity }]) => !resolved.startsWith(PUBLIC) || !integrity?.startsWith("sha512-"));
    expect(odd.map(([place]) => place)).toEqual([]);
  });

  it("was made from package.json", () => {
    const { dependencies, devDependencies } = read("package.json");
    expect(packages[""]).toMatchObject({ dependencies, devDependencies });
  });
});
