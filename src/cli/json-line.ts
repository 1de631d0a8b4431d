/** A member of a JSON object: where its key and value stand in the source. */
export interface Member {
  key: string;
  /** The value's span. */
  start: number;
  end: number;
}

/**
 * The top-level members of a JSON object, in order.
 * @param source valid JSON (checked before with JSON.parse) whose value is an object
 */
export function members(source: string): Member[] {
  const found: Member[] = [];
  let at = source.indexOf("{") + 1;
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
    const keyEnd = valueEnd(source, at);
    const key = JSON.parse(source.slice(at, keyEnd)) as string;
    at = keyEnd;
    skipSpace();
    at++; // the colon
    skipSpace();
    const end = valueEnd(source, at);
    found.push({ key, start: at, end });
    at = end;
  }
}

/** Where the value that starts at an offset ends. */
function valueEnd(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const char = source[at];
    if (char === '"') {
      at++;
      while (source[at] !== '"') at += source[at] === "\\" ? 2 : 1;
      if (depth === 0) return at + 1;
    } else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") {
      if (depth === 0) return at; // the end of what holds a bare value
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (char === "," || /\s/.test(char!))) return at;
  }
  return source.length;
}

/**
 * A JSON object's source with some members set: the others stay byte for byte as they were, long numbers included. A member that is there
 * keeps its place; a new one is added at the end. Of a key that stands twice the last counts, as in JSON.parse.
 */
export function withMembers(source: string, values: Record<string, unknown>): string {
  const there = members(source);
  const changes: { start: number; end: number; text: string }[] = [];
  const added: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const member = there.filter((candidate) => candidate.key === key).at(-1);
    if (member) changes.push({ start: member.start, end: member.end, text: JSON.stringify(value) });
    else added.push(`${JSON.stringify(key)}:${JSON.stringify(value)}`);
  }
  const close = source.lastIndexOf("}");
  if (added.length > 0) changes.push({ start: close, end: close, text: (there.length > 0 ? "," : "") + added.join(",") });
  let out = "";
  let at = 0;
  for (const { start, end, text } of changes.sort((a, b) => a.start - b.start)) {
    out += source.slice(at, start) + text;
    at = end;
  }
  return out + source.slice(at);
}
