import { type Member, memberOf, members } from "./json-object.js";

/** The way to a member of nested objects: keys, and indices of arrays are not among them. */
export type FieldPath = readonly string[];

/** `a.b` is the member b of the object a; `a\.b` one member whose name has a dot. */
export function fieldPath(field: string): FieldPath {
  const keys = [""];
  for (const [token] of field.matchAll(/\\?./gsu)) {
    if (token === ".") keys.push("");
    else keys[keys.length - 1] += token.length > 1 && token.startsWith("\\") ? token.slice(1) : token;
  }
  return keys;
}

/** A string member and the members beside it. */
export interface Located {
  member: Member;
  siblings: readonly Member[];
  value: string;
}

/** Looks a string up. undefined where there is none on that way. @param source valid JSON of an object */
export function locate(source: string, path: FieldPath): Located | undefined {
  let siblings = members(source);
  for (const [depth, key] of path.entries()) {
    const member = memberOf(siblings, key);
    if (!member) return undefined;
    if (depth === path.length - 1) {
      if (source[member.start] !== '"') return undefined;
      return { member, siblings, value: JSON.parse(source.slice(member.start, member.end)) as string };
    }
    if (source[member.start] !== "{") return undefined;
    siblings = members(source, member.start);
  }
  return undefined;
}
