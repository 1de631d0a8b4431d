import type * as Mdx from "../formats/mdx.js";
import { OptionsError } from "../options-error.js";

let place: string | undefined;

/** Says where the file `ungarble/mdx` lies. */
export function setMdxPlace(url: string | undefined): void {
  place = url;
}

/** What stands in for `formats/import-mdx.ts` in the worker's script, which is one file (see tsup.config.ts): the page says where the other is. */
export async function importMdx(): Promise<typeof Mdx> {
  const cure = "serve ungarble/mdx and say where with the option mdx (docs/browser.md)";
  if (place === undefined) throw new OptionsError("mdx", "the parser of MDX is nowhere, as far as the bundle knows", cure);
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ place)) as typeof Mdx;
  } catch (error) {
    throw new OptionsError("mdx", `the parser of MDX cannot be loaded from ${place} (${(error as Error).message})`, cure);
  }
}
