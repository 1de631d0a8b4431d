import type { SyntaxNodeRef, Tree } from "@lezer/common";
import { spellings } from "./character-references.js";
import type { HtmlReader } from "./html-reader.js";
import type { PagePlace } from "./main-text.js";
import type { BlockKind } from "./prose.js";
import type { ProseBuilder } from "./prose-builder.js";

/** Marks in the line that leave no trace in the prose. */
const MARKS = new Set(["HeaderMark", "EmphasisMark", "StrikethroughMark", "TaskMarker", "LinkLabel", "LinkTitle"]);
/** What stands in the line and is no prose. */
const OBJECTS = new Set(["InlineCode", "Autolink", "Math", "WikiLink", "AttributeList"]);
const CODE = new Set(["FencedCode", "CodeBlock", "MathBlock"]);
const HTML = new Set(["HTMLBlock", "CommentBlock", "ProcessingInstructionBlock"]);
const INLINE_HTML = new Set(["HTMLTag", "Comment", "ProcessingInstruction"]);
const SKIPPED = new Set(["FootnoteLabel", "LinkReference", "HorizontalRule", "TableDelimiter", "ListMark"]);

/** Walks the tree of a Markdown document and tells an HTML reader, whose elements may be open around it, what it finds. */
export class MarkdownReader {
  /** Up to where the text of the block in hand has been told. */
  private at = 0;
  /** The leaf block in hand. */
  private leaf: { from: number; to: number } | undefined;
  private items = 0;
  private readonly labels = new Set<string>();

  constructor(
    private readonly readable: string,
    private readonly builder: ProseBuilder<PagePlace>,
    private readonly html: HtmlReader,
    private readonly attributes: readonly string[],
  ) {}

  read(tree: Tree): void {
    tree.iterate({
      enter: (node) => {
        if (node.name === "LinkReference") this.labels.add(label(this.readable.slice(node.from, node.to)));
      },
    });
    tree.iterate({ enter: (node) => this.enter(node), leave: (node) => this.leave(node) });
  }

  /** @returns false when the node's children are not to be visited */
  private enter(node: SyntaxNodeRef): boolean {
    const { name, from, to } = node;
    if (this.leaf) return this.inline(node);
    if (name === "ListItem") this.items++;
    const kind = this.kindOf(name);
    if (kind) {
      this.html.block(kind);
      this.leaf = { from, to };
      this.at = from;
    } else if (CODE.has(name)) {
      this.html.block("code");
      this.html.object(from, to, this.readable.slice(from, to));
      return false;
    } else if (HTML.has(name)) {
      this.html.block("paragraph");
      if (node.node.getChild("QuoteMark"))
        this.html.object(from, to); // its lines are not next to one another
      else this.html.read(from, to);
      this.html.block("paragraph");
      return false;
    }
    return !SKIPPED.has(name);
  }

  private leave({ name, from, to }: SyntaxNodeRef): void {
    if (name === "ListItem") this.items--;
    if (this.leaf?.from !== from || this.leaf.to !== to || !this.kindOf(name)) return;
    this.textTo(to);
    this.leaf = undefined;
  }

  private kindOf(name: string): BlockKind | undefined {
    if (name === "Paragraph" || name === "Task") return this.items > 0 ? "item" : "paragraph";
    if (name === "TableCell") return "cell";
    return /^(?:ATX|Setext)Heading\d$/.test(name) ? "heading" : undefined;
  }

  private inline(node: SyntaxNodeRef): boolean {
    const { name, from, to } = node;
    if (MARKS.has(name)) this.skip(from, to);
    else if (name === "QuoteMark") {
      this.textTo(from);
      if (this.html.closed === undefined) this.builder.space(from, to);
      this.at = to;
    } else if (name === "Escape") {
      this.textTo(from);
      this.html.decoded(this.readable.slice(from + 1, to), from, to);
      this.at = to;
    } else if (name === "Entity") {
      this.textTo(from);
      for (const { start, end, decoded } of spellings(this.readable, from, to)) this.html.decoded(decoded ?? this.readable.slice(start, end), start, end);
      this.at = to;
    } else if (name === "HardBreak") {
      this.textTo(from);
      if (this.html.closed === undefined) this.builder.lineBreak(from, to);
      this.at = to;
    } else if (name === "URL") {
      // The destination of a link is a mark, an address in the text an object.
      if (node.node.parent?.name === "Link") this.skip(from, to);
      else this.object(from, to);
    } else if (OBJECTS.has(name)) this.object(from, to);
    else if (name === "Image") this.image(node);
    else if (name === "Link") return this.link(node);
    else if (name === "LinkMark") {
      // From the bracket that ends a link's text on all is destination, title or label.
      if (!this.isText(node)) this.skip(from, this.readable[from] === "]" ? (node.node.parent?.to ?? to) : to);
    } else if (INLINE_HTML.has(name)) {
      this.textTo(from);
      this.html.read(from, to);
      this.at = to;
    } else return true;
    return false;
  }

  /** @returns whether its children are prose */
  private link(node: SyntaxNodeRef): boolean {
    const { from, to } = node;
    const text = this.readable.slice(from, to);
    if (text.startsWith("[^")) {
      this.skip(from, to);
      return false;
    }
    const [known, named] = this.reference(node);
    if (!known || named) return true;
    this.object(from, to, text.slice(1, text.indexOf("]"))); // its text is the label that its definition goes by
    return false;
  }

  /** Whether a link is a reference by its own text that has a definition, and whether it names a label or a destination instead. */
  private reference({ node, from, to }: SyntaxNodeRef): [known: boolean, named: boolean] {
    const labelled = node.getChild("LinkLabel");
    const named =
      node.getChild("URL") !== null ||
      (labelled !== null && labelled.to - labelled.from > 2) ||
      /\]\([^\]]*\)$/.test(this.readable.slice(from, to).slice(-300));
    return [this.labels.has(label(this.readable.slice(from, to))), named];
  }

  /** A bracket in [sic], which is no link. */
  private isText({ node }: SyntaxNodeRef): boolean {
    const link = node.parent;
    if (link?.name !== "Link") return false;
    const [known, named] = this.reference(link);
    return !known && !named && link.getChild("LinkLabel") === null;
  }

  private image(node: SyntaxNodeRef): void {
    const { from, to } = node;
    this.object(from, to, "");
    const marks = node.node.getChildren("LinkMark");
    const title = node.node.getChild("LinkTitle");
    const [open, close] = marks;
    if (this.attributes.includes("alt") && open && close && !/[*_`[\]\\<]/.test(this.readable.slice(open.to, close.from))) this.beside(open.to, close.from);
    if (this.attributes.includes("title") && title) this.beside(title.from + 1, title.to - 1);
  }

  private beside(from: number, to: number): void {
    if (this.html.closed) return;
    this.builder.beside("attribute", this.html.place, (builder) => {
      for (const { start, end, decoded } of spellings(this.readable, from, to)) {
        if (decoded === undefined) builder.text(start, end);
        else builder.decoded(decoded, start, end);
      }
    });
  }

  private object(from: number, to: number, visible = this.readable.slice(from, to).replace(/^`+ ?| ?`+$/g, "")): void {
    this.textTo(from);
    this.html.object(from, to, visible);
    this.at = to;
  }

  private skip(from: number, to: number): void {
    this.textTo(from);
    this.at = Math.max(this.at, to);
  }

  private textTo(end: number): void {
    if (end > this.at) this.html.text(this.at, end);
    this.at = Math.max(this.at, end);
  }
}

/** A reference's label as labels are compared: `[The  Label]: /u` and `[the label]` are the same. */
function label(reference: string): string {
  return reference.slice(1, reference.indexOf("]")).replace(/\s+/g, " ").trim().toLowerCase();
}
