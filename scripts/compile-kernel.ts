import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("../src/neural/kernel/", import.meta.url));

/** The module that embeds the kernel. */
export const KERNEL_MODULE = fileURLToPath(new URL("../src/neural/kernel-binary.ts", import.meta.url));

/** src/neural/kernel/ (AssemblyScript) → WebAssembly → the text of the module that embeds it. @throws Error with the compiler's messages */
export async function compileKernel(): Promise<string> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(["--config", `${root}asconfig.json`, "--baseDir", root, "--outFile", "kernel.wasm"], {
    readFile: (name, base) => {
      try {
        return readFileSync(/^\//.test(name) ? name : `${base}/${name}`, "utf8");
      } catch {
        return null; // the compiler asks for every place a file may be at
      }
    },
    writeFile: (_name, contents) => {
      binary = contents as Uint8Array;
    },
    listFiles: () => null,
  });
  if (error || !binary) throw new Error(`the kernel cannot be compiled: ${error?.message ?? ""}\n${stderr.toString()}`);
  const base64 = Buffer.from(binary).toString("base64");
  return `// Made from src/neural/kernel/ by \`npm run build:kernel\`: do not edit.\nexport const KERNEL_BASE64 =\n  "${base64}";\n`;
}
