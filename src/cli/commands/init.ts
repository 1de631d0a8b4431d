import { existsSync } from "node:fs";
import { join } from "node:path";
import { EXIT, type ExitStatus, UsageError } from "../exit-status.js";
import { CONFIGURATION_FILES } from "../config/load-configuration.js";
import { writeWhole } from "../files/write-file.js";
import { say } from "../printable.js";
import { configurationTemplate, type TemplateFormat } from "../config/template.js";

export interface InitFlags {
  format: TemplateFormat;
  force?: boolean;
}

/** `ungarble init`: writes a commented configuration into the working folder. */
export async function init({ format, force }: InitFlags): Promise<ExitStatus> {
  const name = `ungarble.config.${format}`;
  const there = CONFIGURATION_FILES.find((candidate) => candidate !== "package.json" && existsSync(join(process.cwd(), candidate)));
  if (there !== undefined && (there !== name || !force)) {
    throw new UsageError(`${there} is here already`, there === name ? "use --force to write it anew" : "remove it first");
  }
  await writeWhole(join(process.cwd(), name), configurationTemplate(format));
  say(`wrote ${name}; next: ungarble check`);
  return EXIT.clean;
}
