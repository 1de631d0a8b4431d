/** Where the model lies: an ungarble model file. */
export declare const model: URL;
