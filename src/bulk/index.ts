export { type RepairAllOptions, type Repaired, repairAll, repairStream } from "./repair-all.js";
