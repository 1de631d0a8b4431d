import type { Draft } from "./prose-builder.js";

/** An element that may hold what is not the page's own text. */
export interface Region {
  /** It is no part of the text however much stands in it. */
  certain: boolean;
  /** Characters inside. */
  length: number;
}

/** Where a block of a page stands. */
export interface PagePlace {
  /** The elements around it that may be boilerplate. */
  regions: readonly Region[];
  /** Inside <main>, or inside <article>. */
  landmark: "main" | "article" | undefined;
  /** The block is the page's headline (h1). */
  headline: boolean;
}

/** Elements that hold no text of the page's own, by name and by role. */
const REGIONS: ReadonlySet<string> = new Set("nav aside footer form menu dialog search".split(" "));
const ROLES: ReadonlySet<string> = new Set(
  "navigation banner contentinfo complementary search form menu menubar dialog alertdialog alert toolbar status tooltip note".split(" "),
);

/** Words of classes and ids by which site templates name what stands around the text. */
const NAMED =
  /(?:^|[\s_-])(?:share|shares|sharing|sharebar|social|socials|follow|newsletter|newsletters|subscribe|subscription|signup|sign-up|related|recommended|recommendations|recirculation|recirc|more-stories|more-from|read-more|also-read|also-like|trending|most-read|most-popular|popular|promo|promos|promotion|ad|ads|advert|adverts|advertisement|sponsor|sponsored|outbrain|taboola|cookie|cookies|consent|gdpr|cmp|breadcrumb|breadcrumbs|nav|navbar|navigation|menu|footer|site-header|page-header|masthead|topbar|sidebar|side-bar|rail|comments|comment-list|disqus|paywall|pagination|pager|tags|tag-list|toolbar|skip-link|skip|popup|modal|overlay|print-only|login|widget|widgets)(?:$|[\s_-])/i;

/** Short blocks that a site adds by itself. */
const PHRASES = new RegExp(
  `^(?:${[
    "share (?:this|on|via|with)\\b",
    "follow us\\b",
    "sign up (?:to|for|now|here)\\b",
    "subscribe(?: (?:now|today|to|for)\\b|$)",
    "advertisement$",
    "all rights reserved",
    "©|copyright (?:©|\\(c\\)|\\d{4})",
    "(?:we use|this (?:web)?site uses) cookies",
    "by (?:continuing to|using) (?:use|this|our)\\b",
    "accept (?:all )?cookies",
    "(?:read|see|learn) (?:more|also)\\b|also read\\b",
    "related(?: (?:articles|stories|topics|content|news|posts|coverage))?:?$",
    "(?:more stories|most read|most popular|trending(?: now)?|recommended(?: for you)?|you may also like)$",
    "skip to (?:main )?content",
    "click here to\\b",
    "log ?in(?: to\\b|$)",
    "leave a (?:comment|reply)\\b",
    "(?:posted in|filed under|tags?):?\\s",
    "download (?:the|our) app\\b",
  ].join("|")})`,
  "i",
);
const PHRASE_MAX = 240;

/** Of a block's characters, how many stand in links when the block is a link to elsewhere. */
const LINKED = 0.8;
/** An element that holds more of the page than this is its text, whatever it is called. */
const REGION_MAX = 0.5;
/** A landmark that holds less of the page's text than this is not its text (teasers on a front page). */
const LANDMARK_MIN = 0.25;

/** The region that an element opens, if it does. @param inside whether the element stands inside <article> or <main> */
export function regionOf(
  name: string,
  { role, className, id, hidden }: { role: string; className: string; id: string; hidden: boolean },
  inside: boolean,
): Region | undefined {
  if (hidden) return { certain: true, length: 0 };
  if (name === "nav") return { certain: true, length: 0 };
  if (name === "header" && !inside) return { certain: false, length: 0 };
  if (REGIONS.has(name) || ROLES.has(role.toLowerCase())) return { certain: false, length: 0 };
  if (name !== "html" && name !== "body" && name !== "main" && name !== "article" && name !== "p" && (NAMED.test(className) || NAMED.test(id)))
    return { certain: false, length: 0 };
  return undefined;
}

/**
 * The blocks of a page that are its own text; navigation, share bars, newsletter calls, lists of links, notices are left out. A page of which
 * nothing is left is taken whole.
 *
 * Elements say what they are (nav, aside, role, class, id) and are believed unless they hold half the page; a block that is nothing but a link in a
 * list, or opens with what sites add by themselves, goes, too. If <main> or <article> holds a fair share of what is left, the text is inside.
 */
export function mainText(drafts: readonly Draft<PagePlace>[]): Draft<PagePlace>[] {
  const total = drafts.reduce((sum, { text }) => sum + text.length, 0);
  for (const { context, text } of drafts) for (const region of context.regions) region.length += text.length;
  const own = drafts.filter(
    (draft) => !draft.context.regions.some(({ certain, length }) => certain || length <= total * REGION_MAX) && !isLinkItem(draft) && !isPhrase(draft.text),
  );
  for (const landmark of ["main", "article"] as const) {
    const inside = own.filter(({ context }) => context.headline || within(context.landmark, landmark));
    const length = (list: readonly Draft<PagePlace>[]): number => list.reduce((sum, { text }) => sum + text.length, 0);
    if (inside.some(({ context }) => within(context.landmark, landmark)) && length(inside) >= LANDMARK_MIN * length(own)) return inside;
  }
  return own.length > 0 ? own : [...drafts];
}

/** An article stands for a main text of its own. */
function within(place: PagePlace["landmark"], landmark: "main" | "article"): boolean {
  return place === landmark || (landmark === "article" && place === "main");
}

function isLinkItem({ kind, text, linked }: Draft<PagePlace>): boolean {
  return kind === "item" && linked >= LINKED * text.length;
}

function isPhrase(text: string): boolean {
  return text.length <= PHRASE_MAX && PHRASES.test(text);
}
