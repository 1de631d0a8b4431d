/** Where the model lies: an ungarble model file. Written so that bundlers know it and carry the file along. */
export const model = new URL("./model/smollm2-135m.lm", import.meta.url);
