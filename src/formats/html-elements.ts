import type { BlockKind } from "./prose.js";

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Elements that have no content. */
export const VOID = names("area base br col embed hr img input link meta param source track wbr");

/** Elements whose content is read by machines, or shown as it is: no prose, and nothing of it is part of the readable text. */
export const HIDDEN = names(
  "head script style template noscript noembed noframes iframe object applet video audio canvas map svg math select option optgroup datalist textarea button meter progress title xmp plaintext",
);

/** Elements whose content a reader sees, and which is no prose. */
export const CODE = names("code pre kbd samp var tt listing");

/** Elements that begin and end a block; all others stand in the line. */
export const BLOCK = names(
  "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ol p plaintext pre search section summary table tbody td tfoot th thead title tr ul xmp",
);

/** What the blocks inside an element are. */
export const KINDS: ReadonlyMap<string, BlockKind> = new Map<string, BlockKind>([
  ...["h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend"].map((name): [string, BlockKind] => [name, "heading"]),
  ["p", "paragraph"],
  ["li", "item"],
  ["dd", "item"],
  ["dt", "term"],
  ["td", "cell"],
  ["th", "cell"],
  ["caption", "caption"],
  ["figcaption", "caption"],
  ["pre", "code"],
  ["listing", "code"],
]);

/** Elements whose start ends an open one of the same group, which ends anyway with the element named last. */
export const IMPLIED_ENDS: ReadonlyMap<string, { ends: ReadonlySet<string>; within: ReadonlySet<string> }> = new Map([
  ["li", { ends: names("li"), within: names("ul ol menu dir") }],
  ["dt", { ends: names("dt dd"), within: names("dl") }],
  ["dd", { ends: names("dt dd"), within: names("dl") }],
  ["td", { ends: names("td th"), within: names("tr table") }],
  ["th", { ends: names("td th"), within: names("tr table") }],
  ["tr", { ends: names("tr td th"), within: names("table") }],
]);
