/**
 * Words of the closed classes that thesauruses hardly ever list: articles, pronouns, auxiliaries, the commonest prepositions and
 * conjunctions. A spinner replaces them inside phrases ("in the" → "within the"), seldom alone.
 */
const FUNCTION_WORDS = new Set(
  (
    "a the of to in on at by for from with as into onto off up down out over than that this these those and or nor if so not no " +
    "i me my mine you your yours he him his she her hers it its we us our ours they them their theirs who whom whose which what one " +
    "be is am are was were been being have has had having do does did doing done will would shall can there"
  ).split(" "),
);

export const isFunctionWord = (form: string): boolean => FUNCTION_WORDS.has(form);
