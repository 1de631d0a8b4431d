import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** `npm run test:seeds`: the property-based tests, each with SEEDS seeds (default 300) from FC_SEED (default: a new one) on. */
const seeds = process.env.SEEDS ?? "300";
const first = process.env.FC_SEED ?? String(Date.now() % 0x7ffff000);
console.log(`fast-check seeds: ${first} and the ${Number(seeds) - 1} after it`);

const withProperties = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts") && readFileSync(`test/${name}`, "utf8").includes("fc.assert"))
  .map((name) => `test/${name}`);

export default defineConfig({
  test: {
    include: withProperties,
    runner: "./test/every-seed.ts",
    env: { FC_SEED: first, SEEDS: seeds },
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
