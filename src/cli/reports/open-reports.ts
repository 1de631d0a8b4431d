import { resolve } from "node:path";
import type { CheckFlags } from "../config/flags.js";
import { UsageError } from "../exit-status.js";
import type { Failure } from "../files/read-sources.js";
import type { Inspection } from "../inspector.js";
import { FileOutput, type Output, StandardOutput } from "../output.js";
import { packageVersion } from "../package-version.js";
import { coloursFor } from "../terminal.js";
import { createReport, type Format, FORMATS, type Report, type Summary } from "./report.js";

/** Its names: to open them anew would be to write from the beginning again, and fails for a socket. */
const STANDARD_OUTPUT = /^\/(dev\/stdout|dev\/fd\/1|proc\/self\/fd\/1)$/;

/** Columns of output that goes to no terminal. */
const WIDTH = 100;

/** The reports of a run, each with its output: one run can write several formats. */
export class Reports {
  constructor(private readonly open: readonly { report: Report; output: Output; format: Format }[]) {}

  /** Whether the user sees failures in a report; else they belong on standard error. */
  get tellsFailures(): boolean {
    return this.open.some(({ format, output }) => output instanceof StandardOutput && (format === "pretty" || format === "compact" || format === "github"));
  }

  async file(inspection: Inspection): Promise<void> {
    for (const { report, output } of this.open) await output.write(report.file?.(inspection) ?? "");
  }

  async failure(failure: Failure): Promise<void> {
    for (const { report, output } of this.open) await output.write(report.failure?.(failure) ?? "");
  }

  /** Writes every report, even when one of them cannot be written. @throws FileError for the first that could not */
  async end(summary: Summary): Promise<void> {
    const errors: unknown[] = [];
    for (const { report, output } of this.open) {
      try {
        await output.write(report.end(summary));
        await output.end();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}

/**
 * The reports of `--format NAME[=FILE]`, which may be repeated; one without a file goes to `--output`, or to standard output.
 * @throws UsageError for an unknown format, and for two reports in one place
 */
export async function openReports(flags: CheckFlags, baseline: boolean): Promise<Reports> {
  const wanted = (flags.format ?? ["pretty"]).map((text) => {
    const [name, ...rest] = text.split("=");
    if (!FORMATS.includes(name as Format)) throw new UsageError(`--format ${text}: no such format`, `use one of ${FORMATS.join(", ")}`);
    return { format: name as Format, file: rest.length > 0 ? rest.join("=") : flags.output };
  });
  const places = wanted.map(({ file }) => (file === undefined ? "-" : resolve(file)));
  if (new Set(places).size < places.length)
    throw new UsageError("two reports would go to the same place", "give all but one a file: --format sarif=ungarble.sarif");
  const version = packageVersion();
  const open = wanted.map(async ({ format, file }) => {
    const output = file === undefined || STANDARD_OUTPUT.test(resolve(file)) ? new StandardOutput() : new FileOutput(resolve(file));
    const colours = coloursFor(output, flags.color);
    const width = output.isTTY ? (process.stdout.columns ?? WIDTH) : WIDTH;
    return {
      format,
      output,
      report: await createReport(format, { colours, width, quiet: flags.quiet ?? false, baseline, allowEmpty: flags.allowEmpty ?? false, version }),
    };
  });
  return new Reports(await Promise.all(open));
}
