import fc from "fast-check";

/** One seed for all property-based tests of a run, printed so that a failure can be run again: FC_SEED=… npm test */
const seed = Number(process.env.FC_SEED ?? Date.now() % 0x7fffffff);
fc.configureGlobal({ seed });
console.log(`fast-check seed: ${seed}`);
