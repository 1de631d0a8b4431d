import { DATA_FILES, type DataPlace, readData } from "../load-data.js";
import { ModelFile } from "../model/model-file.js";
import type { CausalScorer } from "./causal-scorer.js";
import { installedScorer } from "./installed-scorer.js";
import { Judge } from "./judge.js";
import { readJudgeModel } from "./judge-model.js";

/**
 * Loads what deep mode needs.
 * @param scorer the language model to read with; otherwise the one that is installed
 * @throws ScorerError when none is installed; DataError, ModelError for the package's own data
 */
export async function loadJudge(data: DataPlace, scorer: CausalScorer | undefined): Promise<Judge> {
  const file = new ModelFile(await readData(data, DATA_FILES.judge), DATA_FILES.judge);
  return new Judge(scorer ?? (await installedScorer()), readJudgeModel(file));
}
