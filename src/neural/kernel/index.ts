/** What the kernel offers: functions over its memory, in which the caller lays everything out (../kernel.ts). Addresses are multiples of 16. */
export { gelu } from "./activation";
export { attend, packKeys, packValues } from "./attention";
export { add, embed, multiply } from "./embedding";
export { dotFloat, linear, linearFloat, packWeights } from "./linear";
export { addAndNormalise } from "./normalise";
export { quantiseRows } from "./quantise";
export { logSoftmax, logSumExp } from "./softmax";
