import type { Judge } from "./judge/judge.js";
import { loadJudge } from "./judge/load-judge.js";
import { FORMAT_NAMES, type FormatName, loadFormat } from "./formats/load-format.js";
import type { Format } from "./formats/prose.js";
import { loadResources } from "./load.js";
import { type RepairerOptions, type RepairOptions, resolveOptions } from "./options.js";
import { Repairer } from "./repairer.js";
import type { Detection, Repair } from "./types.js";

/**
 * Loads the bundled English models and dictionaries and gives a repairer, which is then synchronous and safe to reuse.
 *
 * @throws OptionsError, DictionaryError (an own dictionary), DataError or ModelError: what, where, and the cure
 * @example
 * const repairer = await createRepairer();
 * for (const page of pages) console.log(repairer.repair(page).text);
 */
export async function createRepairer(options: RepairerOptions = {}): Promise<Repairer> {
  const resolved = resolveOptions(options);
  const [resources] = await Promise.all([loadResources(resolved), ...resolved.formats.map(loadNamed)]);
  return new Repairer(
    resources,
    resolved,
    once(() => loadJudge(resolved.data, resolved.judge)),
  );
}

/** Loads at the first call; after a failure a later call tries again. */
function once(load: () => Promise<Judge>): () => Promise<Judge> {
  let loaded: Promise<Judge> | undefined;
  return () =>
    (loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
}

async function loadNamed(format: FormatName | Format | undefined): Promise<void> {
  if (typeof format === "string" && FORMAT_NAMES.includes(format)) await loadFormat(format);
}

let shared: Promise<Repairer> | undefined;

/** The repairer behind `repair` and `detect`, loaded at the first call. */
function sharedRepairer(): Promise<Repairer> {
  shared ??= createRepairer().catch((error: unknown) => {
    shared = undefined; // a later call tries again
    throw error;
  });
  return shared;
}

/** {@link Repairer.repair} with a shared default repairer. */
export async function repair(text: string, options: RepairOptions = {}): Promise<Repair> {
  const [repairer] = await Promise.all([sharedRepairer(), loadNamed(options.format)]);
  return repairer.repair(text, options);
}

/** {@link Repairer.detect} with a shared default repairer. */
export async function detect(text: string, options: RepairOptions = {}): Promise<Detection> {
  const [repairer] = await Promise.all([sharedRepairer(), loadNamed(options.format)]);
  return repairer.detect(text, options);
}
