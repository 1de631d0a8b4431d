/** The format MDX in a file of its own: its parser is larger than all the rest, and few documents are MDX. */
export const importMdx = (): Promise<typeof import("./mdx.js")> => import("./mdx.js");
