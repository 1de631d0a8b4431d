import type { TextlintFixableRuleModule, TextlintRuleReporter } from "@textlint/types";
import { createRepairer } from "../create-repairer.js";
import type { RepairerOptions } from "../options.js";
import type { Repairer } from "../repairer.js";
import { reasonOf } from "./message.js";
import { textlintProse } from "./textlint-prose.js";

/** Repairers by their options: textlint makes a rule anew for every file. */
const repairers = new Map<string, Promise<Repairer>>();

function repairerOf(options: RepairerOptions): Promise<Repairer> {
  const key = JSON.stringify(options);
  let made = repairers.get(key);
  if (!made) {
    made = createRepairer(options);
    repairers.set(key, made);
  }
  return made;
}

const reporter: TextlintRuleReporter<RepairerOptions & { severity?: string }> = (context, given) => {
  const { Syntax, RuleError, report, getSource, fixer, locator } = context;
  const { severity: _, ...options } = typeof given === "object" ? given : {};
  return {
    async [Syntax.Document](document) {
      const source = getSource();
      const repairer = await repairerOf(options);
      const prose = { name: "textlint", read: () => textlintProse(document, source) };
      for (const edit of repairer.detect(source, { format: prose }).edits) {
        const { start, end, replacement } = edit;
        const range = [start - document.range[0], end - document.range[0]] as const;
        report(document, new RuleError(reasonOf(edit), { padding: locator.range(range), fix: fixer.replaceTextRange(range, replacement) }));
      }
    },
  };
};

/**
 * A rule for textlint with a fixer: tells of substitutions by article spinners, and `textlint --fix` puts the original wording back. Its options are
 * those of a repairer.
 * @example
 * // rules/ungarble.js, for textlint --rulesdir rules content
 * export { default } from "ungarble/textlint";
 */
const rule: TextlintFixableRuleModule<RepairerOptions & { severity?: string }> = { linter: reporter, fixer: reporter };

export default rule;
