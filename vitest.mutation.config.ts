import { defineConfig, mergeConfig } from "vitest/config";
import shared from "./vitest.config.js";

/** For `npm run mutation`: the tests of the library's parts. Those of whole documents, the package and its surroundings are too slow to run for each mutant. */
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      exclude: [
        "test/{browser,bulk,cli,formats,judge,neural,plugins}/**",
        "test/{api-surface,clean-prose,evaluation,garbled-prose,garble,installed,package,package-lock,readme,text-laws,case-variants,train,wordnet,worst-cases}.test.ts",
        "test/dictionary-lint.test.ts",
      ],
    },
  }),
);
