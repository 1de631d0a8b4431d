import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { folder, shell } from "./command.js";

/**
 * The examples of a Markdown file: fenced blocks marked `console`, in which a line that starts with `$ ` is run and what follows it is its
 * output (both streams, in order of the run). All blocks of a file are run in one new folder with the files of `fixtures/docs`.
 */
export function rerun(markdown: string): string {
  const cwd = folder();
  cpSync(fileURLToPath(new URL("fixtures/docs", import.meta.url)), cwd, { recursive: true });
  return markdown.replace(/^```console\n(.*?)^```$/gms, (_, body: string) => {
    const commands = body.split("\n").filter((line) => line.startsWith("$ "));
    return `\`\`\`console\n${commands.map((line) => `${line}\n${output(line.slice(2), cwd)}`).join("")}\`\`\``;
  });
}

let status: number | null = 0;

/** `$?` is the status of the command before. */
function output(line: string, cwd: string): string {
  const run = shell(`exec 2>&1\n(exit ${status})\n${line}`, { cwd, env: { COLUMNS: "80" } });
  status = run.status;
  const text = run.stdout.replaceAll(cwd, "/site");
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** Figures that change from model to model and from run to run count as equal. */
export function withoutFigures(markdown: string): string {
  return markdown
    .replace(/[+−-]?\d+\.\d+/g, "0.0")
    .replace(/\d+%/g, "0%")
    .replace(/\b\d+ (words|ms)\b/g, "0 $1");
}

/** Reads a file of the package and its examples run anew; with UPDATE_DOCS=1 the file is brought up to date first. */
export function examples(path: string): { written: string; rerun: string } {
  const file = new URL(`../../${path}`, import.meta.url);
  const before = readFileSync(file, "utf8");
  const after = rerun(before);
  if (process.env.UPDATE_DOCS) writeFileSync(file, after);
  return { written: process.env.UPDATE_DOCS ? after : before, rerun: after };
}
