import { QuoteType, Tokenizer } from "htmlparser2";
import type { Span } from "../types.js";
import { spellings } from "./character-references.js";
import { BLOCK, CODE, HIDDEN, IMPLIED_ENDS, KINDS, VOID } from "./html-elements.js";
import { type PagePlace, type Region, regionOf } from "./main-text.js";
import type { BlockKind, Comment } from "./prose.js";
import type { ProseBuilder } from "./prose-builder.js";

/** An attribute whose values are shown to readers; elements and components of one's own have others (`caption`). */
export type ReadableAttribute = "alt" | "title" | "aria-label" | (string & {});

/** An open element, and what holds inside it. */
interface Frame {
  name: string;
  /** Not prose: hidden from readers, or code, or text that is not to be translated or not English. */
  closed: "hidden" | "visible" | undefined;
  kind: BlockKind;
  place: PagePlace;
  linked: boolean;
  notranslate: boolean;
  foreign: boolean;
  code: "hidden" | "visible" | undefined;
}

/** An attribute of the tag being read. */
interface Attribute {
  name: string;
  /** The value's place; empty for an attribute without one. */
  start: number;
  end: number;
  quoted: boolean;
}

/** Elements deeper than this are taken as siblings, as browsers do. */
const DEPTH_MAX = 512;

/** A sup that is a note's number: <sup>1</sup>, <sup><a href="#n1">[1]</a></sup>. */
const NOTE = /^(?:<[^<>]{0,300}>){0,3}[[(]?(?:\d{1,3}|[*†‡§])[\])]?(?:<\/[^<>]{0,20}>){0,3}<\/sup/i;

/**
 * Reads HTML, well-formed or not, into a {@link ProseBuilder}. May be given a document in stretches, with text of another markup between them
 * (Markdown): elements stay open.
 */
export class HtmlReader {
  readonly comments: Comment[] = [];
  private readonly frames: Frame[] = [];
  /** Elements open beyond DEPTH_MAX. */
  private overflow = 0;
  /** Text that is no prose, not yet given to the builder. */
  private closedRun: { start: number; end: number; visible: string } | undefined;
  private base = 0;
  private tag: { name: string; start: number; attributes: Attribute[] } | undefined;
  private breaks = 0;

  /**
   * @param readable the source, what a template engine reads replaced by the filler
   * @param attributes which attributes are prose
   */
  constructor(
    private readonly readable: string,
    private readonly builder: ProseBuilder<PagePlace>,
    private readonly attributes: readonly ReadableAttribute[],
  ) {}

  /** Where a block stands that begins now. */
  get place(): PagePlace {
    return this.top?.place ?? { regions: [], landmark: undefined, headline: false };
  }

  /** Text that stands here is no prose, by an element that is open. */
  get closed(): Frame["closed"] {
    return this.top?.closed;
  }

  /** Reads a stretch of the source. */
  read(start: number, end: number): void {
    this.base = start;
    this.tag = undefined;
    const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: false }, this.callbacks);
    tokenizer.write(this.readable.slice(start, end));
    tokenizer.end();
  }

  /** Text as it is read, of this or another markup: to the builder, or to what is no prose. */
  text(start: number, end: number): void {
    this.breaks = 0;
    if (this.closed) this.close(start, end, this.readable.slice(start, end));
    else {
      this.flush();
      this.builder.text(start, end);
    }
  }

  /** Text that is spelt otherwise in the source. */
  decoded(text: string, start: number, end: number): void {
    this.breaks = 0;
    if (this.closed) this.close(start, end, text);
    else {
      this.flush();
      if (/^[ \t\n\r\f]$/.test(text)) this.builder.space(start, end);
      else this.builder.decoded(text, start, end);
    }
  }

  /** Something in the line that is no prose. */
  object(start: number, end: number, visible = ""): void {
    this.flush();
    this.builder.object(start, end, this.closed === "hidden" ? "" : visible);
  }

  /** Begins another block. */
  block(kind: BlockKind): void {
    this.flush();
    this.builder.linked = this.top?.linked ?? false;
    this.builder.block(kind, this.place);
  }

  /** Gives to the builder what is left. */
  end(): void {
    this.flush();
    this.builder.block("paragraph", this.place);
  }

  private get top(): Frame | undefined {
    return this.frames.at(-1);
  }

  private close(start: number, end: number, visible: string): void {
    this.closedRun ??= { start, end, visible: "" };
    this.closedRun.end = end;
    if (this.closed === "visible") this.closedRun.visible += visible;
  }

  private flush(): void {
    const run = this.closedRun;
    if (!run) return;
    this.closedRun = undefined;
    this.builder.object(run.start, run.end, run.visible);
  }

  private readonly callbacks: ConstructorParameters<typeof Tokenizer>[1] = {
    ontext: (start, end) => {
      // A source that ends in `<a /` makes the tokenizer tell of text before its start.
      if (start >= 0) this.textWithReferences(this.base + start, this.base + end);
    },
    onopentagname: (start, end) => {
      this.tag = { name: this.slice(start, end).toLowerCase(), start: this.base + start - 1, attributes: [] };
    },
    onattribname: (start, end) => {
      this.tag?.attributes.push({ name: this.slice(start, end).toLowerCase(), start: 0, end: 0, quoted: false });
    },
    onattribdata: (start, end) => {
      const attribute = this.tag?.attributes.at(-1);
      if (!attribute) return;
      attribute.start = this.base + start;
      attribute.end = this.base + end;
    },
    onattribend: (quote) => {
      const attribute = this.tag?.attributes.at(-1);
      if (attribute) attribute.quoted = quote === QuoteType.Double || quote === QuoteType.Single;
    },
    onopentagend: (end) => this.open(this.base + end + 1, false),
    onselfclosingtag: (end) => this.open(this.base + end + 1, true),
    onclosetag: (start, end) => this.closeTag(this.slice(start, end).toLowerCase()),
    oncomment: (start, end, offset) => {
      const content = this.slice(start, end - offset);
      this.comments.push({ start: Math.max(this.base, this.base + start - 4), end: Math.min(this.base + end + 1, this.readable.length), content });
    },
    // Decoding is off, so that text and attributes come with their references and these keep their places.
    ontextentity: () => undefined,
    onattribentity: () => undefined,
    oncdata: () => undefined,
    ondeclaration: () => undefined,
    onprocessinginstruction: () => undefined,
    onend: () => undefined,
  };

  private slice(start: number, end: number): string {
    return this.readable.slice(this.base + start, this.base + end);
  }

  private textWithReferences(from: number, to: number): void {
    for (const { start, end, decoded } of spellings(this.readable, from, to)) {
      if (decoded === undefined) this.text(start, end);
      else this.decoded(decoded, start, end);
    }
  }

  /** @param end where the tag ends */
  private open(end: number, selfClosing: boolean): void {
    if (!this.tag) return;
    const { name, attributes, start } = this.tag;
    const span: Span = { start, end };
    this.tag = undefined;
    if (BLOCK.has(name)) this.impliedEnds(name);
    this.readAttributes(attributes);
    if (name === "br") {
      this.lineBreak(span);
      return;
    }
    if (VOID.has(name)) {
      if (name === "hr") this.block(this.top?.kind ?? "paragraph");
      else if (name === "img" || name === "embed" || name === "input") this.object(span.start, span.end);
      return;
    }
    if (selfClosing && !HIDDEN.has(name)) {
      if (BLOCK.has(name)) this.block(this.top?.kind ?? "paragraph");
      return;
    }
    if (this.frames.length >= DEPTH_MAX) {
      this.overflow++;
      return;
    }
    const frame = this.frame(name, attributes, end);
    if (selfClosing) return;
    this.flush();
    this.frames.push(frame);
    if (BLOCK.has(name)) this.block(frame.kind);
    else this.builder.linked = frame.linked;
  }

  private frame(name: string, attributes: readonly Attribute[], end: number): Frame {
    const outer = this.top;
    const value = (wanted: string): string | undefined => {
      const found = attributes.find((attribute) => attribute.name === wanted);
      return found && this.readable.slice(found.start, found.end);
    };
    const className = value("class") ?? "";
    const translate = value("translate")?.trim().toLowerCase();
    const language = (value("lang") ?? value("xml:lang"))?.trim();
    const notranslate =
      translate === "no" || /(?:^|\s)(?:notranslate|skiptranslate)(?:$|\s)/.test(className)
        ? true
        : translate === "yes" || translate === ""
          ? false
          : (outer?.notranslate ?? false);
    const foreign = language ? !/^en(?:$|[-_])/i.test(language) : (outer?.foreign ?? false);
    const hidden = value("hidden") !== undefined || value("aria-hidden")?.trim() === "true" || /display\s*:\s*none/i.test(value("style") ?? "");
    const isNote = name === "sup" && NOTE.test(this.readable.slice(end, end + 1000));
    const code = outer?.code === "hidden" || HIDDEN.has(name) ? "hidden" : outer?.code === "visible" || CODE.has(name) || isNote ? "visible" : undefined;
    const inside = outer?.place.landmark !== undefined;
    const role = value("role") ?? "";
    const region: Region | undefined = regionOf(name, { role, className, id: value("id") ?? "", hidden }, inside);
    const isMain = name === "main" || role === "main" || value("itemprop") === "articleBody";
    return {
      name,
      code,
      notranslate,
      foreign,
      closed: code ?? (notranslate || foreign ? "visible" : undefined),
      kind: KINDS.get(name) ?? (BLOCK.has(name) && !["div", "section", "blockquote"].includes(name) ? "paragraph" : (outer?.kind ?? "paragraph")),
      linked: name === "a" || (outer?.linked ?? false),
      place: {
        regions: region ? [...(outer?.place.regions ?? []), region] : (outer?.place.regions ?? []),
        landmark: isMain || outer?.place.landmark === "main" ? "main" : name === "article" ? "article" : outer?.place.landmark,
        headline: name === "h1" || (outer?.place.headline ?? false),
      },
    };
  }

  private closeTag(name: string): void {
    if (VOID.has(name)) {
      if (name === "br") this.flush();
      return;
    }
    if (this.overflow > 0) {
      this.overflow--;
      return;
    }
    const at = this.lastFrame((frame) => frame.name === name);
    if (at < 0) {
      if (name === "p") this.block(this.top?.kind ?? "paragraph");
      return;
    }
    // A stray end tag in the line does not end the blocks around it.
    if (!BLOCK.has(name) && this.frames.slice(at).some((frame) => BLOCK.has(frame.name))) {
      this.frames.splice(at, 1);
      return;
    }
    this.popTo(at);
  }

  private lastFrame(wanted: (frame: Frame) => boolean): number {
    let at = this.frames.length - 1;
    while (at >= 0 && !wanted(this.frames[at]!)) at--;
    return at;
  }

  private impliedEnds(name: string): void {
    const last = this.lastFrame((frame) => BLOCK.has(frame.name));
    if (last >= 0 && this.frames[last]!.name === "p") this.popTo(last);
    const rule = IMPLIED_ENDS.get(name);
    if (!rule) return;
    for (let at = this.frames.length - 1; at >= 0 && !rule.within.has(this.frames[at]!.name); at--) {
      if (rule.ends.has(this.frames[at]!.name)) this.popTo(at);
    }
  }

  /** Ends the elements from one on. */
  private popTo(at: number): void {
    this.flush();
    const ended = this.frames.splice(at);
    if (ended.some(({ name }) => BLOCK.has(name))) this.block(this.top?.kind ?? "paragraph");
    else this.builder.linked = this.top?.linked ?? false;
  }

  /** Two in a row part paragraphs. */
  private lineBreak({ start, end }: Span): void {
    this.flush();
    if (this.breaks++ > 0) this.builder.block(this.builder.kind, this.place);
    else if (this.closed === undefined) this.builder.lineBreak(start, end);
  }

  private readAttributes(attributes: readonly Attribute[]): void {
    if (this.closed || this.attributes.length === 0) return;
    for (const { name, start: from, end: to, quoted } of attributes) {
      if (!quoted || !this.attributes.includes(name)) continue;
      this.builder.beside("attribute", this.place, (builder) => {
        for (const { start, end, decoded } of spellings(this.readable, from, to, true)) {
          if (decoded === undefined) builder.text(start, end);
          else builder.decoded(decoded, start, end);
        }
      });
    }
  }
}
