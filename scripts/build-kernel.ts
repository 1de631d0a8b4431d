/**
 * Compiles src/neural/kernel/ to WebAssembly and writes src/neural/kernel-binary.ts, unless that is what it holds.
 *
 *     npm run build:kernel
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { compileKernel, KERNEL_MODULE } from "./compile-kernel.ts";

const text = await compileKernel();
const changed = !existsSync(KERNEL_MODULE) || readFileSync(KERNEL_MODULE, "utf8") !== text;
if (changed) writeFileSync(KERNEL_MODULE, text);
console.log(`kernel: ${text.length} characters, ${changed ? "written" : "unchanged"}`);
