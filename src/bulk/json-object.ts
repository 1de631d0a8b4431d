/** A member of a JSON object: where its key and value stand in the source. */
export interface Member {
  key: string;
  /** Where the key starts. */
  keyStart: number;
  /** The value's span. */
  start: number;
  end: number;
}

/**
 * The members of a JSON object, in order.
 * @param source valid JSON (checked before with JSON.parse)
 * @param open where the object's brace stands
 */
export function members(source: string, open = source.indexOf("{")): Member[] {
  const found: Member[] = [];
  let at = open + 1;
  const skipSpace = (): void => {
    while (/\s/.test(source[at] ?? "")) at++;
  };
  for (;;) {
    skipSpace();
    if (source[at] === "}" || at >= source.length) return found;
    if (source[at] === ",") {
      at++;
      continue;
    }
    const keyStart = at;
    const keyEnd = valueEnd(source, at);
    const key = JSON.parse(source.slice(at, keyEnd)) as string;
    at = keyEnd;
    skipSpace();
    at++; // the colon
    skipSpace();
    const end = valueEnd(source, at);
    found.push({ key, keyStart, start: at, end });
    at = end;
  }
}

/** Of a key that stands twice the last counts, as in JSON.parse. */
export const memberOf = (list: readonly Member[], key: string): Member | undefined => list.filter((member) => member.key === key).at(-1);

/** How deep arrays and objects are nested: 1 for an object of numbers. Needs no valid JSON. */
export function nesting(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '"') at = stringEnd(source, at) - 1;
    else if (char === "{" || char === "[") deepest = Math.max(deepest, ++depth);
    else if (char === "}" || char === "]") depth--;
  }
  return deepest;
}

/** Where the value that starts at an offset ends. */
function valueEnd(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const char = source[at];
    if (char === '"') {
      at = stringEnd(source, at) - 1;
      if (depth === 0) return at + 1;
    } else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") {
      if (depth === 0) return at; // the end of what holds a bare value
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (char === "," || /\s/.test(char!))) return at;
  }
  return source.length;
}

/** Past the closing quotation mark, or past the source where there is none. */
function stringEnd(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== '"') at += source[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** A stretch of a source and what stands there instead. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** A source with stretches replaced; they do not overlap. Everything else stays byte for byte as it was. */
export function spliced(source: string, splices: readonly Splice[]): string {
  let out = "";
  let at = 0;
  for (const { start, end, text } of [...splices].sort((a, b) => a.start - b.start)) {
    out += source.slice(at, start) + text;
    at = end;
  }
  return out + source.slice(at);
}

/** The splice that adds a member at the end of the outermost object. */
export function added(source: string, list: readonly Member[], key: string, value: unknown): Splice {
  const close = source.lastIndexOf("}");
  return { start: close, end: close, text: `${list.length > 0 ? "," : ""}${JSON.stringify(key)}:${JSON.stringify(value)}` };
}

/** The splice that takes a member away, with the comma that parts it from a neighbour. */
export function removed(list: readonly Member[], member: Member): Splice {
  const at = list.indexOf(member);
  const next = list[at + 1];
  if (next) return { start: member.keyStart, end: next.keyStart, text: "" };
  const before = list[at - 1];
  return { start: before ? before.end : member.keyStart, end: member.end, text: "" };
}
