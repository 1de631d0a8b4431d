import { defineConfig } from "tsup";

export default defineConfig([
  {
    entry: { index: "src/index.ts", config: "src/cli/config/configuration.ts" },
    format: ["esm", "cjs"],
    dts: true,
    platform: "neutral",
    target: "es2022",
    shims: true,
    clean: true,
    sourcemap: true,
  },
  {
    entry: { cli: "src/cli/main.ts" },
    format: ["esm"],
    platform: "node",
    target: "node20",
    clean: false,
    splitting: true,
  },
]);
