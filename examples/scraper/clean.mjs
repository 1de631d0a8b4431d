// A scraper's cleaning step: a page goes in, the repaired text of its article comes out.
import { readFile } from "node:fs/promises";
import { createRepairer } from "ungarble";
import { articleText } from "ungarble/formats";

const repairer = await createRepairer({ formats: ["html"] });
const page = await readFile(new URL("article.html", import.meta.url), "utf8");

const { edits, verdict } = repairer.detect(page, { format: "html" });
console.error(`garbled: ${verdict.garbled}, ${edits.length} edits`);
console.log(articleText(page, edits));
