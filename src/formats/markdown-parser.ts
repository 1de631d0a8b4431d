import { GFM, type MarkdownConfig, type MarkdownParser, parser } from "@lezer/markdown";

/** Footnotes, maths, wiki links and lists of attributes, which CommonMark does not know. */
const EXTRAS: MarkdownConfig = {
  defineNodes: [
    "Math",
    { name: "MathBlock", block: true },
    "WikiLink",
    "AttributeList",
    {
      name: "FootnoteDefinition",
      composite(_cx, line) {
        if (line.next >= 0 && line.indent < line.baseIndent + FOOTNOTE_INDENT) return false;
        line.moveBaseColumn(line.baseIndent + FOOTNOTE_INDENT);
        return true;
      },
    },
    "FootnoteLabel",
  ],
  parseInline: [
    {
      name: "Math",
      before: "Escape",
      parse(cx, next, at) {
        if (next !== DOLLAR || cx.char(at - 1) === BACKSLASH) return -1;
        const found = (cx.char(at + 1) === DOLLAR ? DISPLAY : INLINE).exec(cx.slice(at, Math.min(cx.end, at + INLINE_MAX)));
        const glued = WORD.test(String.fromCharCode(cx.char(at - 1)));
        return found && !glued ? cx.addElement(cx.elt("Math", at, at + found[0].length)) : -1;
      },
    },
    {
      name: "WikiLink",
      before: "Link",
      parse(cx, next, at) {
        if (next !== BRACKET || cx.char(at + 1) !== BRACKET) return -1;
        const found = WIKI_LINK.exec(cx.slice(at, Math.min(cx.end, at + INLINE_MAX)));
        return found ? cx.addElement(cx.elt("WikiLink", at, at + found[0].length)) : -1;
      },
    },
    {
      name: "AttributeList",
      before: "Link",
      parse(cx, next, at) {
        if (next !== BRACE) return -1;
        const found = ATTRIBUTES.exec(cx.slice(at, Math.min(cx.end, at + INLINE_MAX)));
        return found ? cx.addElement(cx.elt("AttributeList", at, at + found[0].length)) : -1;
      },
    },
  ],
  parseBlock: [
    {
      name: "FootnoteDefinition",
      before: "SetextHeading",
      endLeaf: (_cx, line) => FOOTNOTE.test(line.text.slice(line.pos)),
      parse(cx, line) {
        const label = FOOTNOTE.exec(line.text.slice(line.pos))?.[0];
        if (label === undefined || line.indent >= line.baseIndent + FOOTNOTE_INDENT) return false;
        const from = cx.lineStart + line.pos;
        cx.startComposite("FootnoteDefinition", line.pos);
        cx.addElement(cx.elt("FootnoteLabel", from, from + label.length));
        line.moveBase(line.pos + label.length);
        return null; // what the definition holds is read as blocks
      },
    },
    {
      name: "MathBlock",
      before: "FencedCode",
      endLeaf: (_cx, line) => line.text.startsWith("$$", line.pos),
      parse(cx, line) {
        if (!line.text.startsWith("$$", line.pos)) return false;
        const from = cx.lineStart + line.pos;
        const closing = line.text.indexOf("$$", line.pos + 2);
        if (closing >= 0 && line.text.slice(closing + 2).trim() !== "") return false; // $$a$$ goes on as text
        let closed = closing >= 0;
        // TeX allows no empty line in a formula, so that a stray $$ takes one paragraph at most.
        while (cx.nextLine() && !closed && line.next >= 0) closed = line.text.trimEnd().endsWith("$$");
        cx.addElement(cx.elt("MathBlock", from, cx.prevLineEnd()));
        return true;
      },
    },
  ],
};

const DOLLAR = 36;
const BACKSLASH = 92;
const BRACKET = 91;
const BRACE = 123;
/** [^name]: as GitHub has it. */
const FOOTNOTE = /^\[\^[^\]\s]{1,999}\]:[ \t]*/;
/** Further blocks of a footnote are indented so far. Columns. */
const FOOTNOTE_INDENT = 4;
const WORD = /[\p{L}\p{N}$]/u;

/** What stands in the line and is longer is none of these. UTF-16 code units. */
const INLINE_MAX = 1000;

/** As Pandoc has it: no white space inside the dollars, no digit or letter after them, so that "$5 and $6" are prices. */
const INLINE = /^\$(?=\S)(?:[^$\\]|\\[\s\S])*?[^$\s\\]\$(?![\p{L}\p{N}$])/u;
const DISPLAY = /^\$\$(?:[^$\\]|\\[\s\S])+\$\$/;
/** [[target|text]], and [[1]](#note), a link in brackets. */
const WIKI_LINK = /^\[\[[^[\]\n]+\]\](?:\([^()\s]*\)|\[[^[\]\n]*\])?/;
/** {#id .class key=value}, {: .class} */
const ATTRIBUTES = /^\{(?::\s*)?[#.][^{}\n]*\}/;

/** CommonMark with the extensions of GitHub, footnotes, maths, wiki links and attribute lists. */
export const MARKDOWN: MarkdownParser = parser.configure([GFM, EXTRAS]);

/** MDX has no indented code, no HTML and no automatic links. */
export const MDX_TEXT: MarkdownParser = parser.configure([GFM, EXTRAS, { remove: ["IndentedCode", "HTMLBlock", "HTMLTag", "Autolink"] }]);
