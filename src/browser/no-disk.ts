/** What stands in for `disk.ts` in the package's files for browsers (see tsup.config.ts). */
export const disk = (): undefined => undefined;
export const installedFile = (): undefined => undefined;
export const installedModule = (): undefined => undefined;
