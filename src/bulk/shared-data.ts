import { DATA_FILES, DataError, type DataFile, type DataPlace, readData } from "../load-data.js";

/** Data files that not every reading needs: absent ones are left out. */
const OPTIONAL: readonly DataFile[] = [DATA_FILES.judge];

/** The data files in memory that threads share, so that they are there once however many workers there are. @throws DataError */
export async function sharedData(place: DataPlace): Promise<Partial<Record<DataFile, Uint8Array>>> {
  const shared: Partial<Record<DataFile, Uint8Array>> = {};
  for (const file of Object.values(DATA_FILES)) {
    try {
      const bytes = await readData(place, file);
      const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
      copy.set(bytes);
      shared[file] = copy;
    } catch (error) {
      if (!(error instanceof DataError && OPTIONAL.includes(file))) throw error;
    }
  }
  return shared;
}
