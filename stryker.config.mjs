/**
 * Mutation testing of what decides edits: `npm run mutation`, or of a few files: `npm run mutation -- --mutate src/decode/select.ts`. The report
 * is written to reports/mutation/; of files that have not changed the last result is taken.
 */
process.env.FC_SEED ??= "1"; // the same properties for every mutant

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: ["src/decode/**/*.ts", "src/reader/**/*.ts", "src/text/**/*.ts", "src/gate/**/*.ts", "src/dictionary/phrase-index.ts", "src/log-prob.ts", "src/repairer.ts"],
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.mutation.config.ts", related: true },
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  incremental: true,
  incrementalFile: "reports/mutation/incremental.json",
  tempDirName: ".stryker",
  cleanTempDir: "always",
  ignorePatterns: ["dist", "docs", "site", "reports", "train"],
  reporters: ["clear-text", "progress-append-only", "html", "json"],
  htmlReporter: { fileName: "reports/mutation/index.html" },
  jsonReporter: { fileName: "reports/mutation/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 85, low: 85, break: 85 },
  timeoutMS: 20_000,
};
