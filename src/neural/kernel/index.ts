/** What the kernel offers: functions over its memory, in which the caller lays everything out (../kernel.ts). Addresses are multiples of 16. */
export { gate, gelu } from "./activation";
export { attend, packKeys, packValues } from "./attention";
export { add, embed, embedPacked, multiply } from "./embedding";
export { dotFloat, linear, linearFloat, packWeights } from "./linear";
export { linearNibbles } from "./nibbles";
export { addAndNormalise, rootMeanSquareNormalise } from "./normalise";
export { quantiseRows } from "./quantise";
export { rotate } from "./rotation";
export { logSoftmax, logSumExp } from "./softmax";
