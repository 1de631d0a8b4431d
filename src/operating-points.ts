/**
 * Named points on the curve of precision against recall, by the precision measured on the development documents (`npm run evaluate` prints
 * the curve). The value is the least probability an edit must have.
 */
export const OPERATING_POINTS = {
  /** The best F0.5: the default of the library and the command line. */
  best: 0.68,
  "precision-0.90": 0.7,
  "precision-0.95": 0.87,
  "precision-0.99": 0.98,
} as const;

/** The least probability of garbling for a document to be called garbled, when none is asked for. */
export const MIN_VERDICT = 0.75;

export type OperatingPoint = keyof typeof OPERATING_POINTS;
