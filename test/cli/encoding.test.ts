import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { declaredEncoding, decodeAs, representable } from "../../src/cli/files/html-encoding.js";
import { built, folder, ungarble } from "./command.js";

const BODY = "<p>Café “Zürich”: the US state division stated on Tuesday that the warfare must finish with out a deal.</p>";
const REPAIRED = "<p>Café “Zürich”: the US State Department said on Tuesday that the war must end without a deal.</p>";

describe("the encoding of an HTML file", () => {
  it.each([
    ["<meta charset=windows-1252>", "windows-1252"],
    ["<meta name=a content=b><META http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'>", "windows-1252"],
    ["<?xml version='1.0' encoding=\"shift_jis\"?>", "shift_jis"],
    ["<!-- <meta charset=koi8-r> --><meta charset='gbk'>", "gbk"],
    ["<meta charset=utf-16>", undefined],
    ["<meta charset='UTF-8'>", undefined],
    ["<p>charset=koi8-r", undefined],
  ])("%s", (head, encoding) => {
    expect(declaredEncoding(Buffer.from(head, "latin1"))).toBe(encoding);
  });

  it("is refused when the bytes are not in it", () => {
    expect(decodeAs(Buffer.from([0x41, 0xff, 0xfe]), "utf-16le")).toBeUndefined();
    expect(decodeAs(Buffer.from("a"), "klingon")).toBeUndefined();
  });

  it("is kept to by replacements", () => {
    expect(representable("a “б”", "koi8-r")).toBe("a &#8220;б&#8221;");
  });
});

describe.skipIf(!built)("a file in another encoding than UTF-8", () => {
  it.each([
    ["windows-1252", '<meta charset="windows-1252">'],
    ["macroman", "<meta http-equiv=content-type content='text/html; charset=macroman'>"],
    ["utf16le", "\ufeff"],
    ["utf16be", "\ufeff"],
  ])("is repaired in it: %s", (encoding, head) => {
    const cwd = folder({});
    const file = join(cwd, "page.html");
    writeFileSync(file, iconv.encode(head + BODY, encoding, { addBOM: false }));
    expect(ungarble(["check", "-f", "compact"], { cwd }).stdout).toContain("should read “war”");
    expect(ungarble(["fix", "--write"], { cwd }).status).toBe(0);
    expect(iconv.decode(readFileSync(file), encoding, { stripBOM: false })).toBe(head + REPAIRED);
  });

  it("is a failure with its cure when it lies", () => {
    const cwd = folder({ "page.html": Buffer.from("<meta charset=klingon><p>caf\xe9", "latin1") });
    expect(ungarble(["check", "-f", "compact"], { cwd })).toMatchObject({
      status: 3,
      stdout: expect.stringContaining("page.html: declares the encoding klingon, and is not in it or it is unknown"),
    });
  });
});
