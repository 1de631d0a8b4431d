import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileKernel, KERNEL_MODULE } from "../../scripts/compile-kernel.js";

it("the embedded kernel is what its source gives", async () => {
  expect(readFileSync(KERNEL_MODULE, "utf8") === (await compileKernel()), "run `npm run build:kernel`").toBe(true);
});
