export { createRepairer, detect, repair } from "./create-repairer.js";
export { DictionaryError } from "./dictionary/dictionary-error.js";
export type { Style } from "./dictionary/styles.js";
export { DataError, type LoadProgress } from "./load-data.js";
export { ModelError } from "./model/model-file.js";
export { OPERATING_POINTS, type OperatingPoint } from "./operating-points.js";
export { type DictionaryText, OptionsError, type RepairerOptions, type RepairOptions } from "./options.js";
export { applyEdits, type Repairer } from "./repairer.js";
export type { Alternative, Detection, Edit, Evidence, Repair, Span, Verdict } from "./types.js";
