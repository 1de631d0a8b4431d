import type { Span } from "../types.js";

/**
 * What programs put in or read: placeholders, templates, paths, identifiers, code between backticks. Of braces around several words some are
 * form fields (see form-fields.ts), others are left by spinners (see decode/spintax.ts).
 *
 *     Hello {user}, GET /users/{id} and read `max_count`.
 *           ^^^^^^      ^^^^^^^^^^^          ^^^^^^^^^^^
 *
 * Each pattern is tried only where the text holds its mark, and reads a bounded stretch from any one place.
 */
const PATTERNS: readonly (readonly [mark: string, pattern: RegExp])[] = [
  ["{", /\{\{[^\n]{0,200}?\}\}/g], // {{x}}, {{> part}}
  ["{", /\{%[^\n]{0,200}?%\}/g], // {% if x %}
  ["{", /[$#]\{[^{}\n]{0,200}\}/g], // ${x}, #{x + 1}
  ["{", /\{\w{1,40}, ?(?:plural|select(?:ordinal)?|number|date|time)\b[^\n]{0,400}\}/g], // {count, plural, one {item} other {items}}
  ["{", /[%$#@]?\{[^\s{}]{0,80}\}/g], // {user}, {0}, {a|b}, %{name}
  ["<%", /<%[^\n]{0,200}?%>/g],
  ["%", /(?<![\d%])%(?:\(\w{1,40}\)|\d{1,2}\$)?[-+#0]?\d{0,3}(?:\.\d{1,3})?[sdifxXeEgGcuo](?![\p{L}\d])/gu], // %s, %(name)s, %1$s
  [":", /(?<=^|[\s(["'=/]):{1,2}[a-z_][\w-]{0,60}:?/g], // :name, :smile:
  ["/", /(?<![\p{L}\d/.])~?(?:\/[\w.:{}$*@%+-]+)+\/?/gu], // /users/{id}
  ["_", /(?<![\p{L}\d])[\p{L}\d]+(?:_+[\p{L}\d]+)+/gu], // max_count
  ["()", /(?<![\w.])[A-Za-z_][\w.]{0,60}\(\)/g], // reset()
  ["`", /(?<!`)`[^`\n]{1,200}`(?!`)/g],
];

/** By pattern, then by place; they may overlap. */
export function placeholders(text: string): Span[] {
  return PATTERNS.filter(([mark]) => text.includes(mark)).flatMap(([, pattern]) =>
    Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({ start: index, end: index + found.length })),
  );
}
