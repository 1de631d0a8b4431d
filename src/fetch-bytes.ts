/**
 * Fetches a file.
 *
 * @param onProgress told how many bytes have come after every piece, and how many there will be (undefined when the server does not say)
 * @throws Error with the reason, in a few words: no connection, a status that is no success, a page instead of a file
 */
export async function fetchBytes(url: URL, onProgress: (loaded: number, total: number | undefined) => void): Promise<Uint8Array> {
  if (url.protocol === "data:") return inlined(url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`status ${response.status}`);
  if (response.headers.get("content-type")?.startsWith("text/html")) throw new Error("a page came instead"); // what servers of applications give for what they do not have
  const total = wholeLength(response.headers);
  if (response.body === null) return new Uint8Array(await response.arrayBuffer());
  let bytes = new Uint8Array(total ?? 0);
  let loaded = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (loaded + value.length > bytes.length) bytes = grown(bytes, loaded + value.length);
    bytes.set(value, loaded);
    loaded += value.length;
    onProgress(loaded, total);
  }
  return bytes.subarray(0, loaded);
}

/** A compressed answer's length says nothing of what comes out of it. */
function wholeLength(headers: Headers): number | undefined {
  const length = Number(headers.get("content-length"));
  return headers.has("content-encoding") || !(length > 0) ? undefined : length;
}

function grown(bytes: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(least, 2 * bytes.length));
  larger.set(bytes);
  return larger;
}

/** Bundlers write small files into the script as data: URLs, which a strict policy forbids to fetch. */
function inlined({ href }: URL): Uint8Array {
  const comma = href.indexOf(",");
  const content = href.slice(comma + 1);
  return href.slice(0, comma).endsWith(";base64")
    ? Uint8Array.from(atob(content), (byte) => byte.charCodeAt(0))
    : new TextEncoder().encode(decodeURIComponent(content));
}
