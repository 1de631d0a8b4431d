import { existsSync, readFileSync } from "node:fs";
import { readTerms } from "../text/terms.js";
import { tokenize } from "../text/tokenize.js";
import { TrainError } from "./corpus-files.js";

/**
 * The forms of files that list words or phrases, one a line; lines that start with # are passed over.
 * @throws TrainError when a file is missing
 */
export function readKeepLists(paths: readonly string[]): Set<string> {
  const forms = new Set<string>();
  for (const path of paths) {
    if (!existsSync(path)) throw new TrainError(`${path}: no such file; --keep wants a text file with one word or phrase a line`);
    for (const line of readFileSync(path, "utf8").split("\n")) {
      if (line.startsWith("#")) continue;
      for (const { form } of readTerms(line, tokenize(line))) forms.add(form);
    }
  }
  return forms;
}
