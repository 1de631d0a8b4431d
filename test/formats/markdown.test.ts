import { describe, expect, it } from "vitest";
import { markdown } from "../../src/formats/markdown.js";
import { mdx } from "../../src/formats/mdx.js";
import { blocksOf, replaced } from "./reading.js";

const O = "\ufffc";

describe("markdown: what is prose", () => {
  it.each([
    ["inline marks leave no trace", "The **state** _division_ ~~x~~ and [the *war*](u 'title').", ["paragraph: The state division x and the war."]],
    ["a line end is a space", "> The state\n> division\nand  \nmore", ["paragraph: The state division and\nmore"]],
    ["references and escapes", "R&amp;D wasn&#8217;t \\*a\\* &nosuch;", ["paragraph: R&D wasn’t *a* &nosuch;"]],
    [
      "blocks",
      "A\n===\n\n# B #\n\n- C\n\n  D\n- [x] E\n\n1. F\n\n| G | H |\n|---|---|\n| I |\n\n> J",
      ["heading: A", "heading: B", "item: C", "item: D", "item: E", "item: F", "cell: G", "cell: H", "cell: I", "paragraph: J"],
    ],
    ["code", "Run `git` now\n\n```js\nwar\n```\n\n    war\n\n~~~\nwar", [`paragraph: Run ${O} now`, `code: ${O}`, `code: ${O}`, `code: ${O}`]],
    ["YAML", "---\ntitle: war\n---\nA", ["paragraph: A"]],
    ["TOML", "+++\ntitle = 'war'\n+++\nA", ["paragraph: A"]],
    ["JSON", '{\n  "title": "war"\n}\nA', ["paragraph: A"]],
    ["a rule is no front matter", "A\n\n---\n\nB\n\n---\n", ["paragraph: A", "paragraph: B"]],
    ["addresses and images", "A <http://war.org> B www.war.org C ![the *war*](u) D", [`paragraph: A ${O} B ${O} C ${O} D`]],
    ["labels", "[a war][label] [label] [label][] [sic] [un][known]\n\n[label]: /u 'war'", [`paragraph: a war ${O} ${O} [sic] un`]],
    ["footnotes", "The war[^war] ended.\n\n[^war]: A note.", ["paragraph: The war ended.", "paragraph: A note."]],
    [
      "footnotes of several blocks",
      "A[^1]\n[^1]: B\nb\n\n    C\n    c\n\n    - D\n\n\tE\n\n        war\n\n[^2]:\n    F\n[^3]: G\n\nH\n\n    war",
      [
        "paragraph: A",
        "paragraph: B b",
        "paragraph: C c",
        "item: D",
        "paragraph: E",
        `code: ${O}`,
        "paragraph: F",
        "paragraph: G",
        "paragraph: H",
        `code: ${O}`,
      ],
    ],
    [
      "footnotes in lists and quotes",
      "- A\n\n  [^1]: B\n\n      C\n\n> [^2]: D\n>\n>     E",
      ["item: A", "item: B", "item: C", "paragraph: D", "paragraph: E"],
    ],
    ["what is no footnote", "[^a b]: C\n\n[^d] E\n\n    [^f]: war", ["paragraph: E", `code: ${O}`]],
    [
      "maths and prices",
      "Let $a = war$ and $$b$$ be; $5 or $6, US$7 a war\n\n$$\nwar\n- x\n$$\n\nB",
      [`paragraph: Let ${O} and ${O} be; $5 or $6, US$7 a war`, `code: ${O}`, "paragraph: B"],
    ],
    ["wiki links and attribute lists", "See [[war|the war]] {#id .war} and [[1]](u)\n\n# A {#war}", [`paragraph: See ${O} ${O} and ${O}`, `heading: A ${O}`]],
    [
      "templates",
      "{{< figure src=war >}}\n\nA {{ war }} {% if x < y %}B{% endif %} {{% highlight war %}}\n\nwar\n\n{{% /highlight %}} {that a}",
      [`paragraph: A ${O} ${O}B${O} ${O}`, `paragraph: ${O} {that a}`],
    ],
    ["HTML in the line", "A <b>war</b> <code>war</code> <span translate=no>war</span> B<br>C <!-- war -->", [`paragraph: A war ${O} ${O} B\nC`]],
    [
      "HTML blocks",
      "<div translate='no'>\n\nwar\n\n</div>\n\n<p>The <b>war</b></p>\n\n<pre>\nwar\n</pre>\n\nB",
      [`paragraph: ${O}`, "paragraph: The war", `code: ${O}`, "paragraph: B"],
    ],
    ["carriage returns", "# A\r\n\r\nThe\r\nstate\r\n\r\n```\r\nwar\r\n```\r\nB", ["heading: A", "paragraph: The state", `code: ${O}`, "paragraph: B"]],
    ["a byte order mark", "\ufeff---\na: b\n---\n# A", ["heading: A"]],
  ])("%s", (_, source, expected) => {
    expect(blocksOf(markdown(), source)).toEqual(expected);
  });

  it("attributes by option", () => {
    expect(blocksOf(markdown({ attributes: ["alt", "title"] }), 'A ![the war](u "A title") B')).toEqual([
      `paragraph: A ${O} B`,
      "attribute: the war",
      "attribute: A title",
    ]);
  });

  it("leaves out what ignore comments cover", () => {
    const source = "A\n\n<!-- ungarble-ignore-next-line -->\nB **C**\nD\n\nE";
    const { text, exclude } = markdown().read(source);
    expect(exclude.map(({ start, end }) => text.slice(start, end))).toEqual(["B C"]);
  });
});

describe("markdown: edits in the source", () => {
  it.each([
    ["The **state** division.", "state division", "State Department", "The **State** Department."],
    ["ended **with** out a", "with out", "without", "ended **without** a"],
    ["ended with **out** a", "with out", "without", "ended **without** a"],
    ["> The state\n> division", "state division", "State Department", "> The State\n> Department"],
    ["> ended with\n> out a", "with out", "without", "> ended without a"],
    ["[the state](u) division", "the state division", "State Department", "[State](u) Department"],
    ["wasn&#8217;t \\* there", "wasn’t * there", "isn’t * here", "isn&#8217;t \\* here"],
    ["| a state \\| b |\n|---|", "state", "x|y", "| a x\\|y \\| b |\n|---|"],
    ["the firm", "firm", "*a_b*", "the \\*a\\_b\\*"],
  ])("%s", (source, observed, replacement, expected) => {
    expect(replaced(markdown(), source, [observed, replacement])).toBe(expected);
  });

  it("are not made where no words would be left between marks", () => {
    expect(replaced(markdown(), "a *with* **out** b", ["with out", "without"])).toBeUndefined();
  });
});

describe("mdx", () => {
  const NOTE =
    'import W from "./war"\n\n<Note title="A &amp; the\n  war" of="war" when={"war"} {...war}>\n\nThe war <b title=\'it ended\'>here</b>\n\n![a war](w.png "war")\n\n</Note>\n\nB\n';

  it("reads no attribute of a component", () => {
    expect(blocksOf(mdx(), NOTE)).toEqual([`paragraph: The war ${O}here${O}`, "paragraph: B"]);
  });

  it("reads the attributes that are named, in the order of the source, and writes them as attributes are written", () => {
    expect(blocksOf(mdx({ attributes: ["title", "when"] }), NOTE)).toEqual([
      "attribute: A & the war",
      `paragraph: The war ${O}here${O}`,
      "attribute: it ended",
      "attribute: war",
      "paragraph: B",
    ]);
    expect(replaced(mdx({ attributes: ["of"] }), '<A of="a war">\n\nB\n\n</A>', ["a war", '"a" {war}'])).toBe(
      '<A of="&#34;a&#34; &#123;war&#125;">\n\nB\n\n</A>',
    );
    expect(replaced(mdx({ attributes: ["title"] }), NOTE, ["it ended", "it didn't"])).toBe(NOTE.replace("it ended", "it didn&#39;t"));
  });

  it("reads neither imports, exports, expressions nor tags", () => {
    const source =
      'import War from "war"\nexport const war = { a: "war" }\n\n# The {props.war} talks\n\n<Note kind={a > b} title="war">\n  The **state** division\n</Note>\n\nA <War.Room /> {/* war */} B\n\n{\n  war\n}\n';
    expect(blocksOf(mdx(), source)).toEqual([`heading: The ${O} talks`, `paragraph: ${O} The state division ${O}`, `paragraph: A ${O} ${O} B`]);
    expect(replaced(mdx(), source, ["state division", "State Department"])).toBe(source.replace("**state** division", "**State** Department"));
    expect(replaced(mdx(), "the firm", ["firm", "{a}"])).toBe("the \\{a\\}");
  });

  it("reads what is no valid MDX as far as it can", () => {
    expect(blocksOf(mdx(), "import a from 'war'\n\nA {war} <b>state</b> division {unclosed")).toEqual([`paragraph: A ${O} ${O}state${O} division {unclosed`]);
  });

  it("knows its own ignore comments", () => {
    const { text, exclude } = mdx().read("A\n\n{/* ungarble-ignore-next-line */}\nB\n\nC");
    expect(exclude.map(({ start, end }) => text.slice(start, end))).toEqual(["B"]);
  });
});
