import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fieldPath, locate } from "../../src/bulk/field-path.js";
import { added, members, nesting, removed, spliced } from "../../src/bulk/json-object.js";
import { type Line, readLines } from "../../src/bulk/lines.js";
import { decodeUtf8 } from "../../src/bulk/utf8.js";
import fc from "fast-check";
import { built, CLEAN, folder, GARBLED, shell, ungarble } from "./command.js";

describe.skipIf(!built)("ungarble stream", () => {
  const cwd = folder({});
  const stream = (input: string, ...flags: string[]) => {
    const { status, stdout, stderr } = ungarble(["stream", ...flags], { cwd, input });
    return {
      status,
      stderr,
      records: stdout
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    };
  };

  it("writes every object back in order, repaired, with edits and verdict", () => {
    const { status, stderr, records } = stream(`${JSON.stringify({ id: "a", text: GARBLED, more: [1] })}\n\n${JSON.stringify({ id: "b", text: CLEAN })}`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(records.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(records[0]).toMatchObject({ more: [1], text: expect.stringContaining("ended without a deal"), repair: { verdict: { garbled: true } } });
    for (const { start, end, observed } of records[0].repair.edits) expect(GARBLED.slice(start, end)).toBe(observed);
    expect(records[1]).toMatchObject({ text: CLEAN, repair: { edits: [], verdict: { garbled: false } } });
  });

  it("gives an error record for a malformed line and goes on", () => {
    const { status, records } = stream('{"id":1,"text":"Fine."}\n\n{"id":2,\n[1]\n{"id":3,"body":"x"}\n{"id":4,"text":5}\nnull\n{"id":6,"text":""}\r\n');
    expect(status).toBe(3);
    expect(records.map(({ id, error }) => [id, error?.line, error?.code])).toEqual([
      [1, undefined, undefined],
      [undefined, 3, "not-json"],
      [undefined, 4, "not-an-object"],
      [3, 5, "no-text"],
      [4, 6, "no-text"],
      [undefined, 7, "not-an-object"],
      [6, undefined, undefined],
    ]);
  });

  it("says which byte is no UTF-8, loses no member and goes on", () => {
    const { status, stdout } = ungarble(["stream"], {
      cwd,
      input: Buffer.concat([
        Buffer.from('{"text":"ok"}\n{"text":"caf'),
        Buffer.from([0xe9]),
        Buffer.from('"}\n{"n":1.0e400,"x":[1],"error":0}\n{"text":2,"id":1234567890123456789}\n'),
      ]),
    });
    const lines = stdout.split("\n").slice(0, -1);
    expect(status).toBe(3);
    expect(JSON.parse(lines[1]!).error).toMatchObject({ line: 2, offset: 14, byte: 26, code: "not-utf-8", sourceBase64: "eyJ0ZXh0IjoiY2Fm6SJ9" });
    expect(JSON.parse(lines[2]!).error).toMatchObject({ code: "no-text", source: '{"n":1.0e400,"x":[1],"error":0}' });
    expect(lines[3]).toMatch(/^\{"text":2,"id":1234567890123456789,"error":\{"line":4,"offset":\d+,"code":"no-text"/);
  });

  it("never writes over a member: a clash is told at the start, later it is an error record", () => {
    expect(stream('{"text":"Fine.","repair":1}\n')).toMatchObject({ status: 2, records: [], stderr: expect.stringContaining("--output-field") });
    const later = stream('{"text":"Fine."}\n{"text":"Fine.","repair":1}\n');
    expect(later).toMatchObject({ status: 3, records: [{}, { text: "Fine.", repair: 1, error: { code: "member-exists" } }] });
    const renamed = stream('{"text":"Fine.","repair":1}\n', "--output-field", "ungarbled");
    expect(renamed).toMatchObject({ status: 0, records: [{ repair: 1, ungarbled: { edits: [] } }] });
    expect(stream("", "--field", "repair.text").status).toBe(2);
  });

  it("gives an error record for what is nested too deep or too long, and goes on", () => {
    const deep = `{"text":"a","deep":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    const { status, records } = stream(`${deep}\n{"text":"${"x".repeat(9000)}"}\n${JSON.stringify({ text: GARBLED })}\n`, "--max-record-size", "200000");
    expect(status).toBe(3);
    expect(records.map(({ error }) => error?.code)).toEqual(["too-deep", undefined, undefined]);
    expect(records[0].error.source).toBe(deep);
    const short = stream(`{"text":"${"x".repeat(9000)}"}\n{"text":"Fine."}\n`, "--max-record-size", "5000");
    expect(short.records.map(({ error }) => [error?.code, error?.bytes])).toEqual([
      ["too-long", 9011],
      [undefined, undefined],
    ]);
  });

  it("reads nested and several fields, and writes only what is asked for", () => {
    const input = `${JSON.stringify({ a: { b: GARBLED, c: 1 }, title: CLEAN })}\n`;
    const whole = stream(input, "--field", "a.b", "--field", "title").records[0];
    expect(whole).toMatchObject({
      a: { b: expect.stringContaining("without a deal"), c: 1 },
      title: CLEAN,
      repair: { fields: { "a.b": { verdict: { garbled: true } } } },
    });
    expect(stream(input, "--field", "a.b", "--field", "title", "--only", "text").records[0]).toEqual({ a: whole.a, title: CLEAN });
    const only = stream(input, "--field", "a.b", "--field", "title", "--only", "verdict").records[0];
    expect(only).toMatchObject({ a: { c: 1 }, repair: { fields: { title: { verdict: { garbled: false } } } } });
    expect(Object.keys(only.a)).toEqual(["c"]);
    const [edit] = stream(input, "--field", "a.b", "--no-evidence").records[0].repair.edits;
    expect(Object.keys(edit)).toEqual(["start", "end", "observed", "replacement", "probability"]);
  });

  it("reads files, folders and gzip in the order of their names, and HTML", () => {
    const record = (id: number): string => `${JSON.stringify({ id, text: `<p>${GARBLED}</p><pre>with out</pre>` })}\n`;
    const files = folder({ "b.jsonl": `x\n${record(3)}`, "a/1.jsonl.gz": Buffer.concat([gzipSync(record(1)), gzipSync(record(2))]), "a/note.txt": "no" });
    const { status, stdout } = ungarble(["stream", "a", "b.jsonl", "--input-format", "html", "--summary", "s.json"], { cwd: files });
    const records = stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    expect(status).toBe(3);
    expect(records.map(({ id, error }) => id ?? `${error.file}:${error.line}`)).toEqual([1, 2, "b.jsonl:1", 3]);
    expect(records[0].text).toMatch(/without a deal[\s\S]*<pre>with out<\/pre>/);
    expect(JSON.parse(readFileSync(join(files, "s.json"), "utf8"))).toMatchObject({ documents: 4, garbled: 3, garbledShare: 1, errors: { "not-json": 1 } });
  });

  it("skips or fails on errors where asked to", () => {
    const input = '{"text":"Fine."}\nx\n{"text":"Good."}\n';
    expect(stream(input, "--on-error", "skip")).toMatchObject({
      status: 3,
      records: [{ text: "Fine." }, { text: "Good." }],
      stderr: expect.stringContaining("line 2"),
    });
    expect(stream(input, "--on-error", "fail")).toMatchObject({ status: 3, records: [{ text: "Fine." }], stderr: expect.stringContaining("line 2") });
  });

  it("keeps the order with several workers, and has every record without", () => {
    const input = Array.from({ length: 300 }, (_, id) => JSON.stringify({ id, text: id % 50 === 0 ? GARBLED.repeat(5) : CLEAN })).join("\n");
    const ids = (flags: string[]): number[] => stream(input, ...flags).records.map(({ id }) => id);
    const all = Array.from({ length: 300 }, (_, id) => id);
    expect(ids(["--workers", "2"])).toEqual(all);
    expect(ids(["--workers", "2", "--unordered"]).sort((a, b) => a - b)).toEqual(all);
  });

  it("reads another field, and leaves the rest of the line as it was", () => {
    const { stdout } = ungarble(["stream", "--field", "body"], {
      cwd,
      input: '{ "n": 12345678901234567890, "__proto__": 1.0, "body": "Fine." , "error": null }\n',
    });
    expect(stdout).toMatch(/^\{ "n": 12345678901234567890, "__proto__": 1\.0, "body": "Fine\." , "error": null ,"repair":\{.*\}\}\n$/);
  });

  it("bears lone surrogates and a reader that goes away", () => {
    expect(stream('\ufeff{"text":"a\u2028b"}').records[0].text).toBe("a\u2028b");
    expect(stream('{"text":"a \\ud800 b"}').records[0].text).toBe("a \ud800 b");
    const many = `${JSON.stringify({ text: GARBLED })}\n`.repeat(400);
    expect(shell("set -o pipefail; ungarble stream | head -n 2 | wc -l", { cwd, input: many })).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\s*2\n$/),
      stderr: "",
    });
  });
});

describe("readLines", () => {
  const text = fc.array(fc.constantFrom("a", "\u00e9", "\u{1f600}", "\u2028", "\r", "\n", "\r\n", "\u0085")).map((parts) => parts.join(""));
  const cut = (bytes: Buffer, size: number): Buffer[] =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  const read = async (bytes: Buffer, size: number, most: number): Promise<Line[]> => {
    const lines: Line[] = [];
    for await (const line of readLines(Readable.from(cut(bytes, size)), most)) lines.push(line);
    return lines;
  };

  it("gives the lines however the bytes are cut, and only LF and CRLF end them", async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (whole, size) => {
        const bytes = Buffer.from(whole);
        const lines = await read(bytes, size, 1000);
        const expected = whole.split("\n").map((line) => line.replace(/\r$/, ""));
        if (expected.at(-1) === "" && !whole.endsWith("\r")) expected.pop();
        expect(lines.map((line) => Buffer.from(line.bytes).toString())).toEqual(expected);
        for (const { offset, length, bytes: own } of lines) expect(bytes.subarray(offset, offset + length).equals(Buffer.from(own))).toBe(true);
      }),
    );
  });

  it("holds the beginning only of a line that is too long, and tells its length", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 700 }), async (length, size) => {
        const [line, after] = await read(Buffer.from(`${"x".repeat(length)}\r\nafter`), size, 1500);
        expect(line).toMatchObject({ length, cut: length > 1500, number: 1, offset: 0 });
        expect(line!.bytes.length).toBe(length > 1500 ? 1000 : length);
        expect(after).toMatchObject({ length: 5, number: 2, offset: length + 2 });
      }),
    );
  });
});

describe("decodeUtf8", () => {
  it("tells the first byte that is no UTF-8, U+FFFD in the text or not", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "\u00e9", "\ufffd", "\u{1f600}") }),
        fc.constantFrom(0xff, 0xc0, 0x80),
        fc.string(),
        (before, byte, after) => {
          const head = Buffer.from(before);
          expect(decodeUtf8(head)).toEqual({ text: before });
          expect(decodeUtf8(Buffer.concat([head, Buffer.from([byte]), Buffer.from(after)]))).toEqual({ fault: head.length });
        },
      ),
    );
  });
});

describe("the source of a JSON object", () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue());

  it("takes a member and loses one, and nothing else changes", () => {
    fc.assert(
      fc.property(object, fc.string(), fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, key, set, space) => {
        fc.pre(!Object.hasOwn(value, key));
        const source = JSON.stringify(value, null, space);
        const more = spliced(source, [added(source, members(source), key, set)]);
        const expected = Object.defineProperty({ ...value }, key, { value: set, enumerable: true, configurable: true, writable: true });
        expect(JSON.parse(more)).toEqual(JSON.parse(JSON.stringify(expected)));
        const list = members(more);
        for (const member of list) {
          const less = JSON.parse(spliced(more, [removed(list, member)]));
          expect(Object.keys(less)).toEqual(Object.keys(JSON.parse(more)).filter((name) => name !== member.key));
        }
      }),
    );
  });

  it("is found its way through, however keys are written", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), fc.string(), (path, text) => {
        const source = path.reduceRight((inner, key) => `{"":1, ${JSON.stringify(key)}: ${inner}}`, JSON.stringify(text));
        const field = path.map((key) => key.replace(/[\\.]/g, "\\$&")).join(".");
        expect(fieldPath(field)).toEqual(path);
        expect(locate(source, path)?.value).toBe(text);
        expect(nesting(source)).toBe(path.length);
      }),
    );
  });
});
