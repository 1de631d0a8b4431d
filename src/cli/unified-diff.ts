import { createTwoFilesPatch } from "diff";

/**
 * A unified diff that `git apply` and `patch -p1` take, from the folder that the path is relative to.
 * @param path with forward slashes
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch("a", "b", before, after, undefined, undefined, { context: 3 });
  const hunks = patch.slice(patch.indexOf("@@ "));
  return `--- ${header("a", path)}\n+++ ${header("b", path)}\n${hunks}`;
}

/** As git writes names: in quotes when they hold quotes, backslashes or control characters; a tab ends a name with spaces. */
function header(side: "a" | "b", path: string): string {
  const name = `${side}/${path.replace(/^\//, "")}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git quotes names with control characters
  if (/["\\\u0000-\u001f\u007f]/.test(name)) return `"${name.replace(/["\\]/g, "\\$&").replace(/[\u0000-\u001f\u007f]/g, octal)}"`;
  return name.includes(" ") ? `${name}\t` : name;
}

const octal = (char: string): string => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`;
