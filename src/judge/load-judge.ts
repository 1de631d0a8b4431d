import { DATA_FILES, type DataPlace, readData } from "../load-data.js";
import { ModelFile } from "../model/model-file.js";
import { type CausalScorer, ScorerError } from "./causal-scorer.js";
import { Judge } from "./judge.js";
import { readJudgeModel } from "./judge-model.js";

/**
 * Loads what deep mode needs.
 * @param scorer the language model to read with
 * @throws ScorerError when there is none; DataError, ModelError for the package's own data
 */
export async function loadJudge(data: DataPlace, scorer: CausalScorer | undefined): Promise<Judge> {
  if (scorer === undefined) throw new ScorerError("deep mode", "has no language model to read with", "name one with the option judge");
  const file = new ModelFile(await readData(data, DATA_FILES.judge), DATA_FILES.judge);
  return new Judge(scorer, readJudgeModel(file));
}
