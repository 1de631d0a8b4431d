/** The library for browsers: all of it, without anything of Node, and a repairer that works in a thread of its own. */
export * from "../index.js";
export { WorkerError } from "./errors.js";
export { createWorkerRepairer, type WorkerRepairer, type WorkerRepairerOptions } from "./worker-repairer.js";
