import { disk } from "../disk.js";
import { fetchBytes } from "../fetch-bytes.js";
import { ModelFile } from "../model/model-file.js";
import { CausalModel, readCausalModel } from "../neural/causal-model.js";
import { type CausalScorer, ScorerError } from "./causal-scorer.js";
import { tokenModelScorer } from "./token-model-scorer.js";

/**
 * Makes a scorer of a model file for ungarble's own runtime, such as the one of the package ungarble-deep. Runs in Node and in browsers; the same file gives
 * the same figures everywhere.
 *
 * @param file a path or URL, or the file's bytes
 * @throws ScorerError when it cannot be read; ModelError when it holds no such model
 * @example
 * import { model } from "ungarble-deep";
 * const repairer = await createRepairer({ judge: await modelScorer(model) });
 */
export async function modelScorer(file: string | URL | Uint8Array): Promise<CausalScorer> {
  const where = file instanceof Uint8Array ? "model" : String(file);
  const bytes = file instanceof Uint8Array ? file : await read(file);
  return tokenModelScorer(new CausalModel(readCausalModel(new ModelFile(bytes, where))));
}

async function read(file: string | URL): Promise<Uint8Array> {
  const url = file instanceof URL ? file : /^[a-z][a-z+.-]+:\/\//i.test(file) ? new URL(file) : undefined;
  try {
    if (disk() !== undefined && (url === undefined || url.protocol === "file:")) return await disk()!.read(url ?? file);
    return await fetchBytes(url ?? new URL(String(file), location.href), () => {});
  } catch (error) {
    throw new ScorerError(
      String(file),
      `cannot be read (${(error as Error).message})`,
      "name the model file of the package ungarble-deep, or one that train/judge/export.py made",
    );
  }
}

const PACKAGE: string = "ungarble-deep"; // not a literal, so that bundlers of programs without it do not look for it

/**
 * The language model of the package ungarble-deep.
 * @throws ScorerError when it is not installed, or its model cannot be read
 */
export async function installedScorer(
  load: () => Promise<unknown> = () => import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE),
): Promise<CausalScorer> {
  const found = await load().catch((error: Error) => {
    throw new ScorerError(
      PACKAGE,
      `deep mode's language model is not installed (${error.message.split("\n", 1)[0]})`,
      "run `npm install ungarble-deep`, or name a model with the option judge (on the command line --judge)",
    );
  });
  return modelScorer((found as { model: URL }).model);
}
