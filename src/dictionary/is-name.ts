/** Whether a head has capitals of its own that say what it is: a name or an abbreviation ("State Department", "FBI"), not "I think". */
export const isName = (surface: string): boolean => /\p{Lu}/u.test(surface.replace(/\bI\b/g, "i"));
