// A remark pipeline: warns of article spinners' wording in Markdown, with places that editors and CI understand.
import remarkParse from "remark-parse";
import remarkRetext from "remark-retext";
import remarkStringify from "remark-stringify";
import retextEnglish from "retext-english";
import { unified } from "unified";
import retextUngarble from "ungarble/retext";

const source = "The US **state** division stated on Tuesday that the warfare must finish *with* out a deal.\n";

const file = await unified()
  .use(remarkParse)
  .use(remarkRetext, unified().use(retextEnglish).use(retextUngarble))
  .use(remarkStringify)
  .process(source);

for (const { line, column, ruleId, reason } of file.messages) console.log(`${line}:${column} ${reason} [${ruleId}]`);
console.log(file.data.ungarble.garbled);
