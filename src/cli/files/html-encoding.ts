import iconv from "iconv-lite";

/** How far into a file browsers look for its encoding. Bytes. */
const PRESCAN = 1024;

const DECLARED = [
  /<\?xml\s[^>]*?encoding\s*=\s*["']([\w:.+-]+)["']/i,
  /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w:.+-]+)/i, // <meta charset=…>, and content="text/html; charset=…"
];

/** Names under which browsers mean another encoding. */
const MEANT: Record<string, string> = {
  "iso-8859-1": "windows-1252",
  latin1: "windows-1252",
  "us-ascii": "windows-1252",
  ascii: "windows-1252",
  "iso-8859-9": "windows-1254",
};

/** The encoding that an HTML file declares, by its byte order mark, XML declaration or meta element; undefined for UTF-8 and for none. */
export function declaredEncoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return undefined;
  const start = bytes
    .subarray(0, PRESCAN)
    .toString("latin1")
    .replace(/<!--[\s\S]*?-->/g, "");
  for (const pattern of DECLARED) {
    const name = pattern.exec(start)?.[1]?.toLowerCase();
    // What could be read so far is in ASCII, so that it cannot be UTF-16, whatever it says.
    if (name !== undefined) return /^utf-?(?:8|16)/.test(name) ? undefined : (MEANT[name] ?? name);
  }
  return undefined;
}

/** Bytes in an encoding as text that gives the same bytes back; undefined when they are not in it, or it is not known. */
export function decodeAs(bytes: Buffer, encoding: string): string | undefined {
  if (!iconv.encodingExists(encoding)) return undefined;
  const text = iconv.decode(bytes, encoding, { stripBOM: false });
  return encodeAs(text, encoding).equals(bytes) ? text : undefined;
}

/** Text in an encoding. */
export function encodeAs(text: string, encoding: string): Buffer {
  return iconv.encode(text, encoding, { addBOM: false });
}

/** A replacement with what an encoding has no character for as references: “ as &#8220; in KOI8-R. */
export function representable(text: string, encoding: string): string {
  return [...text].map((character) => (encodesTo(character, encoding) ? character : `&#${character.codePointAt(0)};`)).join("");
}

const encodesTo = (character: string, encoding: string): boolean =>
  character.charCodeAt(0) < 128 || iconv.decode(encodeAs(character, encoding), encoding) === character;
