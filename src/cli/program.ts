import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { MIN_VERDICT, OPERATING_POINTS } from "../operating-points.js";
import { TEMPLATE_FORMATS } from "./config/template.js";
import type { ExitStatus } from "./exit-status.js";
import { packageVersion } from "./package-version.js";
import { printableLines } from "./printable.js";
import { FORMATS } from "./reports/report.js";

const DEEP = new Option("--deep", "let a language model read what is uncertain: slower and better (needs the package ungarble-deep)");
const JUDGE = new Option("--judge <model>", "deep mode with another model: a GGUF file (needs node-llama-cpp), or the URL of a completions endpoint");

const ATTRIBUTE = new Option("--attribute <name>", "read an attribute's values (alt, title), too; repeatable").argParser(collect);
const BOILERPLATE = new Option("--boilerplate", "of an HTML page read navigation, share bars and the like, too");
const ARTICLE = (what: string): Option => new Option("--article", `${what}; means --input-format html`).implies({ inputFormat: "html" });

/**
 * The command line: names, flags, help. What a command does is in its own module, loaded when it is run, so that help comes at once.
 * @param done told the exit status of the command that was run
 */
export function createProgram(done: (status: ExitStatus) => void): Command {
  const program = new Command("ungarble")
    .description("Finds and repairs machine garble in English text: puts back the words an article spinner replaced.")
    .version(packageVersion(), "-v, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show the help of a command")
    .configureHelp({ showGlobalOptions: true })
    .option("--color", "use colours, even when the output is no terminal")
    .option("--no-color", "use no colours (as NO_COLOR=1 does)")
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
    .addHelpText(
      "after",
      `\nShell completion: ungarble complete bash (or zsh, fish, powershell) prints a script to source.\nExit status: 0 clean, 1 garbled, 2 wrong usage or configuration, 3 something could not be read or failed.\n`,
    );
  const command = (name: string, description: string, examples: readonly string[]): Command =>
    program
      .command(name)
      .description(description)
      .configureHelp({ showGlobalOptions: true })
      .addHelpText("after", `\nExamples:\n${examples.map((example) => `  $ ${example}\n`).join("")}`);
  const run = <F>(load: () => Promise<(args: string[], flags: F) => Promise<ExitStatus>>) =>
    async function (this: Command): Promise<void> {
      done(await (await load())(this.processedArgs.flat() as string[], this.optsWithGlobals() as F));
    };

  withFileOptions(
    withRepairOptions(
      command("check", "Report findings; the exit status tells whether there are any.", [
        "ungarble check",
        'ungarble check "docs/**/*.md" --min-probability 0.9',
        "ungarble check --format github --format sarif=ungarble.sarif",
        "ungarble check --update-baseline",
        "ungarble check - --stdin-filename page.html < page.html",
      ])
        .addArgument(new Argument("[globs...]", "files, folders and globs; - is standard input (default: the working folder)"))
        .addOption(
          new Option("-f, --format <name[=file]>", `${FORMATS.join(", ")}; repeat it for several reports`).argParser(collect).default(undefined, "pretty"),
        )
        .option("-o, --output <file>", "write the report to a file")
        .addOption(new Option("--fail-on <what>", "what ends with status 1 (default: edits)").choices(["edits", "verdict", "never"]))
        .option("--baseline [file]", "leave out the findings of a baseline file (default: ungarble-baseline.json)")
        .option("--no-baseline", "do not use the configured baseline")
        .option("--update-baseline", "make today's findings the baseline")
        .option("--prune-baseline", "drop entries of the baseline that are found no more")
        .option("--report-unused-ignores", "report ignore comments that hide nothing")
        .addOption(DEEP)
        .addOption(JUDGE)
        .option("--allow-empty", "end with status 0 when there is no file to check")
        .option("-q, --quiet", "findings only: no verdicts and no summary")
        .option("--stats", "print figures to standard error"),
    ),
  ).action(run(async () => (await import("./commands/check.js")).check));

  withFileOptions(
    withRepairOptions(
      command("fix", "Print the repaired text, or write it back.", [
        "ungarble fix article.txt > repaired.txt",
        "ungarble fix --write",
        "ungarble fix --diff --safe docs | git apply",
        "ungarble fix --interactive post.md",
        "ungarble fix --article page.html > article.txt",
        "ungarble fix < article.txt",
      ])
        .addArgument(new Argument("[globs...]", "files, folders and globs; - is standard input (the default when printing)"))
        .option("-w, --write", "write the files in place; those without edits are not touched")
        .addOption(ARTICLE("print the text of a page's article, without markup"))
        .option("-d, --diff", "print a unified diff that `git apply` takes")
        .option("-i, --interactive", "ask edit by edit; writes in place (with --diff: prints the diff)")
        .addOption(DEEP)
        .addOption(JUDGE)
        .option("--allow-empty", "end with status 0 when there is no file to fix")
        .option("-q, --quiet", "no summary on standard error"),
    ),
  ).action(run(async () => (await import("./commands/fix.js")).fix));

  withRepairOptions(
    withRecordOptions(
      command("stream", "Repair JSON Lines: standard input or files, to standard output.", [
        "ungarble stream < pages.jsonl > repaired.jsonl",
        "ungarble stream --field body --safe < pages.jsonl",
        'ungarble stream "crawl/*.jsonl.gz" --field page.html --input-format html --only text,verdict',
      ]),
    )
      .addOption(DEEP)
      .addOption(JUDGE)
      .addOption(new Option("--workers <number>", "threads that repair (default: one a core)").argParser(count))
      .addOption(new Option("--timeout <seconds>", "the longest a record may take").argParser(seconds).default(300))
      .addHelpText(
        "after",
        `
Each object comes back, in order, with its text repaired and a member "repair": { "edits", "findings", "verdict" };
offsets are UTF-16 and refer to the text that came in. A line without such a text gives an "error":
{ "line", "offset", "code", "message" } in its place; the run goes on and ends with status 3.
`,
      ),
  ).action(run(async () => async (globs: string[], flags: never) => (await import("./commands/stream.js")).stream(globs, flags)));

  withQueueOptions(
    withRecordOptions(
      command("enqueue", "Repair JSON Lines on other machines: send them to a queue, and write what comes back.", [
        "ungarble enqueue crawl --redis redis://queue.internal --output repaired.jsonl.gz --resume",
        "ungarble enqueue --field body < pages.jsonl > repaired.jsonl",
      ]),
    ),
  )
    .addOption(new Option("--ahead <jobs>", "send at most so many jobs, of 64 records or 32 KB, ahead of the output").argParser(jobs).default(256))
    .option("-c, --config <file>", "the configuration file (default: looked for upwards)")
    .option("--no-config", "use no configuration file")
    .action(run(async () => async (globs: string[], flags: never) => (await import("./commands/enqueue.js")).enqueue(globs, flags)));

  withRepairOptions(
    withQueueOptions(
      command("worker", "Repair what is sent to a queue, until a signal ends it.", [
        "ungarble worker --redis redis://queue.internal",
        "ungarble worker --workers 8 --safe",
      ]),
    )
      .addOption(new Option("--workers <number>", "threads that repair (default: one a core)").argParser(count))
      .addOption(new Option("--timeout <seconds>", "the longest a record may take").argParser(seconds).default(300))
      .addOption(new Option("--stalled-after <seconds>", "a job whose worker is silent for so long goes to another one").argParser(seconds).default(30)),
  ).action(run(async () => async (_: string[], flags: never) => (await import("./commands/worker.js")).worker(flags)));

  withFileOptions(
    withRepairOptions(
      command("explain", "Tell why an edit is or is not proposed.", [
        "ungarble explain article.txt:3",
        "ungarble explain article.txt:3:14",
        'ungarble explain "the US state division stated"',
      ])
        .addArgument(new Argument("<place>", "FILE:LINE, FILE:LINE:COLUMN, or a phrase"))
        .addOption(DEEP)
        .addOption(JUDGE)
        .addOption(new Option("-f, --format <name>", "pretty or json").choices(["pretty", "json"]).default("pretty")),
    ),
  ).action(
    run(
      async () =>
        async ([place]: string[], flags: never) =>
          (await import("./commands/explain.js")).explain(place!, flags),
    ),
  );

  command("init", "Write a commented configuration file.", ["ungarble init", "ungarble init --format json"])
    .addOption(new Option("-f, --format <name>", "the file's form").choices([...TEMPLATE_FORMATS]).default("mjs"))
    .option("--force", "write over the file that is there")
    .action(run(async () => async (_: string[], flags: never) => (await import("./commands/init.js")).init(flags)));

  withRepairOptions(command("demo", "Repair an article that comes with the package, and show what was done.", ["ungarble demo"])).action(
    run(async () => async (_: string[], flags: never) => (await import("./commands/demo.js")).demo(flags)),
  );

  return program;
}

function withRecordOptions(command: Command): Command {
  return command
    .addArgument(new Argument("[globs...]", "files, folders and globs, plain, .gz or .zst; - is standard input (the default)"))
    .addOption(new Option("--field <name>", "the member that holds the text, a.b for a nested one; repeatable (default: text)").argParser(collect))
    .option("--output-field <name>", "the member that is added, with edits, findings and verdict", "repair")
    .addOption(new Option("--only <parts>", "write only these of text,edits,findings,verdict").argParser((value) => value.split(",")))
    .option("--no-evidence", "write edits without their evidence and alternatives")
    .addOption(new Option("--input-format <name>", "what the texts are").choices(["text", "markdown", "mdx", "html"]).default("text"))
    .addOption(ATTRIBUTE)
    .addOption(BOILERPLATE)
    .addOption(ARTICLE("write the text of a page's article in place of the page"))
    .addOption(new Option("--on-error <what>", "a record that cannot be repaired").choices(["record", "skip", "fail"]).default("record"))
    .addOption(new Option("--max-record-size <bytes>", "longer lines are errors").argParser(bytes).default(5_000_000))
    .option("--unordered", "write records as they are done")
    .option("-o, --output <file>", "write to a file, with --resume; .gz is compressed")
    .option("--resume", "go on with an interrupted run that wrote to --output, or begin one")
    .option("--summary [file]", "figures of the run: text on standard error, or JSON into a file")
    .option("--progress", "tell how far the run is, even when standard error is no terminal");
}

function withQueueOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--redis <url>", "where the queue is (needs the packages bullmq and ioredis)").env("UNGARBLE_REDIS").default("redis://127.0.0.1:6379"),
    )
    .option("--queue <name>", "the queue's name", "ungarble");
}

function withRepairOptions(command: Command): Command {
  return command
    .addOption(new Option("-p, --min-probability <number>", "the least probability of an edit, 0 to 1").argParser(probability))
    .addOption(
      new Option("--operating-point <name>", "a measured precision instead of a number").choices(Object.keys(OPERATING_POINTS)).conflicts("minProbability"),
    )
    .addOption(
      new Option("--safe", "only edits of an expected precision of at least 0.95, and braces are left alone").conflicts(["minProbability", "operatingPoint"]),
    )
    .option("--trust", "restore what your own dictionaries list in any text, garbled or not")
    .addOption(new Option("--min-verdict <number>", `the least probability for a garbled document (default: ${MIN_VERDICT})`).argParser(probability))
    .addOption(new Option("--leave-alone <phrase>", "a word or phrase that is not changed; repeatable").argParser(collect))
    .addOption(new Option("--dictionary <file>", "a dictionary of your own; repeatable").argParser(collect))
    .option("-c, --config <file>", "the configuration file (default: looked for upwards)")
    .option("--no-config", "use no configuration file")
    .option("--data <folder>", "where the models lie");
}

function withFileOptions(command: Command): Command {
  return command
    .addOption(new Option("--ignore <glob>", "leave files out; repeatable").argParser(collect))
    .option("--no-gitignore", "read files that git ignores, too")
    .addOption(new Option("--max-file-size <bytes>", "skip larger files (default: 5000000)").argParser(bytes))
    .addOption(
      new Option("--input-format <name>", "how files are read (default: by the ending of their name)").choices(["auto", "text", "markdown", "mdx", "html"]),
    )
    .addOption(ATTRIBUTE)
    .addOption(BOILERPLATE)
    .option("--stdin-filename <name>", "the name standard input goes by");
}

function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function probability(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number >= 0 && number <= 1)) throw new InvalidArgumentError("Give a number from 0 to 1.");
  return number;
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 1024) throw new InvalidArgumentError("Give a number from 1 to 1024.");
  return number;
}

function jobs(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 100_000) throw new InvalidArgumentError("Give a number from 1 to 100000.");
  return number;
}

function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= 86_400)) throw new InvalidArgumentError("Give a number of seconds.");
  return number;
}

function bytes(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number <= 0) throw new InvalidArgumentError("Give a number of bytes.");
  return number;
}
