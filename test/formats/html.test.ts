import { describe, expect, it } from "vitest";
import { html } from "../../src/formats/html.js";
import { blocksOf, replaced } from "./reading.js";

const read = (source: string): string[] => blocksOf(html(), source);
const O = "\ufffc";

describe("html: what is prose", () => {
  it.each([
    ["inline markup leaves no trace", "<p>The <b>state</b> divi<i>sion</i>", ["paragraph: The state division"]],
    ["white space is one space", "<p>\n  The   state\n\tdivision </p>", ["paragraph: The state division"]],
    ["references are read", "<p>R&amp;D wasn&#8217;t caf&eacute; &copy 2", ["paragraph: R&D wasn’t café © 2"]],
    [
      "blocks",
      "<h1>A</h1><p>B<ul><li>C<li>D</ul><table><tr><th>E<td>F</table><figure><img src=x><figcaption>G</figcaption></figure><dl><dt>H<dd>I</dl>",
      ["heading: A", "paragraph: B", "item: C", "item: D", "cell: E", "cell: F", "caption: G", "term: H", "item: I"],
    ],
    ["two line breaks part paragraphs", "A<br>B<br><br>C", ["paragraph: A\nB", "paragraph: C"]],
    ["code is an object", "<p>Run <code>git &amp; war</code> now", [`paragraph: Run ${O} now`]],
    [
      "what readers do not see",
      "<p>A</p><script>var a = '<p>war';</script><style>p{}</style><template><p>x</template><svg><text>y</text></svg><textarea>z</textarea><p>B",
      ["paragraph: A", "paragraph: B"],
    ],
    ["comments", "<p>state <!-- a > b --> division<!---->", ["paragraph: state division"]],
    ["templates", "<p class='{{ a > b }}'>{{ x }} said <% if a > b %>no<?php echo '<p>' ?>{% raw %}war{% endraw %}", [`paragraph: ${O} said ${O}no${O}`]],
    ["formulas", "<p>Let \\(a = war\\) and $$b$$ be; from $5 to $6", [`paragraph: Let ${O} and ${O} be; from $5 to $6`]],
    [
      "translate and notranslate",
      "<p>A<p translate=no>B <b translate=yes>C</b><p>D <span class='x notranslate'>E</span> F",
      ["paragraph: A", `paragraph: ${O}C`, `paragraph: D ${O} F`],
    ],
    ["other languages", "<p lang=fr>A <q lang=en-GB>B</q><p lang=en>C<p>D <i lang='de'>E</i>", [`paragraph: ${O}B`, "paragraph: C", `paragraph: D ${O}`]],
    ["a page in another language", "<html lang=de><p>A", [`paragraph: ${O}`]],
    ["a note's number", "<p>war<sup><a href='#n'>[1]</a></sup> and 10<sup>th</sup>", [`paragraph: war${O} and 10th`]],
    ["malformed markup", "<p>A <b>B<p>C</b> D</div> <i E", ["paragraph: A B", "paragraph: C D"]],
    ["no markup at all", "A < B & C", ["paragraph: A < B & C"]],
    ["a byte order mark", "\ufeff<p>A", ["paragraph: A"]],
  ])("%s", (_, source, expected) => {
    expect(read(source).filter((block) => block !== `paragraph: ${O}` || expected.includes(block))).toEqual(expected);
  });

  it("attributes by option", () => {
    const source = '<p>A <img alt="The &amp; war" title="x"> B <a title=no aria-label="C">D</a>';
    expect(read(source)).toEqual([`paragraph: A ${O} B D`]);
    expect(blocksOf(html({ attributes: ["alt", "aria-label"] }), source)).toEqual([`paragraph: A ${O} B D`, "attribute: The & war", "attribute: C"]);
    expect(replaced(html({ attributes: ["alt"] }), source, ["The & war", 'A "cold" & long war'])).toBe(
      '<p>A <img alt="A &quot;cold&quot; &amp; long war" title="x"> B <a title=no aria-label="C">D</a>',
    );
  });

  it("leaves out what ignore comments cover", () => {
    const source = "<p>A</p><!-- ungarble-ignore-start --><p>B</p><!-- ungarble-ignore-end --><p>C</p>";
    const { text, exclude } = html().read(source);
    expect(exclude.map(({ start, end }) => text.slice(start, end))).toEqual(["B"]);
    expect(html({ ignoreComments: false }).read(source).exclude).toEqual([]);
  });
});

describe("html: edits in the source", () => {
  it.each([
    ["<p>The <b>state</b> division.", "state division", "State Department", "<p>The <b>State</b> Department."],
    ["<p>ended <i>with</i> out a", "with out", "without", "<p>ended <i>without</i> a"],
    ["<p>ended with <i>out</i> a", "with out", "without", "<p>ended <i>without</i> a"],
    ["<p><i>with</i> <b>out</b>", "with out", "without", "<p><i>without</i><b></b>"],
    ["<p><b>one</b> <i>in all</i> things", "one in all", "one of", "<p><b>one</b> <i>of</i> things"],
    ["<p><span class=cap>T</span>he warfare", "The warfare", "The war", "<p><span class=cap>T</span>he war"],
    ["<p><span class=cap>S</span>tated", "Stated", "Said", "<p><span class=cap>S</span>aid"],
    ["<p>wasn&#8217;t there", "wasn’t", "isn’t", "<p>isn&#8217;t there"],
    ["<p>state\n   division", "state division", "State Department", "<p>State\n   Department"],
    ["<p>with\n   out a", "with out", "without", "<p>without a"],
    ["<p>state<!-- c --> division", "state division", "State Department", "<p>State<!-- c --> Department"],
    ["<p>the firm", "firm", "R&D <x>", "<p>the R&amp;D &lt;x>"],
  ])("%s", (source, observed, replacement, expected) => {
    expect(replaced(html(), source, [observed, replacement])).toBe(expected);
  });

  it("are not made across what is no prose", () => {
    expect(replaced(html(), "<p>state <code>x</code> division", [`state ${O} division`, "State Department"])).toBeUndefined();
    expect(replaced(html(), "<p>state<br>division", ["state\ndivision", "State Department"])).toBeUndefined();
  });
});
