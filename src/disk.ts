/**
 * The disk, where there is one. Node's built-ins are asked of the running process instead of imported, so that the sources hold no import that a
 * browser or a bundler for browsers would stumble over, and reading can be synchronous.
 */
type Builtins = { "node:fs": typeof import("node:fs"); "node:module": typeof import("node:module") };

function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  return typeof process === "undefined" ? undefined : (process.getBuiltinModule?.(name) as Builtins[Name] | undefined);
}

/** Reads whole files: now, or later without blocking. */
export interface Disk {
  exists(file: URL | string): boolean;
  read(file: URL | string): Promise<Uint8Array>;
  readSync(file: URL | string): Uint8Array;
}

/** undefined in a browser. */
export function disk(): Disk | undefined {
  const fs = builtin("node:fs");
  return fs && { exists: fs.existsSync, read: (file) => fs.promises.readFile(file), readSync: (file) => fs.readFileSync(file) };
}

/**
 * A module of this package, loaded without waiting, for what turns out to be needed in the midst of a text; found from where this code lies, or as
 * {@link installedFile} is. undefined where there is no disk or it is not installed.
 */
export function installedModule(name: string): unknown {
  const modules = builtin("node:module");
  for (const from of modules === undefined ? [] : [() => import.meta.url, () => process.argv[1]!, () => `${process.cwd()}/`]) {
    try {
      return modules!.createRequire(from())(name);
    } catch {} // not installed there
  }
  return undefined;
}

/**
 * A file of this package as it is installed for the running script or for the working directory: for scripts bundled into one file, which have
 * left the package's folder. undefined where it is not installed.
 */
export function installedFile(path: string): string | undefined {
  const modules = builtin("node:module");
  for (const from of modules === undefined ? [] : [process.argv[1], `${process.cwd()}/`]) {
    if (from === undefined) continue;
    try {
      return modules!.createRequire(from).resolve(`ungarble/${path}`);
    } catch {} // not installed there
  }
  return undefined;
}
