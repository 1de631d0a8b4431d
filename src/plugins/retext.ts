import type { Root } from "nlcst";
import type { Plugin } from "unified";
import type { VFile } from "vfile";
import { createRepairer } from "../create-repairer.js";
import { sourceSpan } from "../formats/prose.js";
import type { RepairerOptions } from "../options.js";
import type { Repairer } from "../repairer.js";
import type { Verdict } from "../types.js";
import { noteOf, reasonOf, ruleOf } from "./message.js";
import { nlcstProse } from "./nlcst-prose.js";
import { pointsOf } from "./points.js";

/** Options of the plugin: those of a repairer, or a repairer. */
export interface RetextUngarbleOptions extends RepairerOptions {
  /**
   * A repairer that is there already, with which files can be processed synchronously (`processSync`). Default: one is created with the other
   * options at the first file.
   */
  repairer?: Repairer;
}

declare module "vfile" {
  interface DataMap {
    /** What retextUngarble says of the file. */
    ungarble: Verdict;
  }
}

/**
 * A plugin for retext, and so for remark and rehype through `remark-retext` and `rehype-retext`: warns of substitutions by article spinners.
 *
 * Each message has `actual` (what stands there), `expected` (what it should read, likeliest first), `place`, `source` (`"ungarble"`), `ruleId`
 * (`"substitution"`, or the pattern of garble, such as `"doubled-word"`) and `note` (why). The verdict on the file is `file.data.ungarble`.
 * @throws what createRepairer throws, when the first file is processed
 * @example
 * const file = await unified()
 *   .use(remarkParse)
 *   .use(remarkRetext, unified().use(retextEnglish).use(retextUngarble))
 *   .use(remarkStringify)
 *   .process("The US **state** division stated that the warfare must finish.");
 * console.error(reporter(file));
 */
const retextUngarble: Plugin<[RetextUngarbleOptions?], Root> = ({ repairer, ...options } = {}) => {
  if (repairer) return (tree, file) => tell(repairer, tree, file);
  let created: Promise<Repairer> | undefined;
  return async (tree, file) => {
    created ??= createRepairer(options);
    tell(await created, tree, file);
  };
};

export default retextUngarble;

function tell(repairer: Repairer, tree: Root, file: VFile): void {
  const source = String(file);
  const prose = nlcstProse(tree, source);
  const pointOf = pointsOf(source);
  const { edits, verdict } = repairer.detect(prose.text, { exclude: prose.exclude });
  file.data.ungarble = verdict;
  for (const edit of edits) {
    const { start, end } = sourceSpan(prose, edit)!;
    const message = file.message(reasonOf(edit), { place: { start: pointOf(start), end: pointOf(end) }, source: "ungarble", ruleId: ruleOf(edit) });
    message.actual = edit.observed;
    message.expected = [edit.replacement, ...edit.alternatives.map(({ replacement }) => replacement)];
    message.note = noteOf(edit);
  }
}
